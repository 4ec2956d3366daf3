"""OPML ⇄ subscriptions.

The reader is a scanner of our own: it knows no entities but XML's and HTML's own and no external
anything, needs no stack of calls for nested outlines, and goes on behind a line that is broken.
Source: OPML 2.0, http://opml.org/spec2.opml
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from tui_reader.clean import clean_line
from tui_reader.errors import UsageError
from tui_reader.model.feed import HANDBOOK_URL, Subscription
from tui_reader.parse import plain
from tui_reader.parse.encoding import decode
from tui_reader.parse.subscriptions import Gathered
from tui_reader.urls import display, feed_url, is_web, without_userinfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.model.feed import FolderPath

MAX_OUTLINES = 100_000
MAX_DEPTH = 16
"""Folders beyond this depth are merged into the last one that counts."""
NAMESPACE = "https://blogread.org/opml"

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z_][\w:.\-]*)"
    r"(?P<attrs>(?:[^\"'<>]++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
_LOOSE_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z_][\w:.\-]*)"
    r"(?P<attrs>(?:[^\"'<>\n]++|\"[^\"\n]*+\"|'[^'\n]*+')*+)>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z_][\w:.\-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))")
_SKIPPED = re.compile(
    r"<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)|"
    r"<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\]\s*+)?>",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:opml|outline|body)\b", re.IGNORECASE)
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_FEED_TYPES = frozenset({"rss", "atom", "link", "include"})
_NO_FEEDS = {
    "vfolder": "a search folder of another reader",
    "newsbin": "a news bin of another reader",
    "rule": "a rule of another reader",
    "script": "a script",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlDocument:
    """A list of subscriptions."""

    title: str = ""
    subscriptions: tuple[Subscription, ...] = ()
    """Each feed once, with every folder it is in."""
    folders: tuple[FolderPath, ...] = ()
    """Every folder, the empty ones too, each after its parent."""
    refused: tuple[str, ...] = ()
    """A sentence for each line or outline that was left out."""


@dataclass(slots=True)
class _Open:
    """An outline whose end tag is awaited."""

    path: FolderPath
    skipped: bool


def looks_like_opml(data: bytes) -> bool:
    """Whether these bytes are meant as OPML."""
    return _ROOT.search(decode(data[:8192])) is not None


def parse_opml(data: bytes) -> OpmlDocument:
    """Read a list; what cannot be read is named in ``refused``, all else is kept.

    Raises:
        UsageError: There is nothing of OPML in it.
    """
    text = decode(data)
    if _ROOT.search(text) is None:
        raise UsageError(
            "This file is no OPML: it has no outlines.",
            hint="Export the subscriptions of the other reader as OPML, and import that file.",
        )
    scan = _Scan(text)
    scan.run()
    return OpmlDocument(
        title=scan.title,
        subscriptions=scan.gathered.subscriptions(),
        folders=scan.gathered.folders(),
        refused=tuple(scan.gathered.refused),
    )


def write_opml(document: OpmlDocument) -> str:
    """Write a list as OPML 2.0; the same list always gives the same text.

    A feed in several folders stands in each. Userinfo of addresses is left out: lists get shared.
    """
    tree: dict[FolderPath, list[FolderPath]] = {(): []}
    for path in (*document.folders, *(p for s in document.subscriptions for p in s.folders)):
        for depth in range(1, len(path) + 1):
            if path[:depth] not in tree:
                tree[path[:depth]] = []
                tree[path[: depth - 1]].append(path[:depth])
    feeds: dict[FolderPath, list[Subscription]] = {path: [] for path in tree}
    for subscription in document.subscriptions:
        for path in subscription.folders or ((),):
            feeds[path].append(subscription)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:blogread="{NAMESPACE}">',
        "  <head>",
        f"    <title>{_escaped(document.title)}</title>",
        "  </head>",
        "  <body>",
        *_outlines(tree, feeds),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _outlines(
    tree: dict[FolderPath, list[FolderPath]], feeds: dict[FolderPath, list[Subscription]]
) -> Iterable[str]:
    """Give the lines of all folders and feeds, folders first, without recursion."""
    waiting: list[FolderPath | str] = [()]
    while waiting:
        path = waiting.pop()
        if isinstance(path, str):
            yield path
            continue
        indent = "  " * (len(path) + 2)
        closing = [
            f"{indent}{_feed_outline(feed)}" for feed in sorted(feeds[path], key=_shown_order)
        ]
        if path:
            inside = bool(closing or tree[path])
            folder_indent = indent[2:]
            name = _attribute(path[-1])
            yield f"{folder_indent}<outline text={name}{'' if inside else '/'}>"
            if inside:
                closing.append(f"{folder_indent}</outline>")
        waiting.extend(reversed(closing))
        waiting.extend(reversed(tree[path]))


def _shown_order(subscription: Subscription) -> tuple[str, str]:
    return (subscription.title or subscription.feed_title).casefold(), subscription.url


def _feed_outline(subscription: Subscription) -> str:
    url = without_userinfo(subscription.url)
    shown = subscription.title or subscription.feed_title or url
    parts = [f'type="rss" text={_attribute(shown)} title={_attribute(shown)}']
    parts.append(f"xmlUrl={_attribute(url)}")
    if subscription.site_url:
        parts.append(f"htmlUrl={_attribute(without_userinfo(subscription.site_url))}")
    if subscription.title:
        parts.append(f"blogread:feedTitle={_attribute(subscription.feed_title)}")
    elif not subscription.feed_title:
        parts.append('blogread:untitled="true"')
    return f"<outline {' '.join(parts)}/>"


def _attribute(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", clean_line(text)))


def _escaped(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", clean_line(text)))[1:-1]


class _Scan:
    """One pass over a document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.title = ""
        self.gathered = Gathered()
        self.outlines = 0
        self.open: list[_Open] = []
        self.ours = NAMESPACE in text[:2000]
        self._line_of = (0, 1)

    def run(self) -> None:
        place = 0
        while (place := self.text.find("<", place)) >= 0:
            if skipped := _SKIPPED.match(self.text, place):
                place = max(skipped.end(), place + 1)
                continue
            tag = _TAG.match(self.text, place) or _LOOSE_TAG.match(self.text, place)
            if tag is None:
                self._broken(place)
                place += 1
                continue
            if not self._tag(tag):
                return
            place = tag.end()
        if self.open:
            self.gathered.refuse(
                0, "The list breaks off before its end; what came before was kept."
            )

    def _tag(self, tag: re.Match[str]) -> bool:
        name = tag["name"].rpartition(":")[2].lower()
        if name == "title" and not tag["end"] and not self.title:
            self.title = self._head_title(tag.end())
        if name != "outline":
            return True
        if tag["end"]:
            if self.open:
                self.open.pop()
            return True
        self.outlines += 1
        if self.outlines > MAX_OUTLINES:
            self.gathered.refuse(
                self._line(tag.start()),
                f"the list has more than {MAX_OUTLINES:,} outlines; the rest was left out.",
            )
            return False
        attrs = tag["attrs"]
        self._outline(_attributes(attrs), tag.start(), leaf=attrs.rstrip().endswith("/"))
        return True

    def _head_title(self, start: int) -> str:
        return self._name(plain.decoded_once(self.text[start : self.text.find("<", start)]))

    def _name(self, text: str) -> str:
        """Clean a name; in our own lists an entity that is left is meant as it stands."""
        return clean_line(text, limit=500) if self.ours else plain.line(text, limit=500)

    def _outline(self, attrs: dict[str, str], place: int, *, leaf: bool) -> None:
        parent = self.open[-1] if self.open else _Open((), skipped=False)
        name = self._name(attrs.get("text") or attrs.get("title") or "")
        kind = attrs.get("type", "").strip().lower()
        url = (attrs.get("xmlurl") or "").strip()
        path, skipped = parent.path, parent.skipped
        if not skipped and kind in _NO_FEEDS:
            self._refuse(place, name, f"it is {_NO_FEEDS[kind]}")
            skipped = True
        elif not skipped and (url or (kind in _FEED_TYPES and (leaf or attrs.get("url")))):
            self._feed(attrs, place, name=name, kind=kind, path=path)
        elif not skipped and name:
            path = (*path, name) if len(path) < MAX_DEPTH else path
            self.gathered.add_folder(path)
        if not leaf:
            self.open.append(_Open(path, skipped))

    def _feed(
        self, attrs: dict[str, str], place: int, *, name: str, kind: str, path: FolderPath
    ) -> None:
        url = (attrs.get("xmlurl") or "").strip()
        if not url and kind in {"link", "include"}:
            what = "a link to a page" if kind == "link" else "a link to another list"
            self._refuse(place, name or attrs.get("url", ""), f"it is {what}, not a feed")
            return
        url = url or (attrs.get("url") or "").strip()
        if not url:
            self._refuse(place, name, "it has no address")
            return
        try:
            address = self._address(url)
        except UsageError:
            self._refuse(place, name or display(url), f"“{display(url)[:120]}” is no web address")
            return
        self.gathered.add(
            self._subscription(attrs, name, address),
            folders=_folders(attrs.get("category", ""), path),
        )

    def _subscription(self, attrs: dict[str, str], name: str, url: str) -> Subscription:
        """Tell the user's own title from the feed's, where the list knows the difference."""
        original = self._name(attrs.get("title") or "")
        user_title, feed_title = "", name
        if self.ours and "blogread:feedtitle" in attrs:
            user_title, feed_title = name, self._name(attrs["blogread:feedtitle"])
        elif self.ours and "blogread:untitled" in attrs:
            feed_title = ""
        elif original and original != name:
            user_title, feed_title = name, original
        site = attrs.get("htmlurl", "").strip()
        return Subscription(
            url=url,
            title=user_title,
            feed_title=feed_title,
            site_url=site if is_web(site) else "",
        )

    def _address(self, url: str) -> str:
        """Accept web addresses; from our own lists the Handbook and local files, too."""
        if url == HANDBOOK_URL:
            return url
        address = feed_url(url)
        if not is_web(address) and not self.ours:
            raise UsageError("A list of another program names a file of this machine.")
        return address

    def _refuse(self, place: int, name: str, reason: str) -> None:
        self.gathered.refuse(
            self._line(place), f"“{clean_line(name, limit=80)}” was left out: {reason}."
        )

    def _broken(self, place: int) -> None:
        """Name a place that is no tag, where it was meant as an outline."""
        if self.text.startswith(("<outline", "</outline", "<OUTLINE"), place):
            shown = clean_line(self.text[place : place + 60].partition("\n")[0], limit=60)
            self.gathered.refuse(self._line(place), f"this outline cannot be read: {shown}")

    def _line(self, place: int) -> int:
        """Count lines from where the last count ended."""
        start, line = self._line_of if place >= self._line_of[0] else (0, 1)
        line += self.text.count("\n", start, place)
        self._line_of = (place, line)
        return line


def _attributes(text: str) -> dict[str, str]:
    """Read attributes in any case; the first of a name counts."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), plain.decoded_once(value))
    return found


def _folders(category: str, path: FolderPath) -> tuple[FolderPath, ...]:
    """Give the folders of a feed: where it stands, and OPML 2.0's ``category="/a/b,/c"``."""
    named: list[FolderPath] = []
    for part in category.split(","):
        if part.strip().startswith("/"):
            names = tuple(clean_line(name, limit=200) for name in part.split("/"))
            named.append(tuple(name for name in names if name)[:MAX_DEPTH])
    if not path and named:
        return tuple(dict.fromkeys(named))
    return tuple(dict.fromkeys([path, *named]))
