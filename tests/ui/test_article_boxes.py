"""Boxes of pictures that proved wrong are set anew, but nothing moves that is seen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from pane import Sitting, at_pane, entry

from tui_reader.model.picture import PictureView, Size
from tui_reader.ui.widgets.article_view import ArticleView
from tui_reader.ui.widgets.picture_painter import Painter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.model.feed import FeedId
    from tui_reader.model.picture import PictureWish

SMALL = "https://e.example/small.png"
TALL = "https://e.example/tall.png"
LOST = "https://e.example/lost.png"
SIZES = {SMALL: Size(160, 80), TALL: Size(320, 800)}
MANY = "".join(f"<p>Paragraph {n}.</p>" for n in range(12))


class Gallery:
    """Has pictures whose sizes nobody knows before they were seen, and may be slow."""

    def __init__(self) -> None:
        self.known: dict[str, Size] = {}
        self.asked: list[PictureWish] = []
        self.is_open = asyncio.Event()
        self.is_open.set()

    def size(self, url: str) -> Size | None:
        return self.known.get(url)

    async def view(self, wish: PictureWish, feed_id: FeedId) -> PictureView | None:
        await self.is_open.wait()
        self.asked.append(wish)
        natural = SIZES.get(wish.url)
        if natural is None:
            return None
        self.known[wish.url] = natural
        scale = min(wish.width / natural.width, wish.height * 8 / natural.height, 1 / 8)
        size = Size(round(natural.width * scale), round(natural.height * scale))
        return PictureView(
            size=size, natural=natural, opaque=True, data=bytes(3 * size.width * size.height)
        )


@pytest.fixture
async def pane():
    async with at_pane() as sitting:
        sitting.view.draw_pictures(Painter(Gallery()))
        yield sitting


def gallery(pane: Sitting) -> Gallery:
    return pane.view._painter._source


def boxes(pane: Sitting) -> list[tuple[int, int]]:
    return [(place.columns, place.rows) for place in pane.view.layout_shown.pictures]


async def until(pane: Sitting, condition: Callable[[], object]) -> None:
    for _ in range(300):
        await pane.pilot.pause()
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(pane.text())


async def show(pane: Sitting, html: str, number: int = 1) -> None:
    """Show an article; its pictures may be waited for."""
    pane.view.show(entry(number, html=html))
    await until(pane, lambda: pane.app.heard(ArticleView.Rendered))
    pane.app.told.clear()


async def look(pane: Sitting) -> None:
    """Let the pane look for its pictures once more, after all that was asked for came."""
    await until(pane, lambda: gallery(pane).known and not pane.view._asked)
    pane.view._look_for_pictures()
    await pane.settle()


def picture(url: str) -> str:
    return f"<img src={url} alt='A picture'>"


async def test_a_box_below_is_right_before_it_is_seen(pane: Sitting):
    gallery(pane).is_open.clear()
    await show(pane, MANY + picture(SMALL) + MANY)
    (guessed,) = boxes(pane)
    seen = pane.screen()
    gallery(pane).is_open.set()
    await until(pane, lambda: boxes(pane) == [(20, 5)])
    assert guessed[1] > 5
    assert pane.screen() == seen
    await until(pane, lambda: pane.view._painter.row(pane.view.layout_shown.pictures[0], 4, None))


async def test_a_box_in_sight_stays_and_is_right_once_it_was_out_of_sight(pane: Sitting):
    await show(pane, picture(SMALL) + MANY + MANY)
    (guessed,) = boxes(pane)
    await look(pane)
    assert boxes(pane) == [guessed]

    pane.view._go_to(30)
    seen = pane.screen()
    await until(pane, lambda: boxes(pane) == [(20, 5)])
    assert pane.screen() == seen
    assert pane.view.place == 30 - (guessed[1] - 5)


async def test_boxes_are_not_looked_at_again_while_nothing_new_is_known(
    pane: Sitting, monkeypatch: pytest.MonkeyPatch
):
    await show(pane, picture(SMALL) + MANY + MANY)
    await look(pane)
    asked: list[str] = []
    monkeypatch.setattr(gallery(pane), "size", asked.append)
    pane.view._go_to(1)
    await look(pane)
    assert asked == []


async def test_a_box_that_goes_on_below_the_screen_gets_its_true_end(pane: Sitting):
    gallery(pane).is_open.clear()
    await show(pane, MANY + picture(SMALL) + MANY)
    line = pane.view.layout_shown.pictures[0].line
    pane.view._go_to(line - pane.view.size.height + 2)
    seen = pane.screen()[:-2]
    gallery(pane).is_open.set()
    await until(pane, lambda: boxes(pane) == [(20, 5)])
    await until(pane, lambda: "▀" in pane.text())
    assert pane.screen()[:-2] == seen
    assert len([wish for wish in gallery(pane).asked if wish.url == SMALL]) == 1


async def test_what_cannot_be_had_is_its_text_alone_where_nobody_sees_it(pane: Sitting):
    await show(pane, MANY + picture(LOST) + MANY)
    await until(pane, lambda: boxes(pane) == [(0, 0)])
    await show(pane, MANY, 2)
    gallery(pane).is_open.clear()
    await show(pane, MANY + picture(LOST) + MANY)
    assert boxes(pane)[0][1] > 5  # it is asked for again


async def test_several_wrong_boxes_come_right_around_the_one_in_sight(pane: Sitting):
    gallery(pane).is_open.clear()
    html = picture(SMALL) + MANY + picture(TALL) + MANY + picture(LOST) + MANY
    await show(pane, html)
    first, second, _ = pane.view.layout_shown.pictures
    pane.view._go_to(second.line - 2)
    gallery(pane).is_open.set()
    await until(pane, lambda: boxes(pane)[0] == (20, 5) and boxes(pane)[2] == (0, 0))
    assert boxes(pane)[1] == (second.columns, second.rows)
    assert pane.view.place == second.line - 2 - (first.rows - 5)


async def test_the_chosen_link_and_the_hits_stay(pane: Sitting):
    gallery(pane).is_open.clear()
    html = picture(SMALL) + MANY + "<p>A <a href=https://e.example/x>way</a> out.</p>" + MANY
    await show(pane, html)
    pane.view._go_to(30)
    pane.view.move("link.next")
    pane.view.find("out", start=pane.view.place)
    gallery(pane).is_open.set()
    await until(pane, lambda: boxes(pane) == [(20, 5)])
    assert pane.view.focused_link == "https://e.example/x"
    assert pane.view.layout_shown.lines[pane.view._chosen.first].text.startswith("A way")
    assert pane.view.hit == (1, 1)
    assert pane.view.chosen_line == pane.view._hits.line(0)


async def test_while_letters_are_over_the_links_nothing_is_set_anew(pane: Sitting):
    gallery(pane).is_open.clear()
    html = "<p>A <a href=https://e.example/x>way</a>.</p>" + MANY + picture(SMALL) + MANY
    await show(pane, html)
    before = boxes(pane)
    pane.view.show_hints()
    gallery(pane).is_open.set()
    await look(pane)
    assert boxes(pane) == before
    assert pane.view.hinting
