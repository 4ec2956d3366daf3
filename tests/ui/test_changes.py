"""A text that a sync changes after it was read: told, never swapped, shown with its changes."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from builders import subscription
from desk import at_desk
from rest import resize
from server import Server, item, rss

from tui_reader.config import Config, SyncConfig, UiConfig
from tui_reader.fetch import addresses
from tui_reader.parse.feed import parse_feed
from tui_reader.store.packing import packed_feed
from tui_reader.sync import engine
from tui_reader.sync.workers import Workers

ALL = Config(sync=SyncConfig(on_start=False), ui=UiConfig(start="all"))
PARTS = [f"<p>Part {n} of the log, which tells of tide {n} and goes on.</p>" for n in range(1, 61)]
BEFORE, AFTER = "The ferry leaves at six.", "The ferry leaves at seven."
OLD = "".join([*PARTS[:40], f"<p>{BEFORE}</p>", *PARTS[40:]])
NEW = OLD.replace(BEFORE, AFTER)


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(addresses, "has_route", lambda: True)
    with Server() as running:
        yield running


class Here(Workers):
    """Parses in this process: that a child does it is proven where workers are."""

    async def feed(self, body, *, url, content_type, known=None):
        parsed = parse_feed(body, url=url, content_type=content_type, known=known or {})
        return packed_feed(parsed)


class Author:
    """Publishes a log, and publishes it again, changed."""

    def __init__(self, server, reader):
        self._server, self._reader = server, reader
        self.feed_id = 0

    async def publish(self, text):
        items = (
            item(2, title="Long log", body=f"<![CDATA[{text}]]>"),
            item(1, title="Short note", body="Fair."),
        )
        self._server.feed("/feed", rss(items, title="Harbour Log"))
        if not self.feed_id:
            await self._reader.feeds.unsubscribe([1, 2])
            url = self._server.url("/feed")
            await self._reader.feeds.subscribe([subscription(url)])
            self.feed_id = (await self._reader.feeds.find(url)).id
        await engine.sync(
            self._reader._database,
            SyncConfig(),
            now=self._reader._now,
            feed_ids=[self.feed_id],
            by_hand=True,
            workers=Here(),
        )


@asynccontextmanager
async def reading(reader, server, *keys, size=(120, 36)):
    """Someone who has opened the log, and pressed keys there, before it is changed."""
    author = Author(server, reader)
    await author.publish(OLD)
    async with at_desk(reader, config=ALL, size=size) as desk:
        for _ in range(desk.screen.entries.place[1]):
            if desk.title != "Long log":
                await desk.press("j")
        assert desk.title == "Long log"
        await desk.press("enter", *keys)
        yield desk, author


async def sync(desk, author, text):
    await author.publish(text)
    await desk.app.session.refresh_after_sync()
    await desk.settle()


def header(desk):
    return desk.lines[0]


def parts(desk):
    """The lines of the article with which parts begin."""
    view = desk.screen.article
    shown = view._layout.lines[view._top : view._top + view.size.height]
    return [line.text for line in shown if line.text.startswith("Part ")]


async def test_what_changed_after_it_was_read_is_told_by_list_and_header(reader, server):
    async with reading(reader, server, "escape") as (desk, author):
        assert "changed" not in desk.text

        await sync(desk, author, NEW)

        assert "± changed" in desk.text
        assert "changed (V)" in header(desk)
        assert desk.screen.entries.row.changed


async def test_the_open_text_stays_as_it_is_under_the_reader(reader, server):
    async with reading(reader, server, *["space"] * 2) as (desk, author):
        before = parts(desk)

        await sync(desk, author, "<p>New.</p>" * 30 + NEW)

        assert parts(desk) == before
        assert "changed (V)" in header(desk)


async def test_a_text_that_is_open_and_unread_is_told_to_have_changed_too(reader, server):
    async with reading(reader, server, "m", "escape") as (desk, author):
        assert not desk.screen.entries.row.read

        await sync(desk, author, NEW)

        assert not desk.screen.entries.row.changed
        assert "changed (V)" in header(desk)
        await desk.press("V")
        assert "six. seven." in desk.text


async def test_the_changes_are_shown_from_the_first_on_and_then_let_go(reader, server):
    async with reading(reader, server, "escape") as (desk, author):
        await sync(desk, author, NEW)

        await desk.press("V")

        assert desk.screen.in_article
        line = next(line for line in desk.lines if "~ The ferry leaves at six. seven." in line)
        assert desk.lines.index(line) < 12
        assert not desk.screen.entries.row.changed
        assert "changed (V)" not in header(desk)
        assert await reader.reading.as_read(desk.screen.entries.row.id) is None


@pytest.mark.parametrize("key", ["V", "escape"])
async def test_back_from_the_changes_the_new_text_is_where_one_was(reader, server, key):
    async with reading(reader, server, "space") as (desk, author):
        before = parts(desk)
        await sync(desk, author, "<p>New.</p>" * 30 + NEW)
        await desk.press("V")
        assert parts(desk) != before

        await desk.press(key)

        assert desk.screen.in_article
        assert set(before[1:-1]) <= set(parts(desk))
        assert desk.screen.article.entry.as_read is None
        await desk.press("G")
        assert desk.screen.article.at_end


async def test_changes_that_were_looked_at_can_be_seen_again_while_the_text_is_open(reader, server):
    async with reading(reader, server, "escape") as (desk, author):
        await sync(desk, author, NEW)
        await desk.press("V", "V")
        assert "six. seven." not in desk.text

        await desk.press("V")

        assert "six. seven." in desk.text


async def test_marking_lets_the_change_go(reader, server):
    async with reading(reader, server, "escape") as (desk, author):
        await sync(desk, author, NEW)

        await desk.press("m")

        assert not desk.screen.entries.row.changed
        assert "changed" not in desk.text


async def test_of_what_has_not_changed_it_is_said(reader, server):
    async with reading(reader, server) as (desk, _):
        await desk.press("V")
        assert desk.flash == "This text is as it was when you read it."


async def test_scrolling_the_changes_keeps_no_place(reader, server):
    async with reading(reader, server, "escape") as (desk, author):
        await sync(desk, author, NEW)
        await desk.press("V")
        await desk.press("G", "k", "escape", "escape", "j", "k")

        assert desk.screen.entries.row.progress == 0


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_changes_are_wrapped_anew_with_the_window(reader, server, size):
    async with reading(reader, server, "escape") as (desk, author):
        await sync(desk, author, NEW)
        await desk.press("V")

        await resize(desk.pilot, *size)
        await desk.settle()

        assert "six. seven." in desk.text


async def test_other_markup_is_no_change(reader, server):
    async with reading(reader, server, "escape") as (desk, author):
        await sync(desk, author, OLD.replace(BEFORE, f"<em>{BEFORE}</em>"))

        assert not desk.screen.entries.row.changed


@pytest.mark.parametrize("keys", [["v", "V"], ["V", "v", "V"]])
async def test_from_the_source_the_changes_come_in_sight(reader, server, keys):
    async with reading(reader, server) as (desk, author):
        await sync(desk, author, NEW)

        await desk.press(*keys)

        assert "~ The ferry leaves at six. seven." in desk.text
        assert "<p>" not in desk.text
