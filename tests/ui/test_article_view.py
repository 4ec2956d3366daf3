"""The article pane: what it shows, how it moves, what it tells."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest
from builders import NOON
from builders import entry as content
from pane import SIZE, Sitting, at_pane, entry
from rest import resize
from textual.geometry import Offset
from textual.selection import Selection

from tui_reader.article import entry as article_entry
from tui_reader.article.build import build
from tui_reader.model.entry import EntryId, EntryRow
from tui_reader.model.feed import Author, FeedId
from tui_reader.ui.themes import PAPER
from tui_reader.ui.widgets import article_view
from tui_reader.ui.widgets.article_view import ArticleView

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.article.blocks import Document

LONG = "".join(
    f"<p>Paragraph {n} has some words in it, enough to wrap once.</p>" for n in range(60)
)
LINKS = (
    "<p><a href=https://e.example/1>one</a> and <a href=https://e.example/2>two</a>, then "
    "<a href='#end'>the end</a></p>" + LONG + "<p id=end>Here it ends.</p>"
)


def row(number: int = 1) -> EntryRow:
    return EntryRow(
        id=EntryId(number),
        feed_id=FeedId(1),
        feed_title="Blog",
        title=f"Title {number}",
        authors=(Author(name="Joe"),),
        categories=(),
        sort_at=NOON,
        minutes=3,
        excerpt="",
        url="",
        read=False,
        starred=False,
        has_enclosure=False,
    )


@pytest.fixture
async def desk():
    async with at_pane() as sitting:
        yield sitting


async def test_a_rows_head_is_shown_at_once(desk: Sitting):
    desk.view.show_row(row())
    lines = [line.strip() for line in desk.screen()]
    assert lines[1] == "Title 1"
    assert lines[2].startswith("Joe · ")
    assert lines[4] == "…"
    assert desk.view.entry_id is None


async def test_an_entry_is_shown_in_the_middle(desk: Sitting):
    await desk.show(entry(html=LONG))
    left = (SIZE[0] - 1 - 60) // 2
    assert desk.screen()[1] == " " * left + "Title 1"
    assert "Paragraph 0" in desk.text()
    assert desk.view.entry_id == 1
    assert desk.app.heard(ArticleView.Rendered)


async def test_only_the_last_of_several_entries_is_shown(desk: Sitting):
    for number in (1, 2, 3):
        desk.view.show(entry(number, html=f"<p>Text {number}"))
    await desk.settle()
    assert "Text 3" in desk.text()
    assert "Text 1" not in desk.text()


async def test_nothing_is_left_after_clear(desk: Sitting):
    await desk.show(entry())
    desk.view.clear()
    assert desk.text().strip() == ""
    assert desk.view.entry_id is None
    assert desk.view.progress == (0, 0)


@pytest.mark.parametrize(
    ("command", "top"),
    [
        ("move.down", 1),
        ("move.half-down", 12),
        ("move.page-down", 23),
        ("move.bottom", None),
    ],
)
async def test_keys_move_the_text_and_back(desk: Sitting, command: str, top: int | None):
    await desk.show(entry(html=LONG))
    before = desk.screen()
    assert desk.view.move(command)
    seen, total = desk.view.progress
    assert seen == (total if top is None else top + SIZE[1])
    assert desk.screen() != before
    assert desk.view.move(command.replace("down", "up").replace("bottom", "top"))
    assert desk.screen() == before


async def test_pages_tell_where_the_article_ends_and_begins(desk: Sitting):
    await desk.show(entry(html=LONG))
    assert not desk.view.page_up()
    pages = 0
    while desk.view.page_down():
        pages += 1
    assert pages == -(-(desk.view.progress[1] - SIZE[1]) // (SIZE[1] - 1))
    assert desk.view.at_end


async def test_the_end_is_told_once(desk: Sitting):
    await desk.show(entry(html=LONG))
    assert not desk.app.heard(ArticleView.ReachedEnd)
    desk.view.move("move.bottom")
    desk.view.move("move.top")
    desk.view.move("move.bottom")
    await desk.pilot.pause()
    (told,) = desk.app.heard(ArticleView.ReachedEnd)
    assert told.entry_id == 1


async def test_a_short_article_is_at_its_end_at_once(desk: Sitting):
    await desk.show(entry())
    await desk.pilot.pause()
    assert desk.app.heard(ArticleView.ReachedEnd)
    assert not desk.view.page_down()


async def test_the_same_entry_again_keeps_its_place(desk: Sitting):
    await desk.show(entry(html=LONG))
    desk.view.move("move.page-down")
    before = desk.screen()[2:]
    changed = entry(html=LONG.replace("Paragraph 59", "Paragraph sixty"))
    await desk.show(changed)
    assert desk.screen()[2:] == before


async def test_another_measure_keeps_the_line_that_is_read(desk: Sitting):
    await desk.show(entry(html=LONG))
    desk.view.move("move.page-down")
    first = next(line.strip() for line in desk.screen() if line)
    desk.view.measure = 40
    await desk.settle()
    assert desk.view._layout.width == 40
    shown = " ".join(line.strip() for line in desk.screen()[:3])
    assert first.split(" has ", maxsplit=1)[0] in shown


async def test_another_size_wraps_anew(desk: Sitting):
    await desk.show(entry(html=LONG))
    desk.view.move("move.page-down")
    first = next(line.strip() for line in desk.screen() if line)
    await resize(desk.pilot, 40, 20)
    await desk.settle()
    assert max(map(len, desk.screen())) <= 40
    assert first.split(" has ", maxsplit=1)[0] in " ".join(desk.screen()[:3])


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (10, 5), (200, 60)])
async def test_any_size_is_drawn(desk: Sitting, size: tuple[int, int]):
    await desk.show(entry(html=LINKS + "<pre>" + "x" * 300 + "</pre>"))
    await resize(desk.pilot, *size)
    await desk.settle()
    assert len(desk.screen()) == desk.view.size.height


async def test_wide_code_scrolls_sideways_with_an_ellipsis(desk: Sitting):
    await desk.show(entry(html="<pre>" + "0123456789" * 20 + "</pre><pre>short</pre>"))
    line = next(line for line in desk.screen() if "0123" in line)
    assert line.endswith("…")
    assert desk.view.move("move.right")
    moved = next(line for line in desk.screen() if "0123" in line)
    assert moved.strip().startswith("…")
    assert "short" in desk.text()
    while desk.view.move("move.right"):
        pass
    assert next(line for line in desk.screen() if "0123" in line).endswith("9")
    while desk.view.move("move.left"):
        pass
    assert not desk.view.move("move.left")
    assert line in desk.screen()


async def test_links_are_stepped_through_and_told(desk: Sitting):
    await desk.show(entry(html=LINKS))
    assert not desk.view.move("link.open")
    assert desk.view.move("link.next")
    assert desk.view.focused_link == "https://e.example/1"
    assert desk.view.move("link.next")
    assert desk.view.move("link.previous")
    assert not desk.view.move("link.previous")
    assert desk.view.move("link.open")
    await desk.pilot.pause()
    assert [told.url for told in desk.app.heard(ArticleView.LinkFocused)] == [
        "https://e.example/1", "https://e.example/2", "https://e.example/1",
    ]  # fmt: skip
    (chosen,) = desk.app.heard(ArticleView.LinkChosen)
    assert chosen.url == "https://e.example/1"


async def test_a_link_into_the_article_jumps_there(desk: Sitting):
    await desk.show(entry(html=LINKS))
    for _ in range(3):
        desk.view.move("link.next")
    assert desk.view.focused_link == "#end"
    assert desk.view.move("link.open")
    assert "Here it ends." in desk.text()
    await desk.pilot.pause()
    assert not desk.app.heard(ArticleView.LinkChosen)


async def test_the_chosen_link_alone_is_reversed(desk: Sitting):
    await desk.show(entry(html=LINKS))
    desk.view.move("link.next")
    strips = desk.view.render_lines(desk.view.size.region)
    reversed_text = [s.text for strip in strips for s in strip if s.style and s.style.reverse]
    assert reversed_text == ["one", "[1]"]


async def test_a_click_chooses_a_link_and_a_second_follows_it(desk: Sitting):
    await desk.show(entry(html=LINKS))
    y, line = next((y, line) for y, line in enumerate(desk.screen()) if "two[2]" in line)
    spot = (line.index("two") + 1, y)
    await desk.pilot.click(ArticleView, offset=spot)
    assert desk.view.focused_link == "https://e.example/2"
    await desk.pilot.click(ArticleView, offset=spot)
    await desk.pilot.pause()
    assert desk.app.heard(ArticleView.LinkChosen)


async def test_a_neighbour_that_was_laid_out_ahead_is_shown_at_once(desk: Sitting):
    await desk.show(entry())
    desk.view.prefetch(entry(2, html=LONG))
    await desk.settle()
    desk.view.show(entry(2, html=LONG))
    assert "Paragraph 0" in desk.text()


async def test_a_long_article_shows_its_beginning_and_then_all(desk: Sitting):
    await desk.show(entry(html=LONG * 30))
    assert "Paragraph 0" in desk.text()
    assert desk.view.move("move.bottom")
    assert "Paragraph 59" in desk.text()


@pytest.fixture
def builds(desk: Sitting, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many blocks were asked for, of each text that was built; 0 is all."""
    asked: list[int] = []

    def noting(html: str, *, base: str = "", most: int = 0) -> Document:
        asked.append(most)
        return build(html, base=base, most=most)

    monkeypatch.setattr(article_entry, "build", noting)
    return asked


