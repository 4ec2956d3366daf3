"""Pictures are fetched politely, safely and once; what fails is left alone for a while."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from pictures import RED, bomb, drawn, liar, png
from server import Answer

from tui_reader.errors import FeedError, Forbidden, HttpStatus, TooLarge, Unparsable
from tui_reader.fetch.client import Limits
from tui_reader.model.picture import PictureWish, Size
from tui_reader.pictures.cache import Cache
from tui_reader.sync import gallery as gallery_module
from tui_reader.sync.gallery import AT_ONCE, Gallery
from tui_reader.sync.picture_workers import PictureWorkers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from conftest import Clock
    from server import Server

SHORT = Limits(connect=1, idle=0.5, whole=2, body=200_000)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def picture_workers() -> AsyncIterator[PictureWorkers]:
    async with PictureWorkers(1) as running:
        yield running


class Show:
    """A gallery, and what tests ask of it."""

    def __init__(self, server: Server, gallery: Gallery, cache: Cache) -> None:
        self.server, self.gallery, self.cache = server, gallery, cache

    async def see(self, path: str, *, host: str = "127.0.0.1", trusted: bool = True) -> Size:
        wish = self.wish(path, host=host, trusted=trusted)
        view = await self.gallery.view(wish)
        assert len(view.data) == view.size.width * view.size.height * 3
        return view.natural

    def wish(self, path: str, *, host: str = "127.0.0.1", trusted: bool = True) -> PictureWish:
        url = path if ":" in path else self.server.url(path, host=host)
        return PictureWish(url=url, width=72, height=40, density=0.125, trusted=trusted)


@pytest_asyncio.fixture(loop_scope="session")
async def show(
    server: Server, tmp_path: Path, clock: Clock, picture_workers: PictureWorkers
) -> AsyncIterator[Show]:
    cache = Cache(tmp_path / "pictures")
    async with Gallery(cache, now=clock, limits=SHORT, workers=picture_workers) as running:
        yield Show(server, running, cache)


pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_picture_is_fetched_once_and_kept(show: Show):
    show.server.answer("/a.png", body=png(80, 40), content_type="image/png")
    assert await show.see("/a.png") == (80, 40)
    assert await show.see("/a.png") == (80, 40)
    assert len(show.server.to("/a.png")) == 1
    assert show.cache.size(show.server.url("/a.png")) == (80, 40)


async def test_it_is_drawn_in_its_own_colours(show: Show):
    show.server.answer("/a.png", body=png(80, 40, RED))
    view = await show.gallery.view(show.wish("/a.png"))
    assert view.size == (10, 5)
    assert tuple(view.data[:3]) == RED


async def test_nobody_is_told_what_is_read_or_who_reads(show: Show):
    show.server.answer(
        "/a.png", body=png(), headers=[("Set-Cookie", "who=you; Path=/"), ("ETag", '"you"')]
    )
    show.server.answer("/b.png", body=png())
    await show.see("/a.png")
    await show.see("/b.png")
    for request in show.server.requests:
        assert not {"cookie", "referer", "if-none-match"} & set(request.headers)


async def test_many_wishes_for_one_picture_are_one_request(show: Show):
    show.server.answer("/a.png", body=png())
    await asyncio.gather(*(show.see("/a.png") for _ in range(20)))
    assert len(show.server.to("/a.png")) == 1


async def test_only_so_many_are_fetched_at_once(show: Show):
    def slow(_: object) -> object:
        show.server.wait(0.02)
        return answer

    answer = Answer(body=png(), content_type="image/png")
    for number in range(24):
        show.server.route(f"/{number}.png", slow)
    hosts = [f"127.0.0.{1 + number % 6}" for number in range(24)]
    await asyncio.gather(*(show.see(f"/{n}.png", host=host) for n, host in enumerate(hosts)))
    assert max(show.server.peak.values()) <= 2
    assert len(show.server.requests) == 24
    assert len({request.connection for request in show.server.requests}) >= AT_ONCE


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (bomb(), "too many pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "no PNG"),
        (b"<!doctype html><title>Please log in</title>", "no PNG"),
        (drawn("JPEG", size=(300, 300))[:-700], "damaged"),
    ],
)
async def test_what_is_no_sound_picture_is_not_kept(show: Show, body: bytes, why: str):
    show.server.answer("/a.png", body=body, content_type="image/png")
    with pytest.raises(Unparsable, match=why):
        await show.see("/a.png")
    assert show.cache.find(show.server.url("/a.png")) is None


async def test_a_picture_that_unpacks_to_more_than_it_says_does_no_harm(show: Show):
    show.server.answer("/liar.png", body=liar())
    show.server.answer("/a.png", body=png(80, 40))
    assert await show.see("/liar.png") == (16, 16)
    assert await show.see("/a.png") == (80, 40)


async def test_one_that_is_too_heavy_is_not_read_to_its_end(show: Show):
    show.server.answer("/a.png", body=bytes(300_000))
    with pytest.raises(TooLarge):
        await show.see("/a.png")


async def test_a_strangers_picture_may_not_lead_into_a_private_network(show: Show):
    show.server.answer("/a.png", body=png())
    with pytest.raises(Forbidden):
        await show.see("/a.png", trusted=False)
    assert show.server.requests == []


async def test_nor_may_a_redirect_from_a_public_page(show: Show, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BLOGREAD_PUBLIC_HOSTS", "127.0.0.2")
    show.server.redirect("/a.png", show.server.url("/secret.png", host="127.0.0.1"))
    show.server.answer("/secret.png", body=png())
    with pytest.raises(Forbidden):
        await show.see("/a.png", host="127.0.0.2", trusted=False)
    assert show.server.to("/secret.png") == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:image/png;base64,AAAA", "x:y"])
async def test_pictures_come_from_the_web_only(show: Show, url: str):
    with pytest.raises(FeedError):
        await show.see(url)


async def test_what_failed_is_left_alone_for_a_while(show: Show, monkeypatch: pytest.MonkeyPatch):
    show.server.answer("/a.png", status=503)
    with pytest.raises(HttpStatus):
        await show.see("/a.png")
    show.server.answer("/a.png", body=png(80, 40))
    with pytest.raises(FeedError, match="a while ago"):
        await show.see("/a.png")
    assert len(show.server.requests) == 1
    monkeypatch.setattr(gallery_module, "REST", -1.0)
    show.gallery._resting.clear()
    assert await show.see("/a.png") == (80, 40)


async def test_a_copy_that_was_damaged_is_fetched_again(show: Show, tmp_path: Path):
    show.server.answer("/a.png", body=png(80, 40))
    await show.see("/a.png")
    (file,) = (tmp_path / "pictures").iterdir()
    file.write_bytes(b"\x89PNG and then nothing")
    assert await show.see("/a.png") == (80, 40)
    assert len(show.server.requests) == 2
    assert await show.see("/a.png") == (80, 40)
    assert len(show.server.requests) == 2


async def test_a_wish_that_is_taken_back_frees_its_place(show: Show):
    show.server.raw("/slow.png", b"HTTP/1.1 200 OK\r\n", then="hang")
    show.server.answer("/a.png", body=png(80, 40))
    slow = [asyncio.create_task(show.see("/slow.png", host=f"127.0.0.{n}")) for n in range(1, 5)]
    await show.server.asked(AT_ONCE)
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    assert await show.see("/a.png") == (80, 40)
