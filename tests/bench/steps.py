"""What an article costs the whole app, in a real terminal: the first screen of it, and steps.

``steps.py [FILE ...]``: HTML to read, else made texts: words, links in every line, pictures in
sight in half and in quarter blocks. Processor time of all threads of the app. The first screen is
counted from Enter in the list until it is written, the article neither shown nor laid out before:
as the first of a session, and after another was read. For steps, each key is pressed once the
answer to the one before has ended; the least and the median of batches.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from desk import fill, post
from home import BLOGREAD, Home
from PIL import Image
from programs import COLUMNS, ROWS, machine
from server import Server
from terminal import Terminal

from tui_reader.article.charset import decode
from tui_reader.config import Config
from tui_reader.model.feed import HANDBOOK_URL, HEROKU_URL
from tui_reader.reader import Reader
from tui_reader.ui.app import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "Firstofall"
"""Stands at the beginning of the article."""
WORDS = "".join(f"<h2>Part {n}</h2><p>{'Some <b>words</b> of text. ' * 60}</p>" for n in range(60))
LINKS = "".join(
    f"<p>{'See <a href=https://example.org/a/page>a page</a> and go on. ' * 60}</p>"
    for _ in range(60)
)
PICTURE = "<p>Some words between.</p><img src='{url}' alt='Noise' width=480 height=320>"
ONE_PANE = 70
"""Columns at which a list does not show an article beside it."""
BATCH = 20
BATCHES = 5
QUIET = 0.15
"""Seconds without output that end the answer to a key."""
BETWEEN = 4
"""Entries between the first and the article: it must not be laid out as a neighbour."""


@dataclass(frozen=True, slots=True)
class Article:
    """What is read."""

    name: str
    html: str
    pictures: str = "off"


class Watched(Terminal):
    """A terminal that can tell what the app had spent when some words came."""

    _held: bytearray | None = None
    _words = b""
    spent = 0.0

    def note(self, words: str, *, within: float) -> float:
        """Give what the app had spent when it wrote these words.

        They are looked for in the bytes: to draw a screen takes us so long that the app, which
        goes on meanwhile, would be far behind the words when they are found on it.
        """
        self._words, self._held, self.spent = words.encode(), bytearray(), 0.0
        end = time.monotonic() + within
        while not self.spent and time.monotonic() < end:
            self.read(end - time.monotonic())
        held, self._held = bytes(self._held), None
        self._take(held)
        return self.spent

    def _take(self, data: bytes) -> None:
        if self._held is None:
            super()._take(data)
            return
        self._held += data
        if self._words in self._held:
            self.spent = spent_ms(self.pid)


async def make_library(path: Path, feed: str, html: str) -> None:
    """Write a library with the article as the last of some entries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    async with await Reader.open(path, Config(), now=utc_now) as reader:
        for url in (HANDBOOK_URL, HEROKU_URL):
            await reader.feeds.unsubscribe([(await reader.feeds.find(url)).id])
        others = [
            post(f"Post {n}", hours=n, html=f"<p>Text {n}. <a href='/'>Go</a>.</p>")
            for n in range(BETWEEN + 2)
        ]
        article = post("The article", hours=100, html=f"<p>{MARK}.</p>{html}")
        await fill(reader, feed, "Bench", *others, article)


def noise() -> bytes:
    """Make a picture of which no two cells are alike, the most that one can cost."""
    grain = Image.merge("RGB", [Image.effect_noise((120, 80), 90) for _ in range(3)])
    sink = io.BytesIO()
    grain.resize((480, 320), Image.Resampling.NEAREST).save(sink, "PNG")
    return sink.getvalue()


def spent_ms(pid: int) -> float:
    """Give the processor time of a process and its threads, in milliseconds (Linux)."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def rest(terminal: Terminal, quiet: float = QUIET) -> None:
    """Wait until nothing more comes."""
    while terminal.read(quiet):
        pass


@contextmanager
def opened(article: Article, feed: str, columns: int) -> Iterator[Watched]:
    """Open the app on the list of a library of its own."""
    with tempfile.TemporaryDirectory(prefix="blogread-bench-") as passing:
        home = Home(Path(passing))
        asyncio.run(make_library(home.library, feed, article.html))
        argv = [str(BLOGREAD), "--set", "sync.on_start=false"]
        argv += ["--set", f"ui.pictures={article.pictures}"]
        with Watched(argv, columns=columns, rows=ROWS, env=home.env) as terminal:
            terminal.wait_for("Post 0")
            rest(terminal, 0.5)
            yield terminal


def first_screen(article: Article, feed: str, *, warm: bool) -> float:
    """Give the milliseconds from Enter until the beginning of the article is written."""
    with opened(article, feed, ONE_PANE) as terminal:
        if warm:
            terminal.press("enter")
            terminal.wait_for("Text 0")
            rest(terminal, 0.5)
            terminal.press("escape")
            terminal.wait_for("Post 1")
        terminal.press("G")
        rest(terminal, 0.5)
        before = spent_ms(terminal.pid)
        terminal.press("enter")
        return terminal.note(MARK, within=60) - before


def steps(terminal: Terminal, *keys: str) -> tuple[float, float]:
    """Press keys in turn; give the milliseconds of one, the least and the median of batches."""
    found: list[float] = []
    turns = count()
    for _ in range(BATCHES):
        before = spent_ms(terminal.pid)
        for _ in range(BATCH):
            terminal.press(keys[next(turns) // BATCH % len(keys)])
            terminal.read(2)
            rest(terminal)
        found.append((spent_ms(terminal.pid) - before) / BATCH)
    return min(found), median(found)


def walk(article: Article, feed: str) -> tuple[float, ...]:
    """Give what a line step and a page step cost in the article."""
    with opened(article, feed, COLUMNS) as terminal:
        terminal.press("G", "enter")
        terminal.wait_for(MARK, within=60)
        rest(terminal, 2)
        line = steps(terminal, "j", "k")
        return (*line, *steps(terminal, "ctrl+f", "ctrl+b"))


def measure(article: Article, feed: str) -> None:
    """Print the row of one article."""
    found = [
        min(first_screen(article, feed, warm=warm) for _ in range(3)) for warm in (False, True)
    ]
    found += walk(article, feed)
    print(f"| {article.name} | {' | '.join(f'{each:.1f}' for each in found)} |", flush=True)


def main() -> None:
    """Measure the files named, or made texts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    files = parser.parse_args().files
    print(f"{machine()}; {COLUMNS}×{ROWS}; CPU ms of the whole app\n")
    print("| article | first screen of a session | first screen", end="")
    print(
        " | line step, least | median | page step, least | median |\n|---|---|---|---|---|---|---|"
    )
    with Server() as server:
        for number in range(12):
            server.answer(f"/{number}.png", body=noise(), content_type="image/png")
        pictures = "".join(PICTURE.format(url=server.url(f"/{n}.png")) for n in range(12)) * 8
        made = [
            Article("words", WORDS),
            Article("links", LINKS),
            Article("pictures, half blocks", pictures, "halves"),
            Article("pictures, quarter blocks", pictures, "blocks"),
        ]
        for article in [Article(f.stem, decode(f.read_bytes())) for f in files] or made:
            measure(article, server.url("/feed"))


if __name__ == "__main__":
    main()
