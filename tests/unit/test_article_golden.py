"""Whole articles, line by line. ``python tests/unit/test_article_golden.py`` writes them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_reader.article.build import build
from tui_reader.article.charset import decode
from tui_reader.article.layout import lay_out
from tui_reader.cli.paint import paint

PAGES = Path(__file__).parents[1] / "data" / "html"
WIDTHS = (28, 72)


def drawn(page: Path, width: int) -> str:
    document = build(decode(page.read_bytes()), base="https://e.example/post/")
    return paint(lay_out(document, width), plain=True) + "\n"


def golden(page: Path, width: int) -> Path:
    return page.with_suffix(f".{width}.txt")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda page: page.stem)
def test_an_article_is_laid_out_as_it_was_judged_good(page: Path, width: int):
    assert drawn(page, width) == golden(page, width).read_text("utf-8")


if __name__ == "__main__":
    for path in PAGES.glob("*.html"):
        for cells in WIDTHS:
            golden(path, cells).write_text(drawn(path, cells), "utf-8")