@pytest.fixture
def unpainted(
    desk: Sitting, monkeypatch: pytest.MonkeyPatch
) -> asyncio.Queue[Callable[[], object]]:
    """What is to be told that the beginning is painted; nobody does so before the test."""
    waiting: asyncio.Queue[Callable[[], object]] = asyncio.Queue()
    monkeypatch.setattr(article_view, "_PAINT", 20.0)
    monkeypatch.setattr(desk.view, "call_after_refresh", waiting.put_nowait)
    return waiting


async def test_the_rest_of_a_long_article_waits_until_its_beginning_is_painted(
    desk: Sitting, builds: list[int], unpainted: asyncio.Queue[Callable[[], object]]
):
    desk.view.show(entry(html=LONG * 30))
    async with asyncio.timeout(20):
        painted = await unpainted.get()
    await asyncio.sleep(0.05)
    assert "Paragraph 0" in desk.text()
    assert builds == [60]
    painted()
    await desk.settle()
    assert builds == [60, 0]
    assert desk.view.move("move.bottom")
    assert "Paragraph 59" in desk.text()


async def test_a_beginning_comes_first_though_the_width_changed_before_it(
    desk: Sitting, builds: list[int], unpainted: asyncio.Queue[Callable[[], object]]
):
    desk.view.show(entry(html=LONG * 30))
    desk.view.measure = 50
    async with asyncio.timeout(20):
        painted = await unpainted.get()
    assert "Paragraph 0" in desk.text()
    assert 0 not in builds
    painted()
    await desk.settle()
    assert desk.view.layout_shown.width == 50
    assert desk.view.move("move.bottom")
    assert "Paragraph 59" in desk.text()


