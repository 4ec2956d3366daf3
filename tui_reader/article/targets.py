"""Where a link may lead: the rules for ``href`` and ``src`` inside an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui_reader import urls
from tui_reader.clean import clean_line
from tui_reader.errors import UsageError

_PLAIN = re.compile(r"https?://[a-z0-9.\-]+(?::\d{1,5})?(?:/[!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*)?")
"""Addresses that are safe as they stand: by far the most."""
_INERT = re.compile(r"(?:javascript|data|vbscript|about|blob):", re.IGNORECASE)
_FOREIGN = re.compile(r"[\s\"<>\\^`{|}]")
"""What RFC 3986 has no place for; what is beyond ASCII is an IRI's right."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A resolved address; fields as in ``blocks.Link``."""

    url: str
    shown: str
    fragment: str = ""
    repaired: bool = False


def resolve_target(base: str, href: str) -> Target | None:
    """Resolve an address; None for scripts, embedded data and what is empty.

    One with a control inside, a line end among them, is shown and makes no link of the terminal's.
    """
    if _PLAIN.fullmatch(href) and "&#" not in href:
        fragment = _own_fragment(base, href)
        return Target(url=href, shown=href, fragment=fragment)
    is_broken = urls.is_broken(href)
    href = clean_line(href.strip())
    compact = re.sub(r"[\s\ufffd]+", "", href)
    if not compact or _INERT.match(compact):
        return None
    if href.startswith("#"):
        return Target(url="", shown=href, fragment=href[1:]) if len(href) > 1 else None
    absolute = urls.resolve(base, href) or href
    if _INERT.match(absolute):
        return None
    try:
        url = "" if is_broken else urls.openable(absolute)
    except UsageError:
        url = ""
    if not url:
        return Target(url="", shown=clean_line(urls.display(absolute), limit=2000))
    return Target(
        url=url,
        shown=urls.readable(url),
        fragment=_own_fragment(base, url),
        repaired=_FOREIGN.search(href.strip()) is not None,
    )


def _own_fragment(base: str, url: str) -> str:
    """Give the fragment of an address that leads into the very page at ``base``."""
    if "#" not in url or not base:
        return ""
    page, _, fragment = url.partition("#")
    return fragment if page == base.partition("#")[0] else ""
