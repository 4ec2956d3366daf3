"""The view of feeds that need attention, and the key for each way out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import NOON, update
from desk import at_desk, fill, two_blogs

from tui_reader.model.feed import FetchState, Problem
from tui_reader.model.report import Candidate
from tui_reader.store import feeds

HARBOUR = 3


def failing(status=0, *, kind="timeout", failures=3, **state):
    problem = Problem(
        kind=kind,
        message="It does not answer.",
        hint="Wait.",
        status=status,
        since=NOON - timedelta(days=3),
    )
    return FetchState(failures=failures, problem=problem, **state)


def moved_to(url):
    return FetchState(moved_to=url, moved_since=NOON - timedelta(days=8), good_at=NOON)


async def learn(reader, state, feed_id=HARBOUR, **fields):
    await reader._database.write(feeds.apply, update(feed_id, fetch=state, **fields), NOON)


@pytest.fixture
async def library(reader):
    await two_blogs(reader)
    return reader


async def open_list(desk, *keys):
    await desk.press("exclamation_mark")
    await desk.until(lambda: "─ Needs attention" in desk.text)
    await desk.press(*keys)


async def test_the_view_is_there_only_when_something_is_wrong(library):
    async with at_desk(library) as desk:
        assert "Needs attention" not in desk.text
        await learn(library, failing(failures=2))
        await desk.app.session.refresh_views()
        assert desk.screen.feeds.index_of("attention") is None
        await learn(library, failing())
        await desk.app.session.refresh_views()
        await desk.settle()
        view = desk.screen.feeds.views[desk.screen.feeds.index_of("attention")]
        assert (view.title, view.count, view.problem) == ("Needs attention", 1, True)


async def test_enter_on_the_view_lists_what_is_wrong(library):
    await learn(library, failing(good_at=NOON - timedelta(days=4)))
    async with at_desk(library) as desk:
        await desk.press("1")
        desk.screen.feeds.go_to(desk.screen.feeds.index_of("attention"))
        await desk.until(lambda: "1 feed needs attention." in desk.text)
        await desk.press("enter")
        await desk.until(lambda: "─ Needs attention" in desk.text)
        assert "Harbour Log" in desk.text
        assert "Since Saturday (3 days ago), 3 tries. Last good fetch 4 days ago." in desk.text


async def test_without_trouble_the_key_says_so(library):
    async with at_desk(library) as desk:
        await desk.press("exclamation_mark")
        await desk.until(lambda: desk.flash == "No feed needs attention.")


async def test_an_app_that_ends_while_the_list_opens_draws_nothing(library):
    await learn(library, failing())
    async with at_desk(library) as desk:
        await open_list(desk)
        screen = desk.app.screen
        await screen.query("*").remove()
        screen._drawn = None

        screen.on_mount()


async def test_pausing_leaves_a_feed_in_peace_and_undo_brings_it_back(library):
    await learn(library, failing())
    async with at_desk(library) as desk:
        await open_list(desk, "p")
        await desk.until(lambda: "─ Needs attention" not in desk.text)
        await desk.until(lambda: desk.screen.feeds.index_of("attention") is None)
        assert (await library.upkeep.tunings([HARBOUR]))[HARBOUR].own.paused
        await desk.press("u")
        await desk.until(lambda: desk.screen.feeds.index_of("attention") is not None)


async def test_unsubscribing_asks_first(library):
    await learn(library, failing())
    async with at_desk(library) as desk:
        await open_list(desk, "D")
        await desk.until(lambda: "Unsubscribe from Harbour Log?" in desk.text)
        await desk.press("y")
        await desk.until(lambda: desk.screen.feeds.index_of(f"feed:{HARBOUR}") is None)


async def test_an_address_is_edited_and_fetched(library, monkeypatch):
    started = []
    await learn(library, failing(status=404, kind="http"))
    async with at_desk(library) as desk:
        monkeypatch.setattr(
            desk.app.session.syncing, "start", lambda ids, by_hand: started.append(ids)
        )
        await open_list(desk, "e")
        await desk.until(lambda: "Address of Harbour Log" in desk.text)
        await desk.press("ctrl+u", *"a.example/rss", "enter")
        await desk.until(lambda: started == [[HARBOUR]])
        assert (await library.feeds.get(HARBOUR)).url == "https://a.example/rss"
        assert "Changed the address of “Harbour Log”" in desk.flash


async def test_the_new_address_of_a_feed_that_logs_in_is_used_by_hand_alone(library, monkeypatch):
    started = []
    locked = await fill(library, "https://me:hush@c.example/feed", "Locked Bay")
    await learn(library, moved_to("https://moved.example/feed"), feed_id=locked)
    async with at_desk(library) as desk:
        monkeypatch.setattr(
            desk.app.session.syncing, "start", lambda ids, by_hand: started.append(ids)
        )
        await open_list(desk)
        assert "moved, not followed" in desk.text
        await desk.press("a")
        await desk.until(lambda: started == [[locked]])
        assert "Changed the address of “Locked Bay”" in desk.flash
        assert (await library.feeds.get(locked)).url == "https://moved.example/feed"


async def test_a_new_address_that_is_another_feeds_is_not_used(library):
    await learn(library, moved_to("https://b.example/feed"))
    async with at_desk(library) as desk:
        await open_list(desk, "a")
        await desk.until(lambda: "Another feed has this address: Crane Watch." in desk.flash)
        await desk.until(lambda: "─ Needs attention" in desk.text)
        assert (await library.feeds.get(HARBOUR)).url == "https://a.example/feed"


async def test_a_followed_move_is_taken_back(library, monkeypatch):
    await learn(library, FetchState(), url="https://new.example/feed")
    async with at_desk(library) as desk:
        monkeypatch.setattr(desk.app.session.syncing, "start", lambda ids, by_hand: None)
        await open_list(desk)
        assert "It has moved here from https://a.example/feed." in desk.text
        await desk.press("b")
        await desk.until(lambda: "address" in desk.flash)
        assert (await library.feeds.get(HARBOUR)).url == "https://a.example/feed"


async def test_a_feed_is_found_anew_on_its_site(library, monkeypatch):
    asked = []

    async def look(address):
        asked.append(address)
        return (
            Candidate(
                url="https://a.example/atom",
                title="Harbour Log",
                kind="Atom 1.0",
                entries=4,
                newest_at=None,
            ),
        )

    await learn(library, failing())
    async with at_desk(library) as desk:
        monkeypatch.setattr(library.net, "look_in_child", look)
        monkeypatch.setattr(desk.app.session.syncing, "start", lambda ids, by_hand: None)
        await open_list(desk, "f")
        await desk.until(lambda: "1 feed found. Which one is Harbour Log?" in desk.text)
        await desk.press("enter")
        await desk.until(lambda: "Changed the address" in desk.flash)
    assert asked == ["https://example.org/"]
    assert (await library.feeds.get(HARBOUR)).url == "https://a.example/atom"


async def test_a_retry_fetches_and_the_list_follows_what_comes_of_it(library, monkeypatch):
    started = []
    await learn(library, failing())
    async with at_desk(library) as desk:
        monkeypatch.setattr("tui_reader.ui.screens.attention.REFRESH", 0.01)
        monkeypatch.setattr(
            desk.app.session.syncing, "start", lambda ids, by_hand: started.append(ids)
        )
        await open_list(desk, "r")
        await desk.until(lambda: started and "─ Needs attention" in desk.text)
        await learn(library, FetchState(good_at=NOON))
        await desk.until(lambda: "─ Needs attention" not in desk.text)


async def test_what_a_feed_does_not_need_is_not_offered(library):
    await fill(library, "https://c.example/feed", "Locked Bay")
    await learn(library, failing(status=401, kind="http", failures=1), feed_id=5)
    async with at_desk(library) as desk:
        await open_list(desk)
        assert "needs a login" in desk.text
        assert "L log in" in desk.text
        assert "go back" not in desk.text
        await desk.press("b", "a")
        assert "─ Needs attention" in desk.text
        await desk.press("L")
        await desk.until(lambda: "How does Locked Bay log in?" in desk.text)


async def test_details_offer_the_same_ways_out(library, monkeypatch):
    await learn(library, failing())
    async with at_desk(library) as desk:
        monkeypatch.setattr(desk.app.session.syncing, "start", lambda ids, by_hand: None)
        await desk.press("1")
        desk.screen.feeds.go_to(desk.screen.feeds.index_of(f"feed:{HARBOUR}"))
        await desk.press("d")
        await desk.until(lambda: "f find anew" in desk.text)
        await desk.press("e")
        await desk.until(lambda: "Address of Harbour Log" in desk.text)
