"""What a sync costs beside newsboat: processor seconds of the whole tree, for many large feeds.

The feeds come from a server that the caller names: a program that takes --port, --feeds,
--entries and --entry-kb, serves /f/0.xml and on, and moves to another state at /_ctl?gen=N.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

from loopback import served
from programs import BLOGREAD, NEWSBOAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

STEPS = ("first", "validators settle", "all 304", "one new entry each")
"""newsboat keeps validators only from its second fetch on."""


def main() -> None:
    """Let both take turns, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", help="the program that serves the feeds")
    parser.add_argument("--feeds", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="blogread-bench-") as name, feeds(asked) as base:
        folder = Path(name)
        urls = folder / "urls"
        urls.write_text("".join(f"{base}/f/{number}.xml\n" for number in range(asked.feeds)))
        programs = {"blogread": blogread(folder, urls)}
        if NEWSBOAT:
            programs["newsboat"] = newsboat(folder, urls)
        print(f"| processor seconds | {' | '.join(programs)} |")
        print(f"|---|{'---|' * len(programs)}")
        for step in STEPS:
            if step == STEPS[-1]:
                urlopen(f"{base}/_ctl?gen=1").close()
            spent = [f"{cpu(run):.1f}" for run in programs.values()]
            print(f"| {step} | {' | '.join(spent)} |", flush=True)


def blogread(folder: Path, urls: Path) -> Callable[[], None]:
    """Make a library with these subscriptions alone; give what syncs it."""
    command = [str(BLOGREAD), "--library", str(folder / "library.db")]
    quietly([*command, "remove", "1", "2"])
    quietly([*command, "import", str(urls)])
    return lambda: quietly([*command, "sync", "--force", "--quiet"])


def newsboat(folder: Path, urls: Path) -> Callable[[], None]:
    """Make newsboat's files; give what reloads them, after the planner's statistics."""
    cache, config = folder / "cache.db", folder / "config"
    config.write_text("auto-reload no\nreload-threads 10\n")
    command = [NEWSBOAT or "", "-q", "-u", str(urls), "-c", str(cache), "-C", str(config)]

    def reload() -> None:
        if cache.exists():
            with closing(sqlite3.connect(cache)) as connection:
                connection.execute("ANALYZE")
        quietly([*command, "-x", "reload"], {"HOME": str(folder)})

    return reload


def quietly(argv: list[str], env: Mapping[str, str] | None = None) -> None:
    """Run a command to its end."""
    subprocess.run(argv, capture_output=True, env={**os.environ, **(env or {})}, check=True)


def cpu(run: Callable[[], None]) -> float:
    """Give the processor seconds of a run and of everything it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def feeds(asked: argparse.Namespace) -> AbstractContextManager[str]:
    """Start the server of the feeds."""
    size = ["--feeds", str(asked.feeds), "--entries", "30", "--entry-kb", "6"]
    return served(asked.server, *size)


if __name__ == "__main__":
    main()
