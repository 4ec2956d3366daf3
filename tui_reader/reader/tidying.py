"""What is done for the library after a sync, a little at a time: retention, the bin, copies."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from tui_reader.reader.bin import GAP
from tui_reader.reader.copies import Copies
from tui_reader.store import bin as rubbish
from tui_reader.store import retention

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from tui_reader.config import SyncConfig
    from tui_reader.store.database import Database

CHUNK = 50
"""Entries in one transaction: nobody who presses a key waits longer for the library."""


async def after_sync(database: Database, config: SyncConfig, now: Callable[[], datetime]) -> None:
    """Copy the marks once a day, purge what is past its time, empty the bin.

    Raises:
        StoreError: The library cannot serve; what was committed before stays.
    """
    await Copies(database, now).keep_daily()
    moment = now()
    if not await database.write_soon(retention.may_purge, moment):
        return
    for feed_id, days in (await database.read(retention.keep_days, config.keep_days)).items():
        write = partial(database.write_soon, retention.purge, feed_id, days, moment, CHUNK)
        await _bit_by_bit(write)
    await _bit_by_bit(partial(database.write_soon, rubbish.expire, moment, CHUNK))


async def _bit_by_bit(write: Callable[[], Awaitable[int]]) -> None:
    """Write chunks until one is not full, and let others have the library in between."""
    count = CHUNK
    while count == CHUNK:
        count = await write()
        await asyncio.sleep(GAP)