async def test_the_rest_takes_the_place_of_a_beginning_of_another_width(
    desk: Sitting, unpainted: asyncio.Queue[Callable[[], object]]
):
    desk.view.show(entry(html=LONG * 30))
    async with asyncio.timeout(20):
        painted = await unpainted.get()
    assert desk.view.move("move.half-down")
    top = desk.screen()[0]
    desk.view.measure = 20
    painted()
    await desk.settle()
    assert desk.view.layout_shown.width == 20
    assert top.split()[:2] == desk.screen()[0].split()[:2]


async def test_links_of_the_pane_are_safe_addresses(desk: Sitting):
    hostile = "<a href='https://e.example/\x1b]8;;x\x07y'>t</a><a href=ftp://e>f</a>"
    await desk.show(entry(html=f"{hostile}<a href='https://e.example/ü\u202eb'>u</a>"))
    strips = desk.view.render_lines(desk.view.size.region)
    links = {s.style.link for strip in strips for s in strip if s.style and s.style.link}
    assert links == {"https://e.example/%C3%BCb"}


async def test_no_markup_of_textual_is_read_in_a_text(desk: Sitting):
    await desk.show(entry(title="a [/] b", html="<p>[@click=app.quit]hello[/] [red]x"))
    assert "a [/] b" in desk.text()
    assert "[@click=app.quit]hello[/] [red]x" in desk.text()


