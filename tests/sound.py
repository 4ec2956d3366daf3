"""What must hold of every article at every width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.direction import in_cell_order
from tui_reader.article.galley import compose
from tui_reader.article.layout import set_lines
from tui_reader.article.text import markdown
from tui_reader.cells import cell_len
from tui_reader.cli.paint import paint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.article.blocks import Document
    from tui_reader.article.lines import Layout

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def assert_sound(document: Document, widths: Iterable[int]) -> None:
    """Lay a document out, folded as in the pane and open as in print, and look at every line."""
    galley = compose(document)
    assert not CONTROLS.search(markdown(document))
    for width in widths:
        _assert_lines(set_lines(galley, width, folded=galley.folded), width)
        layout = set_lines(galley, width)
        _assert_lines(layout, width)
        _assert_places(layout)
        _assert_print(layout, width)


def _assert_lines(layout: Layout, width: int) -> None:
    for number, line in enumerate(layout.lines):
        assert line.scrolls or cell_len(line.text) <= width, line
        assert not CONTROLS.search(line.text)
        assert "\n" not in line.text
        ordered = sum(cell_len(span.text) for span in in_cell_order(layout, number))
        assert line.scrolls or ordered <= width


def _assert_places(layout: Layout) -> None:
    assert all(0 <= line <= len(layout.lines) for line in layout.anchors.values())
    assert all(place.link < len(layout.links) for place in layout.places())


def _assert_print(layout: Layout, width: int) -> None:
    """``blogread render`` prints the lines of the layout, those that scroll folded."""
    printed = paint(layout, plain=True)
    assert not CONTROLS.search(printed)
    lines = printed.split("\n")
    assert all(cell_len(line) <= width for line in lines)
    if not any(line.scrolls for line in layout.lines):
        shown = [line.text.rstrip() for line in layout.lines]
        first = next((number for number, text in enumerate(shown) if text), len(shown))
        assert lines == (shown[first:] or [""])
