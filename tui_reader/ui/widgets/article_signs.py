"""The signs that we draw in an article, in ASCII: of the same width, and never the author's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.lines import Role

if TYPE_CHECKING:
    from tui_reader.article.lines import Span

_SIGNS = str.maketrans("▎▕│─•◦▪☐☑▸▾▨·…⁰¹²³⁴⁵⁶⁷⁸⁹", "|||-*-+ox>v#-~0123456789")
_OURS = frozenset(
    {
        *(Role.QUOTE_BAR, Role.CALLOUT_BAR, Role.MARKER, Role.RULE, Role.TABLE_RULE, Role.NOTE),
        *(Role.BYLINE, Role.MUTED),
    }
)
"""Roles of which every sign is ours."""
_BEGINS = frozenset({Role.PICTURE, Role.EMBED})
"""Roles of which only the first sign is ours."""
_CUT = "…"
"""Alone in a span of code: there is more of the line."""


def in_ascii(span: Span) -> Span:
    """Write our signs in a span as ASCII."""
    text = span.text
    if text.isascii():
        return span
    if span.role in _OURS or (span.role is Role.CODE and text == _CUT):
        return span._replace(text=text.translate(_SIGNS))
    if span.role in _BEGINS:
        return span._replace(text=text[0].translate(_SIGNS) + text[1:])
    return span
