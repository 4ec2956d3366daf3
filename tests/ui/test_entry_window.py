"""The window over keyset pages: whole, in order and in place, wherever it is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import at_desk, fill, post

from tui_reader.model.query import EntryQuery, Sort
from tui_reader.ui.widgets.entry_window import MOST, PAGE, EntryWindow

if TYPE_CHECKING:
    from tui_reader.reader import Reader

MANY = 800


async def many(reader: Reader) -> None:
    """A feed of many entries, the newest is number 0."""
    posts = [post(f"Post {n:03}", hours=n) for n in range(MANY)]
    await fill(reader, "https://m.example/feed", "Many", *posts)


def titles(window: EntryWindow) -> list[str]:
    """What is at hand."""
    return [row.title for row in window.rows]


async def test_it_opens_at_the_start_and_knows_the_total(reader: Reader) -> None:
    await many(reader)
    window = EntryWindow(reader.entries, EntryQuery())
    assert await window.open() == 0
    assert (len(window.rows), window.before, window.total) == (PAGE, 0, MANY)


async def test_growing_to_the_end_and_back_keeps_order_and_place(reader: Reader) -> None:
    await many(reader)
    window = EntryWindow(reader.entries, EntryQuery())
    at = await window.open()
    while window.before + at < MANY - 1:
        at = len(window.rows) - 1
        at += await window.grow(at, at)
        assert len(window.rows) <= MOST
        assert titles(window)[0] == f"Post {window.before:03}"
    while window.before:
        at = await window.grow(0, 0)
        assert titles(window)[0] == f"Post {window.before:03}"
    assert titles(window) == sorted(titles(window))


async def test_the_end_is_reached_in_one_step(reader: Reader) -> None:
    await many(reader)
    window = EntryWindow(reader.entries, EntryQuery())
    await window.open()
    await window.to_end()
    assert window.rows[-1].title == f"Post {MANY - 1}"
    assert window.before == MANY - PAGE


async def test_it_opens_around_a_row_in_either_order(reader: Reader) -> None:
    await many(reader)
    row = (await reader.entries.page(EntryQuery(), limit=401)).rows[-1]
    for sort, before in ((Sort.NEWEST, 400), (Sort.OLDEST, MANY - 401)):
        window = EntryWindow(reader.entries, EntryQuery(sort=sort))
        at = await window.open(row)
        assert window.rows[at].id == row.id
        assert window.before + at == before


async def test_a_row_that_left_the_query_gives_its_neighbour(reader: Reader) -> None:
    await many(reader)
    rows = (await reader.entries.page(EntryQuery(), limit=3)).rows
    await reader.entries.mark([rows[1].id], read=True)
    window = EntryWindow(reader.entries, EntryQuery(unread_only=True))
    at = await window.open(rows[1])
    assert window.rows[at].title == "Post 002"


async def test_an_empty_query_is_an_empty_window(reader: Reader) -> None:
    window = EntryWindow(reader.entries, EntryQuery(starred_only=True))
    assert await window.open() == 0
    assert (window.rows, window.total) == ([], 0)


async def test_both_ends_and_a_held_key_work_through_the_screen(reader: Reader) -> None:
    await many(reader)
    async with at_desk(reader) as desk:
        await desk.press("G")
        assert desk.title == f"Post {MANY - 1}"
        assert f"{MANY} of {MANY}" in desk.lines[0]
        await desk.press("g")
        assert desk.title == "Post 000"
        for _ in range(3):
            await desk.press(*["pagedown"] * 10)
        bottom = int(desk.title.removeprefix("Post "))
        assert bottom > 100
        for _ in range(3):
            await desk.press(*["pageup"] * 10)
        await desk.press("g", "j")
        assert desk.title == "Post 001"
        assert f"2 of {MANY}" in desk.lines[0]
