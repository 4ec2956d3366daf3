"""``blogread render`` prints what the article pane shows: text, looks, links and order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pane import at_pane, entry

from tui_reader.article.charset import decode
from tui_reader.cli.paint import paint, wants_order
from tui_reader.cli.render import render

if TYPE_CHECKING:
    from tui_reader.ui.widgets.article_view import ArticleView

PAGES = {
    page.stem: page.read_bytes()
    for page in (Path(__file__).parents[1] / "data" / "html").glob("*.html")
}
BASE = "https://e.example/post/"


@pytest.mark.parametrize("width", [34, 72])
@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES.keys())
async def test_print_is_what_the_pane_shows(html: bytes, width: int):
    async with at_pane((width + 5, 30), measure=width) as pane:
        await pane.show(entry(html=decode(html), html_base=BASE, url=""))
        pane.view.find("details that are open", start=0)  # print folds nothing away
        await pane.settle()
        layout = pane.view.layout_shown
        assert drawn(pane.view) == [
            None if line.scrolls else line.text.rstrip() for line in layout.lines
        ]
    head = next(number for number, line in enumerate(layout.lines) if line.block)
    text = replace(layout, lines=layout.lines[head:])
    for plain in (True, False):
        shown = paint(text, plain=plain, ordered=wants_order())
        assert render(html, width=width, base=BASE, plain=plain) == shown


def drawn(view: ArticleView) -> list[str | None]:
    """Give the lines as they are drawn, page by page; None for those that scroll sideways."""
    lines = view.layout_shown.lines
    texts: list[str | None] = []
    view.move("move.top")
    while len(texts) < len(lines):
        strips = view.render_lines(view.size.region)[len(texts) - view._top :]
        for line, strip in zip(lines[len(texts) :], strips, strict=False):
            text = strip.text[view._left : -1].rstrip()
            texts.append(None if line.scrolls else text)
        view.move("move.page-down")
    return texts
