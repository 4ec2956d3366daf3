"""From the address of a picture to its pixels: kept already, or fetched, decoded and kept."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Self

from tui_reader import urls
from tui_reader.errors import FetchError, Forbidden, ParseError, Unreachable
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.client import Client, Lane, Limits
from tui_reader.sync.picture_workers import PictureWorkers

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tui_reader.model.picture import PictureView, PictureWish, Size
    from tui_reader.pictures.cache import Cache

LIMITS = Limits(whole=30, body=10 * 1024 * 1024)
ACCEPT = "image/webp, image/png, image/jpeg, image/gif;q=0.9, */*;q=0.1"
AT_ONCE = 4
"""Pictures that are fetched at once, over all hosts; a host gives two."""
REST = 600.0
"""Seconds for which a picture that could not be had is not asked for again."""
_MOST_RESTING = 1000


class Gallery:
    """Gives pictures; a context manager."""

    def __init__(
        self,
        cache: Cache,
        *,
        now: Callable[[], datetime],
        proxy: str = "",
        limits: Limits = LIMITS,
        workers: PictureWorkers | None = None,
    ) -> None:
        self._cache = cache
        self._client = Client(now=now, proxy=proxy, limits=limits, accept=ACCEPT)
        self._workers = workers or PictureWorkers(2)
        self._owned = contextlib.AsyncExitStack()
        if workers is None:
            self._owned.push_async_exit(self._workers)
        self._lanes: asyncio.LifoQueue[Lane] = asyncio.LifoQueue()
        self._turns: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._resting: OrderedDict[str, float] = OrderedDict()

    async def __aenter__(self) -> Self:
        await self._owned.enter_async_context(self._client)
        for _ in range(AT_ONCE):
            self._lanes.put_nowait(await self._owned.enter_async_context(Lane(self._client)))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._owned.aclose()

    async def view(self, wish: PictureWish) -> PictureView:
        """Give a picture as it is wished for.

        Raises:
            FeedError: It cannot be had; the same address is then left alone for a while.
        """
        natural, copy = await self._copy(wish)
        try:
            return await self._workers.view(copy, natural, wish)
        except ParseError:
            self._cache.drop(wish.url)
            natural, copy = await self._copy(wish)
            return await self._workers.view(copy, natural, wish)

    async def _copy(self, wish: PictureWish) -> tuple[Size, bytes]:
        """Give the copy that is kept, or make it; one at a time of each address."""
        turn = self._turns.setdefault(wish.url, asyncio.Lock())
        try:
            async with turn:
                found = self._cache.find(wish.url)
                if found is not None:
                    return found
                natural, copy = await self._new_copy(wish)
                self._cache.keep(wish.url, natural, copy)
                return natural, copy
        finally:
            if not turn.locked():
                self._turns.pop(wish.url, None)

    async def _new_copy(self, wish: PictureWish) -> tuple[Size, bytes]:
        url = wish.url
        now = asyncio.get_running_loop().time()
        if self._resting.get(url, 0.0) > now:
            raise Unreachable(url, reason="it could not be had a while ago")
        if not urls.is_web(url):
            raise Forbidden(url, reason="pictures come from the web only", hint="")
        try:
            body = await self._fetch(url, trusted=wish.trusted)
            return await self._workers.copy(body, url=url)
        except (FetchError, ParseError):
            self._resting[url] = now + REST
            self._resting.move_to_end(url)
            if len(self._resting) > _MOST_RESTING:
                self._resting.popitem(last=False)
            raise

    async def _fetch(self, url: str, *, trusted: bool) -> bytes:
        lane = await self._lanes.get()
        try:
            answer = await lane.get(url, trusted=trusted)
        finally:
            self._lanes.put_nowait(lane)
        if isinstance(answer, Fetched):
            return answer.body
        raise Unreachable(url, reason="the server gave no picture")
