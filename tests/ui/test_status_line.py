"""The footer: whole items only, help first, the state last to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from desk import at_desk, two_blogs
from rich.cells import cell_len

from tui_reader.commands import Pane
from tui_reader.config.keys import live_keys
from tui_reader.ui.bindings import first_key, footer_commands
from tui_reader.ui.widgets.status_line import Flash, compose_status, whole_words

if TYPE_CHECKING:
    from tui_reader.reader import Reader

KEYS = live_keys({})
STATES = ("", "offline", "synced 4 min ago", "syncing 12/48 · 1 failed", "3 feeds failing")


def items(place: Pane) -> list[tuple[str, str]]:
    """What the footer has to say in a pane."""
    return [(first_key(KEYS, each.id), each.label) for each in footer_commands(place)]


def words(width: int, place: Pane, state: str, flash: Flash | None = None) -> str:
    """The footer as text."""
    return "".join(text for text, _ in compose_status(width, items(place), state, flash))


@pytest.mark.parametrize("place", Pane)
@pytest.mark.parametrize("state", STATES)
def test_no_item_is_cut_at_any_width(place: Pane, state: str) -> None:
    whole = {f"{key} {label}" for key, label in items(place)} | {state}
    for width in range(20, 241):
        shown = words(width, place, state)
        assert cell_len(shown) <= width - 1
        parts = [part.strip() for part in shown.strip().split("  ") if part.strip()]
        assert set(parts) <= whole, width
        assert parts[0] == "? help"


def test_the_state_stays_longer_than_any_key_but_help() -> None:
    assert words(30, Pane.ENTRIES, "synced 4 min ago") == " ? help      synced 4 min ago"


def test_a_flash_replaces_the_keys_and_loses_its_hint_before_its_words() -> None:
    flash = Flash(text="Marked 24 read in Heroku Blog", hint="u undo")
    wide = words(80, Pane.ENTRIES, "offline", flash)
    assert wide.startswith(" Marked 24 read in Heroku Blog · u undo")
    assert wide.endswith("offline")
    assert words(34, Pane.ENTRIES, "offline", flash).strip() == "Marked 24 read in Heroku Blog"
    assert words(22, Pane.ENTRIES, "offline", flash).strip() == "Marked 24 read in …"


def test_a_sentence_is_cut_between_words() -> None:
    assert whole_words("one two three", 9) == "one two …"
    assert whole_words("incomprehensible", 8) == "incompr…"


async def test_an_empty_list_offers_nothing_that_needs_an_entry(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        assert {"o", "y", "f", "m"} <= {key for key, _ in desk.screen.status._items}
        starred = desk.screen.feeds.views[desk.screen.feeds.index_of("starred") or 0]
        await desk.app.session.select_view(starred)

        assert not {"o", "y", "f", "m"} & {key for key, _ in desk.screen.status._items}
