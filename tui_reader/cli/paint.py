"""Lines of an article on a terminal without the screen: SGR by role, OSC 8 for links."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_reader.article.direction import in_cell_order
from tui_reader.article.lines import Role, Weight
from tui_reader.bidi import is_vte, orders_here
from tui_reader.cells import break_lines, cell_len
from tui_reader.cli import output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui_reader.article.lines import Layout, Line, Span

COLOURS = ("auto", "always", "never")

_ROLES: dict[Role, tuple[str, str]] = {
    # role: (weight, colour)
    Role.MUTED: ("2", ""),
    Role.TITLE: ("1", ""),
    Role.BYLINE: ("2", ""),
    Role.HEADING: ("1", "34"),
    Role.SUBHEADING: ("1", ""),
    Role.QUOTE: ("3", ""),
    Role.QUOTE_BAR: ("2", ""),
    Role.CALLOUT_BAR: ("", "34"),
    Role.MARKER: ("", "34"),
    Role.TERM: ("1", ""),
    Role.RULE: ("2", ""),
    Role.LINK: ("4", ""),
    Role.LINK_NUMBER: ("2", ""),
    Role.NOTE: ("", "34"),
    Role.CAPTION: ("2", ""),
    Role.TABLE_RULE: ("2", ""),
    Role.TABLE_HEAD: ("1", ""),
    Role.TABLE_KEY: ("2", ""),
    Role.CODE_KEYWORD: ("1", ""),
    Role.CODE_NAME: ("", "34"),
    Role.CODE_TYPE: ("", "36"),
    Role.CODE_STRING: ("", "32"),
    Role.CODE_NUMBER: ("", "36"),
    Role.CODE_COMMENT: ("2;3", ""),
    Role.CODE_INSERTED: ("", "32"),
    Role.CODE_DELETED: ("", "31"),
}
_WEIGHTS = (
    (Weight.STRONG, "1"),
    (Weight.EMPHASIS, "3"),
    (Weight.UNDERLINE, "4"),
    (Weight.STRIKE, "9"),
    (Weight.CODE, "1"),
    (Weight.KEY, "1"),
    (Weight.MARK, "7"),
    (Weight.SMALL, "2"),
)
_SAFE_URL = re.compile(r"(?:https?://|mailto:)[!-~]+")
_FOLD = "↪ "


def wants_colour(when: str) -> bool:
    """Decide whether lines are painted: as told, else only on a terminal that can."""
    if when == "auto":
        return output.is_terminal() and os.environ.get("TERM") != "dumb"
    return when == "always"


def wants_order(setting: str = "auto") -> bool:
    """Decide whether print puts right-to-left text into the order of the cells.

    VTE is left as it is: it orders what a program prints.
    """
    return orders_here(setting, os.environ) and not is_vte(os.environ)


def paint(layout: Layout, *, plain: bool, ordered: bool = False) -> str:
    """Give the text of a layout; what the pane scrolls sideways is folded here.

    Colours (not weights) are left out where ``NO_COLOR`` is set. Source: no-color.org.

    Args:
        layout: The lines.
        plain: Text alone, in the order in which it is read.
        ordered: Otherwise, right-to-left text goes into the order of the cells.
    """
    hues = not os.environ.get("NO_COLOR")
    out: list[str] = []
    for number, line in enumerate(layout.lines):
        one = in_cell_order(layout, number) if ordered and not plain else line.spans
        for spans in _folded(line, layout.width) if line.scrolls else (one,):
            if plain:
                out.append("".join([span.text for span in spans]).rstrip())
            else:
                out.append("".join(_painted(spans, layout, hues=hues)))
    while out and not out[0]:
        del out[0]
    return "\n".join(out)


def _folded(line: Line, width: int) -> Iterator[Sequence[Span]]:
    """Break a line that is too wide for print, a sign before what goes on."""
    fixed, rest = line.spans[: line.fixed], line.spans[line.fixed :]
    text = "".join([span.text for span in rest])
    room = max(1, width - sum(cell_len(span.text) for span in fixed))
    sign = _FOLD if room > 8 else ""
    begin, first = next(break_lines(text, room, 1), (0, 0))
    yield (*fixed, *_slice(rest, begin, first))
    tail = text[first:].lstrip(" ")
    first = len(text) - len(tail)
    for start, end in break_lines(tail, room - len(sign)):
        mark = (rest[0]._replace(text=sign, role=Role.MUTED),) if sign else ()
        yield (*fixed, *mark, *_slice(rest, first + start, first + end))


def _slice(spans: Sequence[Span], start: int, end: int) -> Iterator[Span]:
    at = 0
    for span in spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text:
            yield span._replace(text=text)
        at += len(span.text)


def _painted(spans: Sequence[Span], layout: Layout, *, hues: bool) -> Iterator[str]:
    for span in spans:
        codes = _codes(span.role, span.weight, hues=hues)
        url = layout.links[span.link].hyperlink if span.link is not None else ""
        # The address was made safe when the document was built; nothing else may pass here.
        opened = bool(url and _SAFE_URL.fullmatch(url))
        if opened:
            yield f"\x1b]8;id={span.link};{url}\x1b\\"
        yield f"\x1b[{codes}m{span.text}\x1b[0m" if codes else span.text
        if opened:
            yield "\x1b]8;;\x1b\\"


@lru_cache(maxsize=512)
def _codes(role: Role, weight: Weight, *, hues: bool) -> str:
    base, colour = _ROLES.get(role, ("", ""))
    codes = [base] if base else []
    codes.extend(code for flag, code in _WEIGHTS if flag in weight and code not in codes)
    if colour and hues:
        codes.append(colour)
    return ";".join(codes)