async def test_a_new_theme_recolours_the_text(desk: Sitting):
    await desk.show(entry())
    before = desk.view.render_lines(desk.view.size.region)
    desk.app.theme = PAPER.name
    await desk.pilot.pause()
    after = desk.view.render_lines(desk.view.size.region)
    assert [strip.text for strip in before] == [strip.text for strip in after]
    assert [list(strip) for strip in before] != [list(strip) for strip in after]


async def test_the_mouse_selects_from_where_it_was_pressed_to_where_it_was_let_go(desk: Sitting):
    await desk.show(entry(html=f"<p>{'alpha beta gamma delta ' * 12}</p>"))
    lines = [strip.text for strip in desk.view.render_lines(desk.view.size.region)]
    row = next(y for y, line in enumerate(lines) if "beta" in line)
    region = desk.view.region
    first = region.x + lines[row].index("beta"), region.y + row
    last = region.x + lines[row + 1].index("delta"), region.y + row + 1

    await desk.pilot.mouse_down(offset=first)
    await desk.pilot.hover(offset=last)
    await desk.pilot.mouse_up(offset=last)
    await desk.pilot.press("ctrl+c")

    between = " ".join([lines[row].strip(), lines[row + 1].strip()])
    start = between.index("beta")
    selected = desk.app.screen.get_selected_text()
    assert selected is not None
    assert between[start:].startswith(selected[:-1])
    assert selected.endswith("gamma d")


async def test_only_what_is_under_the_mouse_tells_the_places_of_its_characters(desk: Sitting):
    await desk.show(entry(html="<p>some <b>words</b> here</p>"))
    y = next(y for y, line in enumerate(desk.screen()) if "words" in line)
    drawn = desk.view.render_lines(desk.view.size.region)[y]
    assert not any(segment.style and segment.style.meta for segment in drawn)
    under_mouse = desk.view.render_line(y)
    assert under_mouse.text == drawn.text
    told = [segment.style.meta.get("offset") for segment in under_mouse if segment.style]
    starts = accumulate([len(segment.text) for segment in drawn][:-2], initial=0)
    assert told == [*((start, y) for start in starts), None]  # the last is the scrollbar's


async def test_selected_text_is_copied_unwrapped_and_without_bars(desk: Sitting):
    html = f"<blockquote>{'word ' * 30}</blockquote><p>Next.</p><pre>a\n  b</pre>"
    await desk.show(entry(html=html))
    start = next(y for y, line in enumerate(desk.screen()) if "word" in line)
    selected = desk.view.get_selection(Selection(Offset(0, start), Offset(79, 23)))
    assert selected is not None
    assert selected[0] == f"{'word ' * 29}word\n\nNext.\n\na\n  b"


async def test_what_is_selected_is_reversed(desk: Sitting):
    await desk.show(entry(html="<p>some words here</p>"))
    y, line = next((y, line) for y, line in enumerate(desk.screen()) if "words" in line)
    at = line.index("words")
    desk.app.screen.selections = {desk.view: Selection(Offset(at, y), Offset(at + 5, y))}
    await desk.pilot.pause()
    strip = desk.view.render_lines(desk.view.size.region)[y]
    assert [s.text for s in strip if s.style and s.style.reverse] == ["words"]
    assert desk.app.screen.get_selected_text() == "words"


async def test_an_unknown_command_moves_nothing(desk: Sitting):
    await desk.show(entry(html=LONG))
    before = desk.screen()
    assert not desk.view.move("move.nowhere")
    assert desk.screen() == before


async def test_a_changed_content_is_not_taken_from_the_shelf(desk: Sitting):
    first = entry(html="<p>old text")
    await desk.show(first)
    changed = replace(first, content=content("k1", title="Title 1", html="<p>new text"))
    await desk.show(changed)
    assert "new text" in desk.text()
