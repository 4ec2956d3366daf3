"""A day of syncing by schedule: no site owner has anything to object to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from day import DAWN, KINDS, Day

from tui_reader.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from server import Server

    from tui_reader.sync.workers import Workers

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_day_of_syncing_gives_no_site_a_reason_to_object(
    server: Server, library: Path, workers: Workers
) -> None:
    day = Day()
    addresses = day.serve(server, 3 * len(KINDS), 3)
    database = await Database.open(library, now=DAWN)
    try:
        await day.live(database, addresses, step=timedelta(minutes=20), workers=workers)
    finally:
        await database.close()

    assert day.violations == []
    assert day.repeats
    assert day.conditional == day.repeats
    assert max(server.peak.values()) <= 2
    # Nothing was left out for the sake of manners: the plain ones were asked again and again.
    assert all(day.requests[f"/feed-{number}"] >= 8 for number in range(3))
