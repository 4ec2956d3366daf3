"""A text is left, and come back to: at its place, which list and sidebar tell of."""

from __future__ import annotations

from functools import partial

from builders import NOON, entry, update
from desk import at_desk, fill, post
from rest import resize
from textual import events

from tui_reader.config import Config, ReaderConfig, SyncConfig, UiConfig
from tui_reader.model.query import EntryQuery
from tui_reader.store import feeds

QUIET = SyncConfig(on_start=False)
ALL = Config(sync=QUIET, ui=UiConfig(start="all"))
BEGUN = EntryQuery(in_progress_only=True)
PARTS = "".join(
    f"<p>Part {n} of the log tells of tide {n}, of wind and of weather, and goes on.</p>"
    for n in range(1, 61)
)
LINKS = "".join(f"<li><a href=https://e.example/{n}>link {n}</a>" for n in range(60))


async def one_blog(reader, *contents):
    await reader.feeds.unsubscribe([1, 2])
    contents = contents or (
        post("Long log", hours=1, html=PARTS, words=900),
        post("Short note", hours=2, html="<p>Fair.</p>"),
    )
    return await fill(reader, "https://a.example/feed", "Harbour Log", *contents)


def first_part(desk):
    """The number of the first part that the article shows."""
    view = desk.screen.article
    for line in view._layout.lines[view._top :]:
        words = line.text.split()
        if words[:1] == ["Part"]:
            return int(words[1])
    return 0


async def read_some(desk, *keys):
    """Open the entry under the cursor, and scroll."""
    await desk.press("enter")
    await desk.press(*(keys or ("space", "space")))


async def test_an_article_is_resumed_in_the_next_session_at_another_width(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL, size=(120, 30)) as desk:
        await read_some(desk)
        part = first_part(desk)
        assert part > 8
        await desk.press("escape")

    async with at_desk(reader, config=ALL, size=(64, 20)) as desk:
        await desk.press("enter")
        assert first_part(desk) == part
        assert desk.flash.startswith("Resumed at ")
        assert "g top" in desk.text


