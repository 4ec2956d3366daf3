"""A day of many feeds on many hosts, by a clock of our own: what would their owners object to?"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from day import DAWN, Day
from server import Server

from tui_reader.store.database import Database
from tui_reader.sync.workers import Workers


def main() -> None:
    """Live through the day, and print what the server saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--hosts", type=int, default=100)
    parser.add_argument("--step", type=int, default=10, metavar="MINUTES")
    asked = parser.parse_args()
    day = Day()
    with Server() as server:
        addresses = day.serve(server, asked.feeds, asked.hosts)
        asyncio.run(live(day, addresses, timedelta(minutes=asked.step)))
        peak = max(server.peak.values())
    print("| feeds | hosts | requests | repeats | conditional | at once to a host | violations |")
    print("|---|---|---|---|---|---|---|")
    print(
        f"| {asked.feeds:,} | {asked.hosts} | {day.requests.total():,} | {day.repeats:,} "
        f"| {day.conditional / max(day.repeats, 1):.1%} | {peak} | {len(day.violations)} |"
    )
    print(f"\nRequests in each round: {' '.join(map(str, day.rounds))}")
    print("\n".join(day.violations[:20]))


async def live(day: Day, addresses: list[str], step: timedelta) -> None:
    """Let the day pass over a new library."""
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "library.db", now=DAWN)
        try:
            async with Workers() as workers:
                await day.live(database, addresses, step=step, workers=workers)
        finally:
            await database.close()


if __name__ == "__main__":
    main()
