"""Headings: their text for the outline, the pictures in them before it or after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.blocks import Figure, Heading, LineBreak, Paragraph, Picture, Run
from tui_reader.article.flows import trim
from tui_reader.article.media import ICON, picture_name

if TYPE_CHECKING:
    from tui_reader.article.blocks import Anchor, Block, Blocks, Inline, Inlines
    from tui_reader.article.flow import Flow, Handler, Leave
    from tui_reader.dom import Element


def _enter_heading(flow: Flow, element: Element) -> Leave:
    level = int(element.tag[1])

    def done(flow: Flow, blocks: Blocks) -> None:
        flow.out.extend(_Parts(blocks).around(level))

    return flow.nest(done)


class _Parts:
    """What stands inside a heading, sorted.

    A picture has lines of its own, as it has in a browser unless it is a sign beside the text.
    One that is all there is, and has a text, is the heading: it leads there by that text.
    """

    def __init__(self, blocks: Blocks) -> None:
        self._text: list[Inline] = []
        self._has_text = False
        self._before: list[Block] = []
        self._after: list[Block] = []
        self._anchors: list[Anchor] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                self._anchors.extend(block.anchors)
                self._paragraph(block.inlines)
            else:
                self._beside(block)

    def around(self, level: int) -> list[Block]:
        """Give the heading with what stands before it and after it."""
        if self._has_text:
            heading = Heading(level, trim(self._text), tuple(self._anchors))
            return [*self._before, heading, *self._after]
        match self._before:
            case [Figure(pictures, (), anchors)] if all(map(_is_named, pictures)):
                return [Heading(level, pictures, (*self._anchors, *anchors))]
        return self._before

    def _paragraph(self, inlines: Inlines) -> None:
        if self._has_text:
            self._text.append(Run(" "))
        for item in inlines:
            if isinstance(item, Picture) and not _is_sign(item):
                self._beside(Figure((item,), ()))
            elif not isinstance(item, Picture) or _is_named(item):
                self._line(item)

    def _line(self, item: Inline) -> None:
        if isinstance(item, Run) and not self._text:
            # The blank beside a picture that is not in the line any more.
            item = Run(item.text.lstrip(" "), item.weight, item.link)
        self._text.append(item)
        shows = bool(item.text.strip()) if isinstance(item, Run) else item != LineBreak()
        self._has_text = self._has_text or shows

    def _beside(self, block: Block) -> None:
        (self._after if self._has_text else self._before).append(block)


def _is_sign(picture: Picture) -> bool:
    return 0 < max(picture.width, picture.height) <= ICON


def _is_named(picture: Picture) -> bool:
    """Tell a picture whose author gave it a text."""
    return picture.alt != picture_name(picture.url)


HANDLERS: dict[str, Handler] = dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _enter_heading)
