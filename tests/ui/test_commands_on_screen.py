"""The command table against the screen: one handler each, live keys, reasons for what can't be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import at_desk, two_blogs

from tui_reader.commands import COMMANDS, Pane
from tui_reader.config import Config, SyncConfig

if TYPE_CHECKING:
    from tui_reader.reader import Reader


async def test_every_key_of_the_table_is_bound_on_the_screen(reader: Reader) -> None:
    async with at_desk(reader) as desk:
        bound = {
            (key, binding.id)
            for key, bindings in desk.screen._bindings.key_to_bindings.items()
            for binding in bindings
        }
        assert bound >= {(key, each.id) for each in COMMANDS for key in each.keys}


async def test_a_key_of_the_users_replaces_the_default(reader: Reader) -> None:
    await two_blogs(reader)
    config = Config(sync=SyncConfig(on_start=False), keys={"entry.toggle-read": ("W",)})
    async with at_desk(reader, config=config) as desk:
        await desk.press("m")
        assert (await reader.care.status()).unread == 6
        await desk.press("W")
        assert (await reader.care.status()).unread == 5
        assert "W read" in desk.lines[-1]


async def test_one_key_means_what_the_pane_says(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1", "tab")
        assert desk.screen.place is Pane.ENTRIES
        await desk.press("enter", "tab")
        assert desk.screen.place is Pane.ARTICLE
        assert desk.flash == "There is no further link."


async def test_a_command_that_cannot_be_says_why(reader: Reader) -> None:
    async with at_desk(reader) as desk:
        await desk.press("m")
        assert desk.flash == "There is no entry here."
        await desk.press("full_stop")
        assert desk.flash == "Nothing new has arrived."


async def test_the_density_and_the_theme_are_kept(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("v", "T")
    async with at_desk(reader) as desk:
        assert desk.screen.entries.density == "two"
        assert desk.app.theme == "paper"


async def test_the_config_wins_again_once_it_was_changed(reader: Reader) -> None:
    async with at_desk(reader) as desk:
        await desk.press("T")
    changed = Config.__dataclass_fields__["ui"].default_factory
    config = Config(ui=type(changed())(theme="nord"), sync=SyncConfig(on_start=False))
    async with at_desk(reader, config=config) as desk:
        assert desk.app.theme == "nord"
