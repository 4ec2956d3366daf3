"""What a sync costs beside newsboat: processor seconds of the whole tree, for many large feeds.

The feeds come from a server that the caller names: a program that takes --port, --feeds,
--entries and --entry-kb, serves /f/0.xml and on, and moves to another state at /_ctl?gen=N.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[1]))

from typing import TYPE_CHECKING

from programs import BLOGREAD, NEWSBOAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

STEPS = ("first", "validators settle", "all 304", "one new entry each")
"""newsboat keeps validators only from its second fetch on."""


def main() -> None:
    """Let both take turns, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", help="the program that serves the feeds")
    parser.add_argument("--feeds", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="blogread-bench-") as name, served(asked) as base:
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


@contextlib.contextmanager
def served(asked: argparse.Namespace) -> Iterator[str]:
    """Start the server of the feeds."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    argv = [sys.executable, asked.server, "--port", str(port), "--feeds", str(asked.feeds)]
    with subprocess.Popen([*argv, "--entries", "30", "--entry-kb", "6"]) as process:
        try:
            base = f"http://127.0.0.1:{port}"
            while not answers(base):
                time.sleep(0.2)
            yield base
        finally:
            process.terminate()


def answers(base: str) -> bool:
    """Whether the server has begun."""
    try:
        urlopen(f"{base}/_stats").close()
    except URLError:
        return False
    return True


if __name__ == "__main__":
    main()
