"""“E”: a feed's settings, what it inherits, its address and its login."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk import at_desk, two_blogs

from tui_reader.model.query import EntryQuery
from tui_reader.model.settings import Settings

HARBOUR = 3


async def begin(desk, *keys):
    """Open the settings of the Harbour Log."""
    await desk.press("1", "G")
    index = next(
        n for n, view in enumerate(desk.screen.feeds.views) if view.id == f"feed:{HARBOUR}"
    )
    desk.screen.feeds.go_to(index)
    await desk.press("E")
    await desk.until(lambda: "Fetch every" in desk.text)
    await desk.press(*keys)


async def own(reader):
    return (await reader.upkeep.tunings([HARBOUR]))[HARBOUR].own


def row(desk, title):
    """The row of a setting, its words parted by one blank each."""
    line = next(line for line in desk.lines if f" {title} " in line)
    return " ".join(line.partition(title)[2].partition("│")[0].split())


@pytest.fixture
async def library(reader):
    await two_blogs(reader)
    return reader


async def test_what_is_not_set_says_where_it_comes_from(library):
    await library.upkeep.tune_folder(("Port",), {"interval_minutes": 180})
    async with at_desk(library) as desk:
        await begin(desk)
        assert row(desk, "Fetch every") == "3 hours Port"
        assert row(desk, "Text width") == "72 default"
        assert row(desk, "Address") == "https://a.example/feed"


async def test_keys_change_a_value_and_it_is_written_at_once(library):
    async with at_desk(library) as desk:
        await begin(desk, "right", "right")
        await desk.until(lambda: row(desk, "Fetch every") == "3 hours set here")
        await desk.press("j", "enter")
        await desk.until(lambda: row(desk, "Paused") == "yes set here")
        assert await own(library) == Settings(interval_minutes=180, paused=True)

        await desk.press("u")
        await desk.until(lambda: row(desk, "Paused") == "no default")
        await desk.press("k", "x")
        await desk.until(lambda: row(desk, "Fetch every") == "1 hour default")
        assert (await own(library)).is_empty


async def test_only_what_was_changed_here_is_undone_here(library):
    await library.entries.mark((await first_id(library),), read=True)
    async with at_desk(library) as desk:
        await begin(desk, "u")
        await desk.until(lambda: "Nothing was changed here." in desk.text)


async def first_id(library):
    return (await library.entries.page(EntryQuery())).rows[0].id


async def test_a_value_is_typed_and_one_that_is_not_allowed_is_refused(library):
    async with at_desk(library) as desk:
        await begin(desk, "enter")
        await desk.until(lambda: "Empty inherits" in desk.text)
        await desk.press(*"2d", "enter")
        await desk.until(lambda: row(desk, "Fetch every") == "2 days set here")
        await desk.press("enter")
        await desk.until(lambda: "Empty inherits" in desk.text)
        await desk.press("ctrl+u", "5", "enter")
        await desk.until(lambda: "interval: “5” is not allowed." in desk.text)
        assert (await own(library)).interval_minutes == 2880


async def test_tab_goes_to_the_folder_and_to_all_feeds(library):
    async with at_desk(library) as desk:
        await begin(desk, "tab")
        await desk.until(lambda: "All feeds in Port" in desk.text)
        assert "Address" not in desk.text
        await desk.press("right")
        await desk.until(lambda: row(desk, "Fetch every") == "2 hours set here")
        await desk.press("shift+tab")
        await desk.until(lambda: row(desk, "Fetch every") == "2 hours Port")
        assert (await library.upkeep.folder_tuning(("Port",))).own.interval_minutes == 120


async def test_on_a_folder_it_sets_the_folder(library):
    async with at_desk(library) as desk:
        await desk.press("1", "G")
        index = desk.screen.feeds.index_of("folder:Quay")
        desk.screen.feeds.go_to(index)
        await desk.press("E")
        await desk.until(lambda: "All feeds in Quay" in desk.text)


async def test_the_address_is_edited_with_its_duplicates_refused(library):
    async with at_desk(library) as desk:
        await begin(desk, "G", "k", "enter")
        await desk.until(lambda: "Address of Harbour Log" in desk.text)
        await desk.press("ctrl+u", *"b.example/feed", "enter")
        await desk.until(lambda: "Another feed has this address: Crane Watch." in desk.text)
        await desk.press("enter")
        await desk.until(lambda: "Address of Harbour Log" in desk.text)
        await desk.press("ctrl+u", *"a.example/rss", "enter")
        await desk.until(lambda: row(desk, "Address") == "https://a.example/rss")


async def test_a_login_is_given_without_being_shown_and_forgotten(library):
    async with at_desk(library) as desk:
        await begin(desk, "G")
        assert row(desk, "Login") == "none"
        await desk.press("enter")
        await desk.until(lambda: "How does Harbour Log log in?" in desk.text)
        await desk.press("enter")
        await desk.until(lambda: "Name at Harbour Log" in desk.text)
        await desk.press(*"me", "enter")
        await desk.until(lambda: "Password for Harbour Log" in desk.text)
        await desk.press(*"hunter2")
        assert "hunter2" not in desk.text
        await desk.press("enter")
        await desk.until(lambda: "The login is kept in a file" in desk.text)
        assert row(desk, "Login") == "name and password, in a private file"
        file = Path.home() / ".config/blogread/credentials.json"
        assert len(json.loads(file.read_text())) == 1

        await desk.press("enter")
        await desk.until(lambda: "How does Harbour Log log in?" in desk.text)
        await desk.press("G", "enter")
        await desk.until(lambda: "The login is forgotten." in desk.text)
        assert row(desk, "Login") == "none"


@pytest.mark.parametrize("size", [(50, 24), (80, 24), (120, 36)], ids=str)
async def test_every_row_is_in_sight(library, size):
    async with at_desk(library, size=size) as desk:
        await begin(desk)
        for title in ("Fetch every", "Keep entries", "Login"):
            assert row(desk, title)
        assert "Esc" in desk.text
