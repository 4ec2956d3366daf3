"""What a line step and a page step cost the whole app, with an article in a real terminal.

``steps.py [FILE ...]``: HTML to read, else made text. Processor time of all threads of the app,
each key pressed once the answer to the one before has ended; median of batches.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from itertools import count
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

from desk import fill, post
from home import Home
from programs import COLUMNS, ROWS, machine

from tui_reader.article.charset import decode
from tui_reader.config import Config
from tui_reader.model.feed import HANDBOOK_URL, HEROKU_URL
from tui_reader.reader import Reader
from tui_reader.ui.app import utc_now

if TYPE_CHECKING:
    from terminal import Terminal

TITLE = "The article of the bench"
MADE = "".join(f"<h2>Part {n}</h2><p>{'Some <b>words</b> of text. ' * 60}</p>" for n in range(60))
BATCH = 20
BATCHES = 5
QUIET = 0.15
"""Seconds without output that end the answer to a key."""


async def make_library(path: Path, html: str) -> None:
    """Write a library with one article."""
    path.parent.mkdir(parents=True)
    async with await Reader.open(path, Config(), now=utc_now) as reader:
        for url in (HANDBOOK_URL, HEROKU_URL):
            await reader.feeds.unsubscribe([(await reader.feeds.find(url)).id])
        await fill(reader, "https://a.example/feed", "Bench", post(TITLE, hours=1, html=html))


def spent_ms(pid: int) -> float:
    """Give the processor time of a process and its threads, in milliseconds (Linux)."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def rest(terminal: Terminal) -> None:
    """Wait until nothing more comes."""
    while terminal.read(QUIET):
        pass


def steps(terminal: Terminal, *keys: str) -> float:
    """Press keys in turn; give the milliseconds of one, the median of batches."""
    found: list[float] = []
    turns = count()
    for _ in range(BATCHES):
        before = spent_ms(terminal.pid)
        for _ in range(BATCH):
            terminal.press(keys[next(turns) // BATCH % len(keys)])
            terminal.read(2)
            rest(terminal)
        found.append((spent_ms(terminal.pid) - before) / BATCH)
    return median(found)


def measure(name: str, html: str) -> None:
    """Print the row of one article."""
    with tempfile.TemporaryDirectory(prefix="blogread-bench-") as passing:
        home = Home(Path(passing))
        asyncio.run(make_library(home.library, html))
        terminal = home.app("--set", "sync.on_start=false", columns=COLUMNS, rows=ROWS)
        try:
            terminal.wait_for(TITLE)
            terminal.press("enter")
            rest(terminal)
            line = steps(terminal, "j", "k")
            page = steps(terminal, "ctrl+f", "ctrl+b")
        finally:
            terminal.close()
    print(f"| {name} | {line:.1f} | {page:.1f} |", flush=True)


def main() -> None:
    """Measure the files named, or made text."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    print(f"{machine()}; {COLUMNS}×{ROWS}; CPU ms of the whole app\n")
    print("| article | a line step | a page step |\n|---|---|---|")
    for file in files:
        measure(file.stem, decode(file.read_bytes()))
    if not files:
        measure("made text", MADE)


if __name__ == "__main__":
    main()
