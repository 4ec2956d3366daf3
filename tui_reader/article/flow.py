"""The state of a build: where text goes while the tree is walked.

``Flow`` collects text into runs, runs into paragraphs, paragraphs into the block that is
open. It knows no element; the modules beside it do, as handlers:

A handler is called when the walk enters its element. It returns None (walk the children),
``SKIP`` (leave them out) or what to call once the children are done.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from tui_reader.article.blocks import (
    MAX_DEPTH,
    Anchor,
    Blocks,
    Figure,
    LineBreak,
    Link,
    Paragraph,
    Picture,
    Run,
    Weight,
)
from tui_reader.article.flows import count_words, only_pictures, parted, trim
from tui_reader.article.targets import resolve_target
from tui_reader.clean import clean_block
from tui_reader.dom import Element

if TYPE_CHECKING:
    from tui_reader.article.blocks import Anchors, Block, Inline, Inlines
    from tui_reader.article.lists import OpenDefinitions, OpenList
    from tui_reader.article.tables import OpenTable

Leave = Callable[["Flow"], None]
"""What a handler wants done after the children."""


class Skip:
    """The type of ``SKIP``."""


SKIP: Final = Skip()
Handler = Callable[["Flow", Element], "Leave | Skip | None"]

_SPACE = re.compile("[ \t\n\f\r]+")
_BETWEEN_IDEOGRAPHS = re.compile(
    "(?<=[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef])"
    "[ \t\r]*\n[ \t\r\n]*"
    "(?=[\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef])"
)
_KEPT_SPACE = re.compile("[\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""What Python takes for white space and HTML does not."""


