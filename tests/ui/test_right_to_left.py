"""Hebrew on the screen: in the order of the cells, or left to the terminal, as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import at_desk, fill, post, two_blogs
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_reader.config import Config, SyncConfig, UiConfig
from tui_reader.ui.widgets.cell_order import strip_in_cell_order

if TYPE_CHECKING:
    from tui_reader.reader import Reader

BOLD = Style(bold=True)


def in_order(*texts: str) -> str:
    return strip_in_cell_order(Strip([Segment(text, BOLD) for text in texts])).text


def test_the_columns_of_a_row_keep_their_places() -> None:
    assert in_order(" ", "•", " ", "שלום", "   ", "3d") == " • םולש   3d"


def test_signs_before_a_title_stay_before_it() -> None:
    assert in_order(" ▸ בלוג", "  ", "12") == " ▸ גולב  12"


def test_the_facts_of_a_byline_keep_their_order() -> None:
    assert in_order("   בלוג · news · 4 min") == "   גולב · news · 4 min"


def test_a_strip_without_such_text_is_the_same_strip() -> None:
    strip = Strip([Segment("• plain …")])
    assert strip_in_cell_order(strip) is strip


async def hebrew(reader: Reader) -> None:
    await two_blogs(reader)
    html = "<p>שלום לכל העולם</p><ul><li>פריט</li></ul>"
    entry = post("כותרת בעברית", hours=0.5, html=html)
    await fill(reader, "https://he.example/feed", "בלוג", entry)


async def test_b_turns_the_order_off_and_on(reader: Reader) -> None:
    await hebrew(reader)
    config = Config(sync=SyncConfig(on_start=False), ui=UiConfig(bidi="on"))
    async with at_desk(reader, config=config) as desk:
        await desk.press("g", "enter")
        assert "םלועה לכל םולש" in "\n".join(desk.lines)
        assert "תירבעב תרתוכ" in "\n".join(desk.lines)
        await desk.press("B")
        assert "שלום לכל העולם" in "\n".join(desk.lines)
        assert "כותרת בעברית" in "\n".join(desk.lines)


async def test_a_click_on_a_word_finds_the_link_that_is_drawn_there(reader: Reader) -> None:
    await two_blogs(reader)
    html = '<p>שלום <a href="https://link.example/">קישור</a> עולם</p>'
    await fill(reader, "https://he.example/feed", "בלוג", post("א", hours=0.5, html=html))
    config = Config(sync=SyncConfig(on_start=False), ui=UiConfig(bidi="on"))
    async with at_desk(reader, config=config, size=(120, 36)) as desk:
        await desk.press("g", "enter")
        article = desk.screen.article
        line = next(n for n, each in enumerate(article._layout.lines) if "קישור" in each.text)
        drawn = "".join(span.text for span in article._shown(line))
        x = article._left + drawn.index("רושיק")
        await desk.pilot.click(article, offset=(x, line - article._top))
        assert article.focused_link == "https://link.example/"
