"""The programs that the benches compare, each with a library of the same size and shape."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

import generate
from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BLOGREAD = Path(sys.executable).with_name("blogread")
NEWSBOAT = shutil.which("newsboat")
COLUMNS, ROWS = 120, 36
BODY = "<p>" + "A generated body, about as long as a short post. " * 40 + "</p>"
"""newsboat's entries carry this; 2 kB, as those of the generated library do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A command that paints a list."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    marker: str
    """Words that stand on the screen once the list is painted."""
    open_list: tuple[str, ...] = ()
    """Keys that lead from there to the list of entries."""

    def start(self) -> Terminal:
        """Start it on a terminal of its own."""
        return Terminal(self.argv, columns=COLUMNS, rows=ROWS, env=self.env)


def options(description: str | None) -> argparse.ArgumentParser:
    """Give the options that every bench takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--entries", type=int, nargs="+", default=[100, 100_000])
    parser.add_argument("--keep", type=Path, help="make the libraries here, or use those it has")
    return parser


@contextmanager
def programs(sizes: Sequence[int], keep: Path | None) -> Iterator[list[Program]]:
    """Give blogread, and newsboat where it is installed, with libraries of these sizes."""
    with tempfile.TemporaryDirectory(prefix="blogread-bench-") as passing:
        folder = keep or Path(passing)
        makers = [blogread, newsboat] if NEWSBOAT else [blogread]
        yield [
            make(folder / f"{make.__name__}-{count}", entries=count, feeds=feeds_for(count))
            for make in makers
            for count in sizes
        ]


def feeds_for(entries: int) -> int:
    """Give how many feeds a library of this size has: 500 for 100,000 entries."""
    return max(5, min(500, entries // 200))


def home(folder: Path) -> dict[str, str]:
    """Give an environment whose home is this folder, and no setting of the person who runs it."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"HOME": str(folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def blogread(folder: Path, *, entries: int, feeds: int) -> Program:
    """Make a library with the generator."""
    env = home(folder)
    library = folder / "library.db"
    if not library.exists():
        asyncio.run(generate.generate(library, entries, feeds))
    return Program(
        name=f"blogread, {entries:,} entries",
        argv=(str(BLOGREAD), "--library", str(library), "--set", "sync.on_start=false"),
        env=env,
        marker=", part ",
    )


def newsboat(folder: Path, *, entries: int, feeds: int) -> Program:
    """Fill a newsboat cache; newsboat makes the tables itself.

    The cache is analysed afterwards, which helps newsboat: without it, 100,000 entries took
    two minutes.
    """
    assert NEWSBOAT
    env = home(folder)
    urls, cache, config = folder / "urls", folder / "cache.db", folder / "config"
    addresses = [f"http://127.0.0.1:9/{number}.xml" for number in range(feeds)]
    urls.write_text("".join(f"{address}\n" for address in addresses))
    config.write_text("auto-reload no\nbind-key j down\nbind-key k up\n")
    argv = (NEWSBOAT, "-q", "-u", str(urls), "-c", str(cache), "-C", str(config))
    if not cache.exists():
        subprocess.run(
            [*argv, "-x", "print-unread"], env=env, check=True, stdout=subprocess.DEVNULL
        )
        with closing(sqlite3.connect(cache)) as database, database:
            _fill(database, "rss_feed", _newsboat_feeds(addresses))
            _fill(database, "rss_item", _newsboat_items(addresses, entries))
            database.execute("ANALYZE")
    return Program(
        name=f"newsboat, {entries:,} entries",
        argv=argv,
        env=env,
        marker="Generated feed",
        open_list=("enter",),
    )


def _newsboat_feeds(addresses: Sequence[str]) -> Iterator[dict[str, object]]:
    for number, address in enumerate(addresses):
        yield {"rssurl": address, "url": address, "title": f"Generated feed {number}"}


def _newsboat_items(addresses: Sequence[str], entries: int) -> Iterator[dict[str, object]]:
    for number in range(entries):
        yield {
            "guid": f"entry-{number}",
            "title": f"Generated entry {number} with a title of usual length",
            "author": "Generated Author",
            "url": f"http://127.0.0.1:9/{number}",
            "feedurl": addresses[number % len(addresses)],
            "pubDate": 1_700_000_000 + number * 60,
            "content": BODY,
            "unread": int(number % 3 == 0),
        }


def _fill(database: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    """Insert rows, with an empty value in each column that a row does not name."""
    columns = {
        name: 0 if "INT" in kind.upper() else ""
        for _, name, kind, *_ in database.execute(f"PRAGMA table_info({table})")
        if name != "id"
    }
    marks = ", ".join("?" * len(columns))
    database.execute(f"DELETE FROM {table}")
    database.executemany(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
        ([*{**columns, **row}.values()] for row in rows),
    )


def cpu_ms(pid: int) -> float:
    """Give the processor time a process has used, in milliseconds (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


def memory_mb(pid: int, field: str) -> float:
    """Give ``VmRSS`` or ``VmHWM`` of a process in megabytes (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"The kernel tells no {field}")


def machine() -> str:
    """Name the machine and the versions, for the head of a table."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} cores ({model}), Python {sys.version.split()[0]}"
