"""Syncing real documents from a real server into a real library."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from builders import entry
from server import Answer, item, rss

from tui_reader.errors import StoreError, StoreFull, SyncHeld
from tui_reader.fetch import addresses, client
from tui_reader.fetch.client import Limits
from tui_reader.model.feed import FetchState
from tui_reader.model.report import OutcomeKind
from tui_reader.model.update import FeedUpdate
from tui_reader.store import feeds, lease, meta
from tui_reader.store.packing import packed

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Shelf
    from server import Request, Server

    from tui_reader.model.report import SyncProgress


pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_first_sync_brings_the_entries_newest_last(server: Server, shelf: Shelf) -> None:
    server.feed("/feed", rss(3, title="Blog"))

    outcome = await shelf.sync_one(server.url("/feed"))

    assert (outcome.kind, outcome.new, outcome.title) == (OutcomeKind.UPDATED, 3, "Blog")
    assert await shelf.titles() == ["Post 1", "Post 2", "Post 3"]
    assert await shelf.unread() == 3


async def test_a_second_sync_is_conditional_and_writes_no_entry(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(3), etag='"1"', last_modified="Mon, 02 Nov 2026 00:00:00 GMT")
    await shelf.sync_one(server.url("/feed"))
    before = await shelf.rows("SELECT * FROM entry")

    outcome = await shelf.sync_one(server.url("/feed"))

    assert outcome.kind is OutcomeKind.UNCHANGED
    assert server.requests[1].headers["if-none-match"] == '"1"'
    assert await shelf.rows("SELECT * FROM entry") == before
    assert (await shelf.feed(server.url("/feed"))).fetch.etag == '"1"'


async def test_the_same_body_under_a_new_tag_is_unchanged_and_its_tag_is_kept(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(3), etag='"1"')
    await shelf.sync_one(server.url("/feed"))
    server.feed("/feed", rss(3), etag='"2"')

    outcome = await shelf.sync_one(server.url("/feed"))

    assert outcome.kind is OutcomeKind.UNCHANGED
    assert (await shelf.feed(server.url("/feed"))).fetch.etag == '"2"'


async def test_a_reordered_body_with_the_same_entries_writes_none(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss([item(1), item(2)]))
    await shelf.sync_one(server.url("/feed"))
    server.feed("/feed", rss([item(2), item(1)]))

    outcome = await shelf.sync_one(server.url("/feed"))

    assert (outcome.new, outcome.changed) == (0, 0)


async def test_an_edited_entry_changes_in_place_and_stays_read(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(2))
    await shelf.sync_one(server.url("/feed"))
    await shelf.read_everything()
    server.feed("/feed", rss([item(2, body="Edited."), item(1)]))

    outcome = await shelf.sync_one(server.url("/feed"))

    assert (outcome.new, outcome.changed) == (0, 1)
    assert await shelf.unread() == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([item(n, guid=f"a{n}") for n in range(6)], [item(n, guid=f"b{n}") for n in range(6)]),
        (
            [item(n, guid="", link=f"http://example.org/p/{n}") for n in range(6)],
            [item(n, guid="", link=f"https://www.example.org/p/{n}?utm_id=x") for n in range(6)],
        ),
        (
            [item(n, guid="", link=f"http://example.org/p/{n}?sess=a{n}") for n in range(6)],
            [item(n, guid="", link=f"http://example.org/p/{n}?sess=b{n}") for n in range(6)],
        ),
    ],
    ids=["guid-churn", "http-to-https", "session-links"],
)  # fmt: skip
async def test_renamed_entries_stay_the_same_and_read(
    server: Server, shelf: Shelf, before: list[str], after: list[str]
) -> None:
    server.feed("/feed", rss(before))
    await shelf.sync_one(server.url("/feed"))
    await shelf.read_everything()
    server.feed("/feed", rss(after))

    outcome = await shelf.sync_one(server.url("/feed"))

    assert outcome.new == 0
    assert len(await shelf.titles()) == 6
    assert await shelf.unread() == 0


async def test_a_republished_feed_brings_nothing_back_unread_and_says_so(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(8))
    await shelf.sync_one(server.url("/feed"))
    await shelf.read_everything()
    moved = [
        item(n, guid=f"x{n}", link=f"http://new.example/{n}", title=f"New name {n}", day=n)
        for n in range(8)
    ]
    server.feed("/feed", rss(moved))

    outcome = await shelf.sync_one(server.url("/feed"))

    assert await shelf.unread() == 0
    assert "published anew" in outcome.note
    assert outcome.new == 0


async def test_one_guid_in_two_feeds_is_two_entries(server: Server, shelf: Shelf) -> None:
    server.feed("/a", rss(1))
    server.feed("/b", rss([item(1, title="Stolen")]))
    await shelf.subscribe(server.url("/a"), server.url("/b"))

    await shelf.sync()

    assert sorted(await shelf.titles()) == ["Post 1", "Stolen"]


async def test_a_large_first_fetch_is_stored_whole(server: Server, shelf: Shelf) -> None:
    server.feed("/feed", rss(250))

    assert (await shelf.sync_one(server.url("/feed"))).new == 250


PAGE = "<!doctype html><title>Hotel WiFi</title><p>Please log in."


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, PAGE, "not-a-feed"),
        (200, "", "not-a-feed"),
        (200, '{"no": "feed"}', "not-a-feed"),
        (404, "", "http"),
        (401, "", "http"),
        (500, rss([item(66, title="POISON")]), "http"),
    ],
    ids=["portal", "empty", "json", "404", "401", "500"],
)
async def test_a_fault_overwrites_nothing(
    server: Server, shelf: Shelf, status: int, body: str, kind: str
) -> None:
    address = server.url("/feed")
    server.feed("/feed", rss(3, title="Blog"), etag='"1"')
    await shelf.sync_one(address)
    before = await shelf.feed(address)
    server.answer("/feed", status=status, body=body, headers=[("ETag", '"evil"')])

    outcome = await shelf.sync_one(address)

    assert outcome.kind is OutcomeKind.FAILED
    assert outcome.problem is not None
    assert outcome.problem.kind == kind
    after = await shelf.feed(address)
    assert (after.fetch.etag, after.fetch.body_hash) == ('"1"', before.fetch.body_hash)
    assert (after.url, after.info, after.total) == (before.url, before.info, 3)


async def test_a_cut_answer_is_asked_for_again_without_its_validators(
    server: Server, shelf: Shelf
) -> None:
    address = server.url("/feed")
    server.raw("/feed", b'HTTP/1.1 200 OK\r\nETag: "cut"\r\nContent-Length: 9999\r\n\r\n<rss>')
    await shelf.sync_one(address)
    server.feed("/feed", rss(2), etag='"cut"')

    outcome = await shelf.sync_one(address)

    assert outcome.new == 2
    assert "if-none-match" not in server.requests[1].headers


async def test_one_failure_leaves_the_other_feeds_alone(server: Server, shelf: Shelf) -> None:
    server.answer("/bad", status=500)
    good = [f"/good{n}" for n in range(5)]
    for path in good:
        server.feed(path, rss(1))
    await shelf.subscribe(server.url("/bad"), *map(server.url, good))

    report = await shelf.sync()

    assert (report.failed, report.new) == (1, 5)


async def test_410_is_told_and_not_asked_again_by_schedule(server: Server, shelf: Shelf) -> None:
    server.answer("/feed", status=410)
    await shelf.sync_one(server.url("/feed"))
    shelf.clock.advance(days=30)

    assert (await shelf.sync(by_hand=False)).outcomes == ()
    assert (await shelf.feed(server.url("/feed"))).fetch.stopped


async def test_a_host_that_says_429_is_left_alone_whole_and_by_hand(
    server: Server, shelf: Shelf
) -> None:
    server.answer("/a", status=429, headers=[("Retry-After", "120")])
    for n in range(4):
        server.feed(f"/b{n}", rss(1))
    await shelf.subscribe(server.url("/a"))
    await shelf.sync()
    await shelf.subscribe(*[server.url(f"/b{n}") for n in range(4)])

    early = await shelf.sync()

    assert {outcome.kind for outcome in early.outcomes} == {OutcomeKind.SKIPPED}
    assert len(server.requests) == 1
    shelf.clock.advance(seconds=121)
    assert (await shelf.sync()).new == 4


async def test_a_feed_is_not_asked_before_its_time_unless_by_hand(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/feed", rss(1), headers=[("Cache-Control", "max-age=7200")])
    await shelf.subscribe(server.url("/feed"))
    await shelf.sync(by_hand=False)

    shelf.clock.advance(hours=1.9)
    assert (await shelf.sync(by_hand=False)).outcomes == ()
    assert len((await shelf.sync(by_hand=True)).outcomes) == 1
    shelf.clock.advance(hours=3.1)
    assert len((await shelf.sync(by_hand=False)).outcomes) == 1


async def test_a_permanent_redirect_is_not_believed_at_once(server: Server, shelf: Shelf) -> None:
    address = server.url("/old")
    server.redirect("/old", "/new", status=301)
    server.feed("/new", rss(1), etag='"1"')

    await shelf.sync_one(address)
    shelf.clock.advance(days=3)
    await shelf.sync()

    assert (await shelf.feed(address)).fetch.moved_to == server.url("/new")


async def test_a_permanent_redirect_that_holds_for_a_week_becomes_the_address(
    server: Server, shelf: Shelf
) -> None:
    server.redirect("/old", "/new", status=301)
    server.feed("/new", rss(1), etag='"1"')
    await shelf.sync_one(server.url("/old"))
    shelf.clock.advance(days=7)

    report = await shelf.sync()

    assert server.url("/new") in report.outcomes[0].note
    assert (await shelf.feed(server.url("/new"))).fetch.moved_to == ""
    assert (await shelf.sync()).outcomes[0].kind is OutcomeKind.UNCHANGED
    assert server.requests[-1].path == "/new"


async def test_a_feed_that_moved_to_another_subscription_stays_itself(
    server: Server, shelf: Shelf
) -> None:
    server.redirect("/old", "/new", status=301)
    server.feed("/new", rss(1))
    await shelf.subscribe(server.url("/old"), server.url("/new"))
    await shelf.sync()
    shelf.clock.advance(days=8)

    report = await shelf.sync()

    notes = [outcome.note for outcome in report.outcomes if outcome.note]
    assert len(notes) == 1
    assert "subscribed already" in notes[0]
    assert (await shelf.feed(server.url("/old"))).url == server.url("/old")


async def test_a_hotel_does_not_take_the_address(server: Server, shelf: Shelf) -> None:
    address = server.url("/feed")
    server.feed("/feed", rss(1))
    await shelf.sync_one(address)
    server.redirect("/feed", "/login", status=301)
    server.answer("/login", body=PAGE, content_type="text/html")

    for _ in range(3):
        shelf.clock.advance(days=5)
        await shelf.sync()

    assert (await shelf.feed(address)).fetch.moved_to == ""


async def test_never_more_than_two_requests_at_once_to_a_host(server: Server, shelf: Shelf) -> None:
    def slow(_: Request) -> Answer:
        server.wait(0.02)
        return Answer(body=rss(1).encode())

    hosts = ("127.0.0.1", "localhost")
    for n in range(12):
        server.route(f"/{n}", slow)
    await shelf.subscribe(*[server.url(f"/{n}", host=host) for n in range(12) for host in hosts])

    report = await shelf.sync()

    assert report.failed == 0
    assert set(server.peak.values()) == {2}
    assert max(request.connection for request in server.requests) == 4


async def test_the_configured_number_of_connections_is_kept(server: Server, shelf: Shelf) -> None:
    shelf.config = replace(shelf.config, connections=1)
    for n in range(6):
        server.feed(f"/{n}", rss(1))
    await shelf.subscribe(*[server.url(f"/{n}") for n in range(6)])

    await shelf.sync()

    assert {request.connection for request in server.requests} == {1}


async def test_progress_counts_up_to_the_end(server: Server, shelf: Shelf) -> None:
    server.feed("/a", rss(2))
    server.answer("/b", status=500)
    await shelf.subscribe(server.url("/a"), server.url("/b"))
    seen: list[SyncProgress] = []

    report = await shelf.sync(report=seen.append)

    assert [(step.done, step.total) for step in seen] == [(1, 2), (2, 2)]
    assert (seen[-1].failed, seen[-1].new) == (report.failed, report.new) == (1, 2)


async def test_local_feeds_come_first(server: Server, shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(2))
    server.feed("/feed", rss(1))
    await shelf.subscribe(server.url("/feed"), file.as_uri())

    report = await shelf.sync()

    assert [outcome.new for outcome in report.outcomes] == [2, 1]
    assert (await shelf.sync()).new == 0


async def test_without_a_network_nothing_is_anyones_fault(shelf: Shelf) -> None:
    addresses = [f"http://blog-{n}.invalid/feed" for n in range(30)]
    await shelf.subscribe(*addresses)

    report = await shelf.sync()

    assert report.offline
    assert {outcome.kind for outcome in report.outcomes} == {OutcomeKind.SKIPPED}
    assert len(report.outcomes) == 30
    assert (await shelf.feed(addresses[0])).fetch.failures == 0
    assert await shelf.database.read(meta.get, lease.OFFLINE) == "1"


async def test_dead_names_that_answer_at_once_do_not_outvote_a_slow_server(
    server: Server, shelf: Shelf
) -> None:
    def slow(_: Request) -> Answer:
        server.wait(0.2)
        return Answer(body=rss(1).encode())

    server.route("/feed", slow)
    server.feed("/next", rss(1))
    await shelf.subscribe(
        *[f"http://dead-{n}.invalid/feed" for n in range(4)],
        server.url("/feed"),
        *[f"http://dead-{n}.invalid/feed" for n in range(4, 30)],
        server.url("/next", host="localhost"),
    )

    report = await shelf.sync()

    assert not report.offline
    assert (report.failed, report.new) == (30, 2)


async def test_hosts_that_no_connection_leads_to_are_no_network(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nowhere(*_: object, **__: object) -> None:
        await asyncio.sleep(60)

    # A network that swallows every packet can't be had on loopback.
    monkeypatch.setattr(client, "connect", nowhere)
    shelf.limits = Limits(connect=0.1)
    await shelf.subscribe(*[f"http://127.0.0.{n}/feed" for n in range(1, 100)])

    report = await shelf.sync()

    assert report.offline
    assert len(report.outcomes) == 99


async def test_one_unknown_name_is_that_feeds_fault(server: Server, shelf: Shelf) -> None:
    server.feed("/feed", rss(1))
    await shelf.subscribe(server.url("/feed"), "http://gone.invalid/feed")

    report = await shelf.sync()

    assert not report.offline
    assert report.failed == 1
    assert (await shelf.feed("http://gone.invalid/feed")).fetch.failures == 1


async def test_the_only_host_that_was_there_lately_and_is_unknown_now_is_no_network(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deny(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    # A name server that denies every name can't be had on loopback.
    monkeypatch.setattr(addresses, "_lookup", deny)
    monkeypatch.setattr(addresses, "has_route", lambda: True)
    url = "http://blog.invalid/feed"
    await shelf.subscribe(url)
    feed = await shelf.feed(url)
    state = FetchState(checked_at=shelf.clock())
    update = FeedUpdate(feed_id=feed.id, fetch=state, new=(packed(entry()),))
    await shelf.database.write(feeds.apply, update, shelf.clock())
    shelf.clock.advance(days=1)

    assert (await shelf.sync()).offline

    shelf.clock.advance(days=8)
    report = await shelf.sync()

    assert not report.offline
    assert report.failed == 1


async def test_a_finished_sync_is_noted(server: Server, shelf: Shelf) -> None:
    await shelf.sync()

    assert await shelf.database.read(meta.get, lease.SYNCED_AT) == str(
        int(shelf.clock().timestamp() * 1e6)
    )
    assert await shelf.database.read(meta.get, lease.OFFLINE) == ""


async def test_only_the_feeds_that_were_named_are_fetched(server: Server, shelf: Shelf) -> None:
    server.feed("/a", rss(1))
    server.feed("/b", rss(1))
    ids = await shelf.subscribe(server.url("/a"), server.url("/b"))

    await shelf.sync(ids[1:])

    assert [request.path for request in server.requests] == ["/b"]


async def test_two_syncs_at_once_are_one(server: Server, shelf: Shelf) -> None:
    shelf.limits = Limits(idle=0.5)
    server.raw("/feed", then="hang")
    await shelf.subscribe(server.url("/feed"))
    first = asyncio.create_task(shelf.sync())
    await server.asked()

    with pytest.raises(SyncHeld):
        await shelf.sync()

    await first


async def test_a_sync_that_is_cancelled_keeps_what_it_has_and_gives_the_lease_back(
    server: Server, shelf: Shelf
) -> None:
    shelf.limits = Limits()
    server.feed("/a", rss(2))
    server.raw("/b", then="hang")
    await shelf.subscribe(server.url("/a"), server.url("/b"))
    arrived = asyncio.Event()
    running = asyncio.create_task(shelf.sync(report=lambda _: arrived.set()))
    await arrived.wait()

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert len(await shelf.titles()) == 2
    assert await shelf.database.read(lease.current, shelf.clock()) is None


async def test_a_library_that_fails_ends_the_sync_with_its_error(
    server: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull(shelf.database.path)

    for n in range(5):
        server.feed(f"/{n}", rss(1))
    await shelf.subscribe(*[server.url(f"/{n}") for n in range(5)])
    monkeypatch.setattr(feeds, "apply", full)

    with pytest.raises(StoreError):
        await shelf.sync()

    assert await shelf.database.read(lease.current, shelf.clock()) is None


async def test_a_library_that_fails_the_heartbeat_ends_the_sync_too(
    server: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull(shelf.database.path)

    shelf.limits = Limits()
    monkeypatch.setattr(lease, "BEAT", timedelta(milliseconds=10))
    monkeypatch.setattr(lease, "beat", full)
    server.raw("/feed", then="hang")
    await shelf.subscribe(server.url("/feed"))

    with pytest.raises(StoreFull):
        await shelf.sync()


async def test_a_lease_that_was_taken_over_ends_the_sync(
    server: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.limits = Limits()
    monkeypatch.setattr(lease, "BEAT", timedelta(milliseconds=10))
    server.raw("/feed", then="hang")
    await shelf.subscribe(server.url("/feed"))
    running = asyncio.create_task(shelf.sync())
    await server.asked()

    shelf.clock.advance(minutes=5)
    await shelf.database.write(lease.acquire, "another, process 1, x", shelf.clock())

    with pytest.raises(SyncHeld, match="another"):
        await running


async def test_a_beating_lease_is_not_taken_over(
    server: Server, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.limits = Limits()
    monkeypatch.setattr(lease, "BEAT", timedelta(milliseconds=10))
    server.raw("/feed", then="hang")
    await shelf.subscribe(server.url("/feed"))
    running = asyncio.create_task(shelf.sync())
    await server.asked()
    shelf.clock.advance(seconds=50)
    await asyncio.sleep(0.05)
    shelf.clock.advance(seconds=50)

    with pytest.raises(SyncHeld):
        await shelf.sync()

    running.cancel()
    await asyncio.wait([running])