async def test_an_article_is_resumed_after_another_was_read(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        part = first_part(desk)

        await desk.press("J", "K")

        assert desk.title == "Long log"
        assert first_part(desk) == part


async def test_a_place_that_is_written_while_the_text_is_read_anew_is_not_lost(reader, monkeypatch):
    await one_blog(reader)
    monkeypatch.setattr("tui_reader.ui.actions.stops.PAUSE", 600)
    get = reader.entries.get
    async with at_desk(reader, config=ALL) as desk:

        async def get_before_it_is_written(entry_id):
            as_it_was = await get(entry_id)
            await desk.app.session.stops.save()
            return as_it_was

        monkeypatch.setattr(desk.app.session.stops, "leave", lambda: None)
        await read_some(desk)
        part = first_part(desk)
        await desk.press("J")
        monkeypatch.setattr(reader.entries, "get", get_before_it_is_written)
        await desk.press("K")

        assert desk.title == "Long log"
        assert first_part(desk) == part


async def test_passing_by_a_text_that_is_in_progress_says_nothing(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        await desk.press("escape", "j", "k")

        assert first_part(desk) > 8, "it stands beside the list where it was left"
        assert "Resumed" not in desk.flash

        await desk.press("enter")
        assert "Resumed" in desk.flash


def recorded(calls, name, method, shown):
    """Call a method of the article, and note what for."""
    calls.append((name, shown.id))
    method(shown)


async def test_keys_typed_in_one_burst_are_all_of_the_article_they_open(reader):
    await one_blog(
        reader,
        post("First note", hours=1, html="<p>Fair.</p>"),
        post("Second note", hours=2, html="<p>Foul.</p>"),
        post("Long log", hours=3, html=PARTS, words=900),
    )
    async with at_desk(reader, config=ALL) as desk:
        shown = []
        article = desk.screen.article
        for name in ("show", "show_row"):
            tell = partial(recorded, shown, name, getattr(article, name))
            setattr(article, name, tell)

        # What a slow line hands over at once: the keys stand in the app's queue together,
        # and what the list tells of the first of them comes behind the last.
        for key in "JJ":
            desk.app.post_message(events.Key(key, key))
        desk.app.post_message(events.Key("enter", "\r"))
        await desk.settle()

        assert shown[-1] == ("show", desk.screen.entries.row.id)
        assert shown.count(shown[-1]) == 1, "a text that is shown anew loses the place in it"


async def test_list_and_sidebar_tell_once_the_text_is_left(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        assert desk.screen.entries.row.progress == 0

        await desk.press("escape")

        row = desk.screen.entries.row
        assert 1 <= row.progress <= 99
        assert f" · {row.progress} %" in desk.text
        assert " ◐ " in desk.text
        view = desk.screen.feeds.views[desk.screen.feeds.index_of("in-progress")]
        assert view.count == 1


async def test_the_view_in_progress_lists_what_is_begun(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        await desk.press("1", "g", "j", "j", "enter")
        await desk.until(lambda: desk.view == "In progress")
        await desk.settle()

        assert desk.title == "Long log"
        assert desk.screen.entries.place == (1, 1)


async def test_an_empty_view_in_progress_says_what_it_is_for(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await desk.press("1", "g", "j", "j", "enter")
        await desk.until(lambda: desk.view == "In progress")

        assert "Nothing is in progress." in desk.text


async def test_the_end_ends_it(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        await desk.press("escape")
        assert await reader.entries.count(BEGUN) == 1

        await desk.press("enter", "G", "k", "k", "escape")

        assert await reader.entries.count(BEGUN) == 0
        assert desk.screen.entries.row.progress == 0


async def test_the_end_of_the_text_counts_and_not_that_of_its_links(reader):
    await one_blog(reader, post("Long log", hours=1, html=PARTS + f"<ul>{LINKS}</ul>"))
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        view = desk.screen.article
        while not view.at_end:
            await desk.press("space")
        assert view._top < view._last_top
        await desk.press("escape")

        assert await reader.entries.count(BEGUN) == 0


async def test_back_at_the_top_nothing_is_in_progress(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        await desk.press("escape")
        await desk.press("enter", "g", "escape")

        assert await reader.entries.count(BEGUN) == 0


async def test_an_article_that_was_not_scrolled_is_not_in_progress(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await desk.press("enter", "escape", "j", "enter", "j", "escape")

        assert await reader.entries.count(BEGUN) == 0


async def test_what_is_finished_begins_at_its_top_again(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk, "G")
        await desk.press("J", "K")

        assert first_part(desk) == 1


async def test_scrolling_writes_once_and_not_for_each_key(reader, monkeypatch):
    await one_blog(reader)
    written = []
    stop_at = reader.reading.stop_at

    async def counted(entry_id, stop):
        written.append(stop)
        await stop_at(entry_id, stop)

    monkeypatch.setattr(reader.reading, "stop_at", counted)
    monkeypatch.setattr("tui_reader.ui.actions.stops.PAUSE", 600)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk, *["j"] * 20)
        await desk.press("escape")

    assert len(written) == 1
    assert await reader.entries.count(BEGUN) == 1


async def test_a_place_is_written_while_one_reads_on(reader, monkeypatch):
    monkeypatch.setattr("tui_reader.ui.actions.stops.PAUSE", 0.01)
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        (row,) = (await reader.entries.page(EntryQuery(), limit=1)).rows

        for _ in range(400):
            await desk.pilot.pause()
            row = (await reader.entries.rows([row.id]))[0]
            if row.progress:
                break

        assert row.progress
        assert desk.screen.in_article


async def test_a_place_survives_a_text_that_has_grown(reader):
    feed_id = await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        part = first_part(desk)
        await desk.press("escape")
        row = desk.screen.entries.row
    key = (await reader.entries.get(row.id)).content.key
    longer = entry(key, title="Long log", html="<p>Added.</p>" * 30 + PARTS)
    changed = update(feed_id, changed=((row.id, longer),))
    await reader._database.write(feeds.apply, changed, NOON)

    async with at_desk(reader, config=ALL) as desk:
        await desk.press("enter")
        assert first_part(desk) == part


async def test_a_larger_window_keeps_the_place(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL, size=(120, 30)) as desk:
        await read_some(desk)
        part = first_part(desk)
        await resize(desk.pilot, 70, 24)
        await desk.settle()
        await desk.press("escape", "enter")

        assert abs(first_part(desk) - part) <= 1


async def test_who_moves_at_once_is_not_moved_back(reader):
    await one_blog(reader)
    async with at_desk(reader, config=ALL) as desk:
        await read_some(desk)
        await desk.press("escape")
    async with at_desk(reader, config=ALL, size=(70, 24)) as desk:
        await desk.pilot.press("enter", "g")
        await desk.settle()
        await desk.press("g")

        assert first_part(desk) == 1


async def test_the_end_of_what_is_in_progress_marks_read_where_that_is_the_rule(reader):
    await one_blog(reader)
    at_end = Config(sync=QUIET, reader=ReaderConfig(mark_read="end"))
    async with at_desk(reader, config=at_end) as desk:
        await read_some(desk)
        await desk.press("escape")
        assert not desk.screen.entries.row.read
        assert desk.screen.entries.row.progress

        await desk.press("enter", "G", "escape")

        assert desk.screen.entries.row.read
        assert not desk.screen.entries.row.progress
