"""The command in this process over a small library, and as a real process beside it."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import NOON, entry, subscription, update

from tui_reader.cli.main import main
from tui_reader.config import Config
from tui_reader.model.feed import Author, FetchState, Problem
from tui_reader.reader import Reader
from tui_reader.store import feeds
from tui_reader.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

    from tui_reader.model.feed import FeedId
    from tui_reader.model.update import FeedUpdate

HOSTILE_TITLE = "Hull \x1b]52;c;Q2xpcA==\x07 and \u202ekeel\u202c \x9b31m"
FEED_URL = "https://reader:secret@example.org/feed"


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run of the command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on stdout."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """The TAB-separated records on stdout."""
        return [line.split("\t") for line in self.out.splitlines()]


class Screen(io.StringIO):
    """A stdout that a person reads directly."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def blogread(
    library: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Run the command in this process on the test's library; the clock stands at noon."""

    def run(*words: object) -> Result:
        capsys.readouterr()
        code = main(["--library", str(library), *map(str, words)], now=clock)
        captured = capsys.readouterr()
        return Result(code=code, out=captured.out, err=captured.err)

    return run


@pytest.fixture
def on_screen(
    blogread: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run it as if a person saw stdout, 80 columns wide."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: object) -> Result:
        screen = Screen()
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", screen)
            result = blogread(*words)
        return Result(code=result.code, out=screen.getvalue(), err=result.err)

    return run


@pytest.fixture
def process(library: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run it as a process of its own."""

    def run(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tui_reader", "--library", str(library)]
        return subprocess.run(
            [*command, *map(str, words)],
            check=False,
            **{"capture_output": True, "text": True, "timeout": 60, **options},
        )

    return run


@pytest.fixture
def start(library: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start it as a process of its own and give it running."""

    def run(*words: object, **environ: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tui_reader", "--library", str(library), *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environ},
        )

    return run


@pytest.fixture
def fill(library: Path) -> Callable[[FeedUpdate], None]:
    """Write into the library what a fetch would have brought."""

    async def write(update: FeedUpdate) -> None:
        database = await Database.open(library, now=NOON)
        try:
            await database.write(feeds.apply, update, NOON)
        finally:
            await database.close()

    return lambda update: asyncio.run(write(update))


@pytest.fixture
def stocked(library: Path, fill: Callable[[FeedUpdate], None]) -> Path:
    """A library with a third feed, “Harbour Notes” in Sea/Boats, of four entries.

    Its ids are read from ``blogread list``; newest first the titles are Hull (hostile), Rope,
    Anchor, Sail.
    """

    async def subscribe() -> FeedId:
        async with await Reader.open(library, Config(), now=lambda: NOON) as reader:
            await reader.feeds.subscribe(
                [subscription(FEED_URL, title="Harbour Notes", folders=(("Sea", "Boats"),))]
            )
            return (await reader.feeds.find("Harbour Notes")).id

    fill(update(asyncio.run(subscribe()), *_entries()))
    return library


def _entries() -> list[Any]:
    return [
        entry(
            "sail",
            title="Sail",
            url="https://me:word@example.org/sail",
            authors=(Author(name="Ada Finch", role="Rigger, Boats"),),
            categories=("rigging",),
            published_at=NOON - timedelta(days=30),
            html="<p>The sail is <b>blue</b>.</p>",
        ),
        entry("anchor", title="Anchor", published_at=NOON - timedelta(days=3)),
        entry(
            "rope", title="Rope", categories=("rigging",), published_at=NOON - timedelta(hours=5)
        ),
        entry("hull", title=HOSTILE_TITLE, html="<p>\x1b[2J</p>"),
    ]


@pytest.fixture
def ids(stocked: Path, blogread: Callable[..., Result]) -> dict[str, str]:
    """The entries' ids by the first word of their titles."""
    rows = blogread("list", "all").rows
    return {cells[5].split()[0]: cells[0] for cells in rows}


@pytest.fixture
def failing(stocked: Path, fill: Callable[[FeedUpdate], None]) -> Path:
    """The same library; its third feed fails since yesterday."""
    problem = Problem(
        kind="http",
        message="There is no feed at this address (status 404).",
        hint="Look for its new address.",
        status=404,
        since=NOON - timedelta(days=1),
    )
    fill(update(3, fetch=FetchState(failures=3, checked_at=NOON, problem=problem)))
    return stocked
