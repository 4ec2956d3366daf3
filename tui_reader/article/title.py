"""A text that begins with its own title: the pane's head has that already."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.article.blocks import Figure, Heading, LineBreak, Paragraph, Run
from tui_reader.article.flows import plain
from tui_reader.wording.phrases import same_words

if TYPE_CHECKING:
    from tui_reader.article.blocks import Block, Document, Inline


def without_title(document: Document, title: str) -> Document:
    """Leave out a first heading, or line, that is the title word for word.

    A picture may stand before it. What links somewhere or is all there is stays, and so do its
    anchors, on what follows.
    """
    blocks = document.blocks
    at = 1 if blocks and isinstance(blocks[0], Figure) else 0
    if len(blocks) < at + 2 or not _is_title(blocks[at], title):
        return document
    anchors = getattr(blocks[at], "anchors", ())
    following = blocks[at + 1]
    if anchors:
        if not isinstance(following, Paragraph | Heading):
            return document
        moved = tuple(replace(anchor, offset=0) for anchor in anchors)
        following = replace(following, anchors=(*moved, *following.anchors))
    return replace(document, blocks=(*blocks[:at], following, *blocks[at + 2 :]))


def _is_title(block: Block, title: str) -> bool:
    if not isinstance(block, Heading | Paragraph) or not all(map(_is_text, block.inlines)):
        return False
    return same_words(plain(block.inlines), title)


def _is_text(item: Inline) -> bool:
    return isinstance(item, LineBreak) or (isinstance(item, Run) and item.link is None)
