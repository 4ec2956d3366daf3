"""What is set for a feed goes before its folder, and a folder before the one it lies in."""

from __future__ import annotations

import pytest
from builders import NOON, subscription
from rooms import library_in_memory

from tui_reader.model.feed import FeedId
from tui_reader.model.settings import INHERITED, Settings
from tui_reader.store import feeds, settings, upkeep

FEED = FeedId(1)


@pytest.fixture
def library():
    with library_in_memory() as connection:
        feeds.subscribe(
            connection, [subscription("https://a.example/", folders=(("Tech", "Ops"),))], NOON
        )
        yield connection


def holds(library):
    return settings.effective(library, [FEED])[FEED]


def test_nothing_is_set_in_a_new_library(library):
    assert holds(library).is_empty


def test_a_feed_goes_before_its_folder_and_that_before_its_parent(library):
    upkeep.set_folder(library, ("Tech",), Settings(measure=60, paused=True, keep_days=9), NOON)
    upkeep.set_folder(library, ("Tech", "Ops"), Settings(measure=70, paused=False), NOON)
    upkeep.set_feeds(library, [(FEED, Settings(measure=80))], NOON)

    assert holds(library) == Settings(measure=80, paused=False, keep_days=9)


def test_the_top_level_holds_for_every_feed(library):
    upkeep.set_folder(library, (), Settings(interval_minutes=90), NOON)

    assert holds(library).interval_minutes == 90


def test_what_is_set_comes_back_as_it_was(library):
    mine = Settings(full_text=False, user_agent="curl/8 😀", interval_minutes=15)
    upkeep.set_feeds(library, [(FEED, mine)], NOON)
    upkeep.set_folder(library, ("Tech",), mine, NOON)

    assert settings.of_feed(library, FEED) == mine
    assert settings.of_folder(library, ("Tech",)) == mine
    assert settings.of_folder(library, ("Nowhere",)) == INHERITED


def test_what_a_newer_program_has_set_is_left_out(library):
    library.execute("UPDATE feed SET settings = ?", ('{"measure":60,"colour":"red"}',))

    assert settings.of_feed(library, FEED) == Settings(measure=60)
