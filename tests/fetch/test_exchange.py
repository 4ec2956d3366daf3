"""One exchange: what is asked, what comes back, and where it ends."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from server import Answer, Server, rss

from tui_reader import __version__
from tui_reader.errors import (
    BadCertificate,
    HttpStatus,
    TimedOut,
    TooLarge,
    UnknownName,
    Unreachable,
)
from tui_reader.fetch.answer import Fetched, NotModified, Validators
from tui_reader.fetch.budget import FREE, Budget
from tui_reader.fetch.client import Client, Lane, Limits

if TYPE_CHECKING:
    from conftest import Clock

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


async def test_a_body_comes_whole_with_what_was_said_of_it(server: Server, lane: Lane) -> None:
    server.feed("/feed", rss(2), etag='"1"', headers=[("Cache-Control", "max-age=600")])

    answer = await lane.get(server.url("/feed"))

    assert isinstance(answer, Fetched)
    assert answer.body == rss(2).encode()
    assert answer.validators == Validators(etag='"1"')
    assert answer.fresh_for == timedelta(minutes=10)
    assert answer.content_type == "application/rss+xml; charset=utf-8"


async def test_the_first_request_has_no_condition_and_says_who_asks(
    server: Server, lane: Lane
) -> None:
    server.feed("/feed", rss(1))

    await lane.get(server.url("/feed"))

    headers = server.requests[0].headers
    assert not {"if-none-match", "if-modified-since", "cookie", "referer"} & set(headers)
    assert headers["user-agent"] == (
        f"blogread/{__version__} (+https://github.com/blogread/blogread)"
    )
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "application/atom+xml" in headers["accept"]


@pytest.mark.parametrize("etag", ['"abc"', 'W/"weak"', "unquoted", 'W/"a,b\\"c \xc3\xa9"'], ids=str)
async def test_validators_go_back_byte_for_byte(server: Server, lane: Lane, etag: str) -> None:
    stamp = "Fri, 01 Jan 2099 00:00:00 GMT"
    server.feed("/feed", rss(1), etag=etag, last_modified=stamp)
    first = await lane.get(server.url("/feed"))

    second = await lane.get(server.url("/feed"), first.validators)

    assert isinstance(second, NotModified)
    assert server.requests[1].headers["if-none-match"] == etag
    assert server.requests[1].headers["if-modified-since"] == stamp


async def test_304_to_a_request_without_condition_is_an_error(server: Server, lane: Lane) -> None:
    server.answer("/feed", status=304)

    with pytest.raises(HttpStatus) as caught:
        await lane.get(server.url("/feed"))

    assert caught.value.status == 304


async def test_a_server_that_ignores_both_validators_is_not_read_to_the_end(
    server: Server, lane: Lane
) -> None:
    same = Validators(etag='"1"', last_modified="Mon, 02 Nov 2026 00:00:00 GMT")
    head = f"ETag: {same.etag}\r\nLast-Modified: {same.last_modified}\r\n".encode()
    server.raw("/feed", HEAD + head + b"Content-Length: 90\r\n\r\n", then="hang")

    assert isinstance(await lane.get(server.url("/feed"), same), NotModified)


async def test_the_same_tag_alone_does_not_hide_a_new_body(server: Server, lane: Lane) -> None:
    server.answer("/feed", body=rss(3), headers=[("ETag", '"always"')])

    answer = await lane.get(server.url("/feed"), Validators(etag='"always"'))

    assert isinstance(answer, Fetched)


async def test_one_connection_serves_several_exchanges(server: Server, lane: Lane) -> None:
    server.feed("/a", rss(1), etag='"1"')

    first = await lane.get(server.url("/a"))
    await lane.get(server.url("/a"), first.validators)
    await lane.get(server.url("/a"))

    assert [request.connection for request in server.requests] == [1, 1, 1]


async def test_a_kept_connection_that_the_server_closed_is_replaced(
    server: Server, lane: Lane
) -> None:
    server.answer("/feed", body=rss(1), headers=[("Connection", "close")])
    server.raw("/silent", HEAD + b"Content-Length: 2\r\n\r\nok")
    await lane.get(server.url("/silent"))

    answer = await lane.get(server.url("/feed"))

    assert isinstance(answer, Fetched)


async def test_bytes_behind_an_answer_are_never_the_next_one(server: Server, lane: Lane) -> None:
    first = Answer(body=rss(3).encode()).encode()
    poison = Answer(body=rss(3, title="Poison").encode()).encode()
    server.raw("/first", first + poison, then="hang")
    server.answer("/second", body=b"<second/>")
    await lane.get(server.url("/first"))

    answer = await lane.get(server.url("/second"))

    assert isinstance(answer, Fetched)
    assert answer.body == b"<second/>"


async def test_bytes_behind_a_chunked_answer_are_never_the_next_one(
    server: Server, lane: Lane
) -> None:
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n6\r\n<rss/>\r\n0\r\n\r\n"
    server.raw("/first", chunked + chunked, then="hang")
    server.answer("/second", body=b"<second/>")
    await lane.get(server.url("/first"))

    answer = await lane.get(server.url("/second"))

    assert isinstance(answer, Fetched)
    assert answer.body == b"<second/>"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"<rss/>", mtime=0)),
        ("x-gzip", gzip.compress(b"<rss/>", mtime=0)),
        ("gzip", gzip.compress(b"<rss", mtime=0) + gzip.compress(b"/>", mtime=0) + b"padding"),
        ("deflate", zlib.compress(b"<rss/>")),
        ("deflate", zlib.compress(b"<rss/>")[2:-4]),
        ("gzip", b"<rss/>"),
        ("identity", b"<rss/>"),
    ],
)
async def test_each_coding_is_undone(
    server: Server, lane: Lane, coding: str, packed: bytes
) -> None:
    server.answer("/feed", body=packed, headers=[("Content-Encoding", coding)])

    answer = await lane.get(server.url("/feed"))

    assert isinstance(answer, Fetched)
    assert answer.body == b"<rss/>"


@pytest.mark.parametrize(
    ("coding", "packed", "says"),
    [
        ("gzip", gzip.compress(b"<rss/>" * 99, mtime=0)[:-30], "cut off"),
        ("gzip", gzip.compress(b"<rss/>" * 99, mtime=0)[:20] + b"\xff" * 60, "damaged"),
        ("br", b"<rss/>", "“br”"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"<rss/>", mtime=0), mtime=0), "“gzip, gzip”"),
    ],
)
async def test_what_cannot_be_undone_is_an_error(
    server: Server, lane: Lane, coding: str, packed: bytes, says: str
) -> None:
    server.answer("/feed", body=packed, headers=[("Content-Encoding", coding)])

    with pytest.raises(Unreachable, match=says):
        await lane.get(server.url("/feed"))


async def test_a_bomb_ends_at_the_limit(server: Server, lane: Lane) -> None:
    server.answer(
        "/bomb", body=gzip.compress(bytes(50_000_000)), headers=[("Content-Encoding", "gzip")]
    )

    with pytest.raises(TooLarge) as caught:
        await lane.get(server.url("/bomb"))

    assert caught.value.limit == 100_000


async def test_an_endless_body_ends_at_the_limit(server: Server, lane: Lane) -> None:
    server.raw("/endless", HEAD + b"\r\n", *[b"x" * 10_000] * 30)

    with pytest.raises(TooLarge):
        await lane.get(server.url("/endless"))


@pytest.mark.parametrize("count", [300, 100_000])
async def test_too_many_headers_are_refused(server: Server, lane: Lane, count: int) -> None:
    server.answer("/feed", headers=[(f"X-{n}", "v" * 30) for n in range(count)])

    with pytest.raises(TooLarge, match="header"):
        await lane.get(server.url("/feed"))


@pytest.mark.parametrize(
    ("pieces", "then"),
    [
        ((HEAD + b"Content-Length: 100\r\n\r\nhalf",), "close"),
        ((HEAD + b"Content-Length: 100\r\n\r\nhalf",), "reset"),
        ((HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nZZ\r\nno chunk\r\n",), "close"),
        ((HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",), "close"),
        ((HEAD + b"Content-Length: -5\r\n\r\nbody",), "close"),
        ((b"SSH-2.0-OpenSSH_9.6\r\n\x00\x01",), "close"),
        ((), "close"),
        ((), "reset"),
        ((b"HTTP/1.1 100 Continue\r\n\r\n" * 20,), "close"),
    ],
    ids=[
        "cut", "reset", "bad-chunk", "cut-chunk", "negative-length", "no-http", "silence",
        "reset-at-once", "only-interim",
    ],
)  # fmt: skip
async def test_a_broken_exchange_is_an_error(
    server: Server, lane: Lane, pieces: tuple[bytes, ...], then: str
) -> None:
    server.raw("/feed", *pieces, then=then)

    with pytest.raises(Unreachable):
        await lane.get(server.url("/feed"))


async def test_validators_of_a_body_that_may_be_cut_are_not_kept(
    server: Server, lane: Lane
) -> None:
    server.raw("/feed", HEAD + b'ETag: "1"\r\n\r\n<rss><channel><item>')

    answer = await lane.get(server.url("/feed"))

    assert isinstance(answer, Fetched)
    assert answer.validators == Validators()


async def test_a_body_that_ends_with_its_connection_is_whole_where_it_looks_so(
    server: Server, lane: Lane
) -> None:
    server.raw("/feed", HEAD + b'ETag: "1"\r\n\r\n<rss></rss>\n')

    answer = await lane.get(server.url("/feed"))

    assert answer.validators.etag == '"1"'


async def test_a_pause_ends_the_exchange(server: Server, impatient: Lane) -> None:
    server.raw("/feed", HEAD, then="hang")

    with pytest.raises(TimedOut, match="pause"):
        await impatient.get(server.url("/feed"))


async def test_drops_that_never_pause_end_at_the_deadline(
    server: Server, clock: Clock, calm: Limits, routed: None
) -> None:
    server.raw("/feed", HEAD + b"\r\n", *[b"x"] * 1000, pause=0.1)
    limits = replace(calm, whole=1.5)

    async with Client(now=clock, limits=limits) as client, Lane(client) as lane:
        with pytest.raises(TimedOut, match="everything"):
            await lane.get(server.url("/feed"))


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 500, 999])
async def test_any_other_status_is_an_error_and_its_body_is_left_alone(
    server: Server, lane: Lane, status: int
) -> None:
    server.answer("/feed", status=status, body=b"" if status == 204 else rss(1))

    with pytest.raises(HttpStatus) as caught:
        await lane.get(server.url("/feed"))

    assert caught.value.status == status


async def test_a_status_counts_though_its_body_breaks_off(server: Server, impatient: Lane) -> None:
    server.raw("/feed", b"HTTP/1.1 410 Gone\r\nContent-Length: 100\r\n\r\n", then="hang")

    with pytest.raises(HttpStatus) as caught:
        await impatient.get(server.url("/feed"))

    assert caught.value.status == 410


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("999999999999", 86_400),
        ("Tue, 24 Nov 2026 13:00:00 GMT", 3600),
        ("soon", None),
    ],
)
async def test_retry_after_is_read_and_clamped(
    server: Server, lane: Lane, value: str, seconds: float | None
) -> None:
    server.answer("/feed", status=503, headers=[("Retry-After", value)])

    with pytest.raises(HttpStatus) as caught:
        await lane.get(server.url("/feed"))

    assert caught.value.retry_after == seconds


async def test_a_closed_port_is_unreachable(lane: Lane) -> None:
    with Server() as gone:
        address = gone.url("/feed")

    with pytest.raises(Unreachable, match="refused the connection"):
        await lane.get(address)


async def test_an_unknown_name_is_said_by_its_name(lane: Lane) -> None:
    with pytest.raises(UnknownName, match=r"no-such-blog\.invalid"):
        await lane.get("http://no-such-blog.invalid/feed")


async def test_plain_text_on_a_secure_port_is_unreachable(lane: Lane) -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.0 400 This is plain text\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as talker:
        port = talker.sockets[0].getsockname()[1]
        with pytest.raises(Unreachable, match="no secure connection"):
            await lane.get(f"https://127.0.0.1:{port}/feed")


async def test_a_certificate_that_nobody_vouches_for_is_refused(
    lane: Lane, tls_server: Server
) -> None:
    with pytest.raises(BadCertificate, match="self-signed"):
        await lane.get(tls_server.url("/feed"))

    assert tls_server.requests == []


async def test_a_large_body_waits_until_the_last_one_is_let_go_and_a_small_one_for_nobody(
    server: Server, clock: Clock, routed: None
) -> None:
    server.feed("/large", "x" * (FREE + 1))
    server.feed("/small", "x" * FREE)
    async with (
        Client(now=clock, budget=Budget()) as client,
        Lane(client) as first,
        Lane(client) as second,
        Lane(client) as third,
    ):
        await first.get(server.url("/large"))
        waiting = asyncio.create_task(second.get(server.url("/large", host="127.0.0.2")))
        await server.asked(2)

        assert isinstance(await third.get(server.url("/small")), Fetched)
        assert not waiting.done()

        first.let_go()
        assert isinstance(await waiting, Fetched)


async def test_the_deadline_stands_still_while_a_large_body_waits() -> None:
    budget = Budget()
    await budget.take("first", None)
    async with asyncio.timeout(30) as deadline:
        due = deadline.when()
        waiting = asyncio.create_task(budget.take("second", deadline))
        await asyncio.sleep(0)
        assert deadline.when() is None

        budget.give_back("first")
        await waiting

        assert (deadline.when() or 0) >= (due or 0) > 0
