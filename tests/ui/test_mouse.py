"""The mouse: a click puts the cursor, a second opens, the wheel only scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import at_desk, fill, post, two_blogs

from tui_reader.commands import Pane

if TYPE_CHECKING:
    from tui_reader.reader import Reader


async def test_a_click_puts_the_cursor_and_a_second_one_opens(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.pilot.click("#entries", offset=(5, 5))
        await desk.settle()
        assert desk.title == "Tide 2"
        assert (await reader.care.status()).unread == 6
        await desk.pilot.click("#entries", offset=(5, 5), times=2)
        await desk.settle()
        assert desk.screen.place is Pane.ARTICLE
        assert (await reader.care.status()).unread == 5


async def test_a_click_on_the_sign_unfolds_a_feed(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        row = next(at for at, line in enumerate(desk.lines) if "▸ Harbour Log" in line)
        await desk.pilot.click("#feeds", offset=(1, row - 1))
        await desk.settle()
        assert "▾ Harbour Log" in desk.text


async def test_the_wheel_scrolls_and_marks_nothing(reader: Reader) -> None:
    posts = [post(f"Post {n:03}", hours=n) for n in range(150)]
    await fill(reader, "https://m.example/feed", "Many", *posts)
    async with at_desk(reader) as desk:
        for _ in range(9):
            desk.screen.entries.scroll_lines(3)
        await desk.settle()
        assert "Post 000" not in "\n".join(line[28:66] for line in desk.lines)
        assert desk.title == "Post 000"
        assert (await reader.care.status()).unread == 150
        await desk.press("j")
        assert "Post 001" in "\n".join(line[28:66] for line in desk.lines)
