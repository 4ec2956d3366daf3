"""The picture process: fetches pictures for the app that started it, and ends with it.

What goes over its pipes is written in ``picture_child``, the other end of them.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.errors import FeedError
from tui_reader.model.picture import PictureWish
from tui_reader.pictures.cache import Cache
from tui_reader.sync.frames import frame
from tui_reader.sync.gallery import Gallery
from tui_reader.sync.plain import from_plain
from tui_reader.sync.yielding import give_way

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_LINE = 1 << 20


def main() -> None:
    """Answer wishes until the app is gone."""
    # Ctrl-C goes to every process of the terminal; the app decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_way()
    asyncio.run(_serve())


async def _serve() -> None:
    source = asyncio.StreamReader(limit=_LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(source), sys.stdin
    )
    line = await source.readline()
    if not line:
        return
    settings = json.loads(line)
    cache = Cache(Path(settings["folder"]))
    cache.tidy()
    clock = _clock(datetime.fromisoformat(settings["now"]))
    async with (
        Gallery(cache, now=clock, proxy=settings["proxy"]) as gallery,
        # A fault in one task ends the process: nobody is left waiting for an answer.
        asyncio.TaskGroup() as tasks,
    ):
        running: dict[int, asyncio.Task[None]] = {}
        async for line in source:
            asked = json.loads(line)
            if "drop" in asked:
                if (task := running.get(asked["drop"])) is not None:
                    task.cancel()
            else:
                number = int(asked["id"])
                wish = from_plain(PictureWish, asked["wish"])
                running[number] = tasks.create_task(_answer(gallery, number, wish))
                running[number].add_done_callback(partial(_forget, running, number))
        for task in tuple(running.values()):
            task.cancel()


def _forget(running: dict[int, asyncio.Task[None]], number: int, _: asyncio.Task[None]) -> None:
    del running[number]


def _clock(begun: datetime) -> Callable[[], datetime]:
    """Go on with the clock of the app."""
    loop = asyncio.get_running_loop()
    started = loop.time()
    return lambda: begun + timedelta(seconds=loop.time() - started)


async def _answer(gallery: Gallery, number: int, wish: PictureWish) -> None:
    head: dict[str, object] = {"id": number}
    data = b""
    try:
        view = await gallery.view(wish)
    except FeedError as error:
        head["failed"] = error.message
    else:
        head |= {"size": view.size, "natural": view.natural, "opaque": view.opaque}
        data = view.data
    # An app that is gone needs no answer; the end of the input comes as well.
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.buffer.writelines((*frame(json.dumps(head).encode()), *frame(data)))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
