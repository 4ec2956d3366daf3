"""Keys typed faster than the screen follows go where the keys before them have led."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import at_desk, two_blogs

from tui_reader.commands import Pane

if TYPE_CHECKING:
    from tui_reader.reader import Reader


async def test_a_key_behind_a_change_of_pane_goes_to_the_new_pane(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1", "G")
        for key in ("2", "g", "j"):
            desk.app.simulate_key(key)
        await desk.settle()
        assert desk.screen.place is Pane.ENTRIES
        assert desk.view == "Crane Watch"
        assert desk.title == "Crane 2"
