"""``blogread render`` prints what the article pane shows, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pane import at_pane, entry

from tui_reader.article.charset import decode
from tui_reader.cli.render import render

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
        lines = pane.view._layout.lines
        head = next(n for n, line in enumerate(lines) if line.block)
        shown = [line.text.rstrip() for line in lines[head:]]
    printed = render(html, width=width, base=BASE, plain=True).split("\n")
    if any(line.scrolls for line in lines):
        # The pane scrolls wide code sideways; print folds it. All else is the same.
        assert [text for text in printed if text in shown] == [
            text for text in shown if text in printed
        ]
    else:
        assert printed == shown