class Flow:
    """A document in the making."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.out: list[Block] = []
        """Blocks of the innermost open container."""
        self.depth = 0
        self.weight = Weight.PLAIN
        self.link: int | None = None
        self.links: list[Link] = []
        self.words = 0
        self.language = ""
        self._link_ids: dict[tuple[str, str], int] = {}
        self._targets: dict[str, int | None] = {}
        self._numbered = 0
        self._outer: list[list[Block]] = []
        self._runs: list[Inline] = []
        self._buffer: list[str] = []
        self._after_space = True
        self._length = 0
        self._anchors: list[Anchor] = []
        self._names: dict[str, str] = {}
        """Of anchors, each only once: a link has the name of what it leads to."""
        self._has_text = False
        # What the handlers' modules have open, innermost last.
        self.lists: list[OpenList] = []
        self.definitions: list[OpenDefinitions] = []
        self.tables: list[OpenTable] = []
        self.summaries: list[list[tuple[Inlines, Anchors]]] = []
        self.quotes = 0
        self.in_display = False
        """Formulas stand on lines of their own."""
        self.expanded: set[tuple[str, str]] = set()
        self.last_picture = ""

    # Text

    def text(self, data: str) -> None:
        """Add text as HTML shows it: runs of white space are one blank."""
        text = collapse(data)
        if text == " ":
            if not self._after_space:
                self._buffer.append(" ")
                self._length += 1
                self._after_space = True
            return
        text = clean_block(text)
        if self._after_space and text[:1] == " ":
            text = text[1:]
        if text:
            if not self._buffer and text[0].isalnum() and self._is_after_picture:
                text = f" {text}"
            self._buffer.append(text)
            self._length += len(text)
            self._has_text = True
            self._after_space = text[-1] == " "

    @property
    def _is_after_picture(self) -> bool:
        return bool(self._runs) and isinstance(self._runs[-1], Picture)

    def inline(self, item: Inline) -> None:
        """Add anything but text to the line."""
        self._close_run()
        self._runs.append(item)
        self._after_space = isinstance(item, LineBreak)
        self._has_text = self._has_text or not isinstance(item, LineBreak)
        self._length += 1

    def anchor(self, name: str) -> None:
        """Remember that a link may lead to here."""
        name = self._names.setdefault(name, name)
        self._anchors.append(Anchor(name, self._length))

    def _close_run(self) -> None:
        if self._buffer:
            self._runs.append(Run("".join(self._buffer), self.weight, self.link))
            self._buffer = []

    def set_weight(self, weight: Weight) -> Weight:
        """Give text from here on this weight; returns the one before."""
        before = self.weight
        if weight is not before:
            self._close_run()
            self.weight = weight
        return before

    def add_weight(self, weight: Weight) -> Leave:
        """Make text stand out until the element ends."""
        before = self.set_weight(self.weight | weight)

        def leave(flow: Flow) -> None:
            flow.set_weight(before)

        return leave

    def set_link(self, link: int | None) -> int | None:
        """Make text from here on a link, or none; returns the one before."""
        before = self.link
        if link != before:
            self._close_run()
            self.link = link
        return before

    # Blocks

    def flush(self) -> None:
        """End the paragraph: what was collected becomes a block."""
        if not self._has_text:
            if self._buffer or self._runs:
                self._runs, self._buffer = [], []
            self._after_space = True
            self._length = 0
            if self._anchors:
                self._anchors = [Anchor(anchor.name) for anchor in self._anchors]
            return
        self._close_run()
        inlines, anchors = trim(self._runs), tuple(self._anchors)
        self._runs, self._anchors = [], []
        self._has_text, self._after_space, self._length = False, True, 0
        if not inlines:
            return
        for part, named in parted(inlines, anchors):
            pictures = only_pictures(part)
            if pictures:
                self.out.append(Figure(pictures, (), named))
            else:
                self.words += count_words(part)
                self.out.append(Paragraph(part, named))

    def add(self, block: Block) -> None:
        """Add a block after what was collected."""
        self.flush()
        self.out.append(block)

    def take_anchors(self) -> Anchors:
        """Give the anchors that wait for the next block."""
        anchors, self._anchors = tuple(self._anchors), []
        return anchors

    def give_back(self, anchors: Anchors) -> None:
        """Let anchors that were taken wait again."""
        self._anchors[:0] = anchors

    def nest(self, done: Callable[[Flow, Blocks], None]) -> Leave:
        """Collect blocks apart until the element ends, then give them to ``done``.

        Too deep, there is no nesting: the blocks go where they would without the element.
        """
        self.flush()
        if self.depth >= MAX_DEPTH:
            return Flow.flush
        self._outer.append(self.out)
        self.out = []
        self.depth += 1

        def leave(flow: Flow) -> None:
            flow.flush()
            blocks = tuple(flow.out)
            flow.out = flow._outer.pop()
            flow.depth -= 1
            done(flow, blocks)

        return leave

    # Links

    def link_to(self, href: str) -> int | None:
        """Give the index of the link to this address; None where there is nothing to show."""
        known = self._targets.get(href, -1)
        if known != -1:
            return known
        target = resolve_target(self.base, href)
        number: int | None = None
        if target is not None:
            key = (target.shown, target.fragment)
            number = self._link_ids.get(key)
            if number is None:
                number = self._link_ids[key] = len(self.links)
                self._numbered += not target.fragment
                fragment = self._names.setdefault(target.fragment, target.fragment)
                self.links.append(
                    Link(
                        url=target.url,
                        shown=target.shown,
                        fragment=fragment,
                        number=0 if target.fragment else self._numbered,
                        repaired=target.repaired,
                    )
                )
        self._targets[href] = number
        return number


def collapse(data: str) -> str:
    """Make each run of HTML's white space one blank; a line's end between ideographs is none.

    Source: CSS Text 3 §4.1.2, segment break transformation.
    """
    if not data.isascii() and "\n" in data:
        data = _BETWEEN_IDEOGRAPHS.sub("", data)
    if _KEPT_SPACE.search(data):
        return _SPACE.sub(" ", data)
    # Splitting is several times faster than the pattern, and text is most of a document.
    text = " ".join(data.split())
    if not text:
        return " " if data else ""
    return f"{' ' if data[0].isspace() else ''}{text}{' ' if data[-1].isspace() else ''}"
