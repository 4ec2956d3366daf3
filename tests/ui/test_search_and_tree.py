"""Searching and the tree of feeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from builders import NOON, update
from desk import at_desk, fill, post, two_blogs

from tui_reader.commands import Pane
from tui_reader.model.feed import FetchState, Problem
from tui_reader.store import feeds

if TYPE_CHECKING:
    from tui_reader.reader import Reader


async def test_results_come_as_one_types_and_escape_leads_back(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("j", "j", "slash", *"crane")
        await desk.until(lambda: desk.screen.entries.place[1] == 3)
        assert desk.lines[0].count("Search") == 1
        assert desk.title.startswith("Crane")
        await desk.press("escape")
        assert (desk.view, desk.title) == ("Unread", "Tide 3")
        assert "Search" not in desk.lines[0]


async def test_enter_goes_from_the_words_to_the_results(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("slash", *"crane", "enter")
        await desk.press("j")
        assert desk.screen.focused is desk.screen.entries
        assert desk.title == "Crane 2"


async def test_nothing_found_says_so(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("slash", *"xyzzy", "enter")
        assert "No entry matches “xyzzy”." in desk.text


async def test_the_words_stay_in_sight_where_nothing_is_found(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("slash", *"zebra")
        await desk.until(lambda: "No entry matches" in desk.text)
        await desk.settle()
        assert "▌ zebra" in desk.lines[1]


async def test_odd_search_words_are_only_words(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        for words in ('"', "AND (", "tide*", "[/]", "a:b -c"):
            await desk.app.session.show_query(desk.screen.entries.scope)
            await desk.press("slash")
            desk.screen.search.value = words
            await desk.press("enter", "escape")
        assert desk.view == "Unread"


async def test_a_folder_folds_and_a_feed_shows_its_categories(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1", "G")
        assert desk.screen.feeds.view.title == "Crane Watch"
        await desk.press("l")
        assert "news" in [view.title for view in desk.screen.feeds.views]
        await desk.press("h")
        assert "news" not in [view.title for view in desk.screen.feeds.views]
        await desk.press("h")
        assert desk.screen.feeds.view.title == "Quay"
        await desk.press("h")
        assert "Crane Watch" not in [view.title for view in desk.screen.feeds.views]
        assert "▸ Quay" in desk.text


async def test_moving_in_the_feeds_shows_their_entries(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("1", "G")
        await desk.until(lambda: desk.view == "Crane Watch")
        await desk.settle()
        assert desk.title == "Crane 1"
        assert desk.screen.place is Pane.FEEDS


async def test_a_failing_feed_says_so_over_its_list(reader: Reader) -> None:
    await two_blogs(reader)
    feed = await reader.feeds.find("https://b.example/feed")
    problem = Problem(kind="http", message="There is no feed at this address.", since=NOON)
    state = replace(FetchState(), failures=3, problem=problem)
    await reader._database.write(feeds.apply, update(feed.id, fetch=state), NOON)
    async with at_desk(reader) as desk:
        await desk.press("1", "G")
        await desk.until(lambda: desk.view == "Crane Watch")
        await desk.settle()
        assert "Not updated since" in desk.text
        assert "d details" in desk.text
        assert desk.lines[-1].rstrip().endswith("1 feed failing")


async def test_an_unread_view_without_entries_says_what_to_press(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("A", "apostrophe")
        assert "Nothing unread." in desk.text
        await desk.press("t")
        assert desk.screen.entries.place[1] == 6


async def test_a_fresh_library_greets_until_the_first_key(reader: Reader) -> None:
    await fill(reader, "https://c.example/feed", "Blog", post("First", hours=1))
    async with at_desk(reader, fresh=True) as desk:
        assert "Welcome to blogread." in desk.text
        assert "add a blog" in desk.text
        await desk.press("enter")
        assert "Welcome to blogread." not in desk.text
        assert "The text of First." in desk.text


async def test_the_palette_goes_to_a_feed_in_a_folded_folder(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        quay = desk.screen.feeds.views[desk.screen.feeds.index_of("folder:Quay") or 0]
        desk.screen.feeds.fold(quay, unfolded=False)
        await desk.app.session.refresh_views()
        assert "Crane Watch" not in [view.title for view in desk.screen.feeds.views]

        await desk.press("colon", *"crane watch", "enter")

        await desk.until(lambda: desk.view == "Crane Watch")
        assert desk.screen.focused is desk.screen.entries


async def test_details_unsubscribe_only_after_a_question(reader: Reader) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        await desk.press("d")
        await desk.until(lambda: "Harbour Log" in desk.text and "a.example" in desk.text)
        await desk.press("D")
        await desk.until(lambda: "Unsubscribe from Harbour Log?" in desk.text)
        await desk.press("escape")
        assert len(await reader.feeds.all()) == 2


async def test_a_long_blog_unfolds_into_years_and_a_year_into_its_months(reader: Reader) -> None:
    await two_blogs(reader)
    posts = [post(f"Log {n}", hours=24 * 40 * n, categories=()) for n in range(24)]
    await fill(reader, "https://c.example/feed", "Deep Log", *posts)
    async with at_desk(reader) as desk:
        await desk.press("1", "g", "j", "j", "j", "j", "j")
        assert desk.view == "Deep Log"
        await desk.press("enter", "j", "j")
        assert (desk.view, desk.screen.entries.place[1]) == ("2025", 9)
        assert "Deep Log · 2025" in desk.lines[0]
        await desk.press("enter", "j")
        assert (desk.view, desk.screen.entries.place[1]) == ("November", 1)
        assert "Deep Log · November 2025" in desk.lines[0]
        await desk.press("h", "h")
        assert "November" not in desk.text


async def test_a_hit_in_the_text_is_shown_in_its_passage(reader: Reader) -> None:
    html = f"<p>{'Calm sea. ' * 60}Then a zebra swam by.</p>"
    await fill(reader, "https://z.example/feed", "Sea", post("Log", hours=1, html=html))
    async with at_desk(reader) as desk:
        await desk.press("slash", *"zebra", "enter")
        await desk.until(lambda: "Then a zebra swam by." in desk.text)
        pane = desk.screen.entries.region
        assert any("zebra" in line[pane.x : pane.right] for line in desk.lines)
