"""The picture process from the app's side: started when needed, replaced, ended."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from pictures import png

from tui_reader.model.picture import PictureForm, PictureWish
from tui_reader.sync import picture_child
from tui_reader.sync.picture_child import PictureChild

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from conftest import Clock
    from server import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def child(tmp_path: Path, clock: Clock, server: Server) -> AsyncIterator[PictureChild]:
    server.answer("/a.png", body=png(80, 40))
    made = PictureChild(tmp_path / "pictures", proxy="", now=clock)
    yield made
    await made.close()


def wish(server: Server, path: str = "/a.png", **more: object) -> PictureWish:
    asked = {"width": 72, "height": 40, "density": 0.125, "trusted": True, **more}
    return PictureWish(url=server.url(path), **asked)


async def test_wishes_are_answered_until_it_dies_and_then_by_another(
    child: PictureChild, server: Server
):
    first, none = await asyncio.gather(
        child.view(wish(server)), child.view(wish(server, "/none.png"))
    )
    assert first is not None
    assert (first.size, first.natural, first.opaque) == ((10, 5), (80, 40), True)
    assert none is None

    drawn = await child.view(wish(server, form=PictureForm.PNG, density=1.0))
    assert drawn is not None
    assert drawn.data.startswith(b"\x89PNG")
    assert len(server.to("/a.png")) == 1

    before = child._process
    os.kill(before.pid, signal.SIGKILL)
    await before.wait()
    await asyncio.wait([child._reading])
    assert await child.view(wish(server)) == first
    assert child._process is not before


async def test_one_that_dies_leaves_nobody_waiting(child: PictureChild, server: Server):
    server.raw("/slow.png", b"HTTP/1.1 200 OK\r\n", then="hang")
    waiting = asyncio.create_task(child.view(wish(server, "/slow.png")))
    await server.asked()
    os.kill(child._process.pid, signal.SIGKILL)
    assert await waiting is None


async def test_without_wishes_it_ends(
    child: PictureChild, server: Server, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(picture_child, "IDLE", 0.0)
    await child.view(wish(server))
    process = child._process
    assert process is not None
    assert await process.wait() is not None
    await asyncio.gather(*child._ending)
    assert child._process is None


async def test_a_program_that_never_works_is_not_started_for_ever(
    child: PictureChild, server: Server, monkeypatch: pytest.MonkeyPatch
):
    started: list[int] = []

    def broken(_: str) -> tuple[str, ...]:
        started.append(1)
        return ("/bin/false",)

    monkeypatch.setattr(picture_child, "command", broken)
    for _ in range(6):
        assert await child.view(wish(server)) is None
    assert len(started) == 3
