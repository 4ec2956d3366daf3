"""What keys wait for while one hostile feed is fetched beside many good ones, fault by fault.

The faults come from a server that the caller names: a program that takes --port, tells its cases
as JSON at / ({"cases": [{"id": …, "url": …}]}), serves a feed of N entries at /good/N, and
answers on 127.0.0.1 to 127.0.0.8. Each case is a library of good feeds and that one, opened on a
pty; R starts the sync, and j and k go on being pressed until it has ended.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[1]))

from loopback import served
from programs import BLOGREAD, COLUMNS, ROWS, home, machine
from reading import BARS, Reading
from watched import Watched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HOSTS = 8
ENTRIES = 40
"""Of each good feed."""
PAUSES = (0.02, 0.05, 0.12)
"""Seconds between an answer and the next key; the last lets the article beside the list follow."""
LONGEST = 90.0
"""Seconds that a sync may take at most; one exchange has 30."""


@dataclass(slots=True)
class Keys:
    """What the keys of one sync have waited for."""

    waits: list[float] = field(default_factory=list)
    """Milliseconds from each key to the cursor's move on the screen."""
    cpu: list[float] = field(default_factory=list)
    """Milliseconds of processor time that the app itself spent meanwhile."""


def main() -> None:
    """Go through the cases, and print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", help="the program that serves the faults")
    parser.add_argument("--feeds", type=int, default=49, help="good feeds beside each")
    parser.add_argument("--only", default="", metavar="REGEX", help="only cases of such an id")
    parser.add_argument("--limit", type=float, default=100, help="milliseconds a key may wait")
    asked = parser.parse_args()
    print(f"{machine()}; {asked.feeds} good feeds beside each case\n")
    print("| case | sync s | keys | longest wait ms | CPU ms of it | refreshed | exit |")
    print("|---|---|---|---|---|---|---|")
    waits: list[float] = []
    late, busiest = 0, 0.0
    with served(asked.server) as base, tempfile.TemporaryDirectory() as name:
        cases = json.load(urlopen(f"{base}/"))["cases"]
        chosen = [case for case in cases if re.search(asked.only, case["id"])]
        template = make_template(Path(name) / "good", base, asked.feeds)
        for case in chosen:
            keys = run(Path(name) / case["id"], template, case, asked.feeds)
            late += sum(wait > asked.limit for wait in keys.waits)
            busiest = max(busiest, *keys.cpu)
            waits += keys.waits
    print(f"\n{len(chosen)} cases, {len(waits)} keys, {late} over {asked.limit:.0f} ms, ", end="")
    waits.sort()
    print(f"median {waits[len(waits) // 2]:.0f}, p99 {waits[len(waits) * 99 // 100]:.0f}", end="")
    print(f", longest {waits[-1]:.0f} ms; most CPU of one {busiest:.0f} ms")


def run(folder: Path, template: Path, case: dict[str, str], good: int) -> Keys:
    """Sync one case in the app while keys are pressed; print its row."""
    env = home(folder) | {"BLOGREAD_PUBLIC_HOSTS": "127.0.0.1"}
    library = folder / "library.db"
    shutil.copy(template, library)
    subscribe(library, [f"{case['url']}?k=beside"], env)
    argv = [str(BLOGREAD), "--library", str(library), "--set", "sync.on_start=false"]
    with Watched(argv, columns=COLUMNS, rows=ROWS, env=env) as terminal:
        keys, seconds = press(terminal, library)
        terminal.press("q")
        status = terminal.wait_exit()
    number = keys.waits.index(max(keys.waits))
    print(
        f"| {case['id']} | {seconds:.0f} | {len(keys.waits)} | {keys.waits[number]:.0f} "
        f"| {keys.cpu[number]:.0f} | {refreshed(library)} of {good} | {status} |",
        flush=True,
    )
    shutil.rmtree(folder)
    return keys


def make_template(folder: Path, base: str, good: int) -> Path:
    """Make a library of the handbook, which is read already, and good feeds on many hosts."""
    env, library = home(folder), folder / "library.db"
    for words in (["remove", "Heroku"], ["sync"]):
        run_command(library, words, env)
    hosts = [base.replace("127.0.0.1", f"127.0.0.{number + 1}") for number in range(HOSTS)]
    addresses = [f"{host}/good/{ENTRIES}?k={n}" for n, host in zip(range(good), cycle(hosts))]
    subscribe(library, addresses, env)
    return library


def subscribe(library: Path, addresses: Sequence[str], env: Mapping[str, str]) -> None:
    """Subscribe without a fetch."""
    urls = library.with_name("urls")
    urls.write_text("".join(f"{address}\n" for address in addresses))
    run_command(library, ["import", str(urls)], env)


def run_command(library: Path, words: Sequence[str], env: Mapping[str, str]) -> None:
    """Run a command that must succeed."""
    argv = [BLOGREAD, "--library", library, *words]
    subprocess.run(argv, env=env, check=True, capture_output=True)


def ask(library: Path, question: str) -> int:
    """Ask the library for a number."""
    with closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as connection:
        return int(connection.execute(question).fetchone()[0])


def refreshed(library: Path) -> int:
    """Count the good feeds of which everything has come in."""
    return ask(
        library,
        "SELECT count(*) FROM feed JOIN feed_count c ON c.feed_id = id "
        f"WHERE url LIKE '%/good/{ENTRIES}?%' AND problem = '' AND total = {ENTRIES}",
    )


def moves_in_list(terminal: Watched) -> tuple[int, Iterator[tuple[str, int, int]]]:
    """Go to the list; give the bar's column, and keys with the rows the bar goes from and to."""
    reading = Reading(terminal)
    reading.wait(lambda r: "Welcome" in r.list.body)
    terminal.press("2")
    reading.wait(lambda r: r.list.has_focus and bar(r))
    column = reading.list.left + 1
    first = settled_bar(reading, "g")
    second = settled_bar(reading, "j")
    assert first == settled_bar(reading, "k") < second
    return column, cycle([("j", first, second), ("k", second, first)])


def press(terminal: Watched, library: Path) -> tuple[Keys, float]:
    """Start the sync, press keys until it has ended; give them, and the seconds it took."""
    column, moves = moves_in_list(terminal)
    keys = Keys()
    began = time.monotonic()
    ended = over(library, began)
    next(ended)
    terminal.press("R")
    for step, pause in zip(moves, cycle(PAUSES)):
        if next(ended):
            break
        cost = press_once(terminal, column, step, pause)
        keys.waits += cost.waits
        keys.cpu += cost.cpu
    return keys, time.monotonic() - began


def press_once(terminal: Watched, column: int, step: tuple[str, int, int], pause: float) -> Keys:
    """Press a key, wait for the bar to go from one row to another, then read for a pause."""
    key, left, row = step
    spent, at = cpu(terminal.pid), time.perf_counter()
    terminal.press(key)
    terminal.wait_for(
        lambda t: t.ground(row, column) in BARS and t.ground(left, column) not in BARS
    )
    cost = Keys(waits=[(terminal.read_at - at) * 1000], cpu=[(cpu(terminal.pid) - spent) * 1000])
    until = time.perf_counter() + pause
    while (rest := until - time.perf_counter()) > 0:
        terminal.read(rest)
    return cost


def cpu(pid: int) -> float:
    """Give the processor seconds that a process has used, to the nanosecond (Linux)."""
    return time.clock_gettime((~pid << 3) | 2)


def bar(reading: Reading) -> int:
    """Give the first row of the cursor's bar in the list, 0 where there is none."""
    pane = reading.list
    rows = range(1, reading.terminal.rows - 1)
    return next((r for r in rows if reading.terminal.ground(r, pane.left + 1) in BARS), 0)


def settled_bar(reading: Reading, key: str) -> int:
    """Press a key; give where the bar is once the screen has come to rest."""
    reading.terminal.press(key)
    while reading.terminal.read(0.4):
        pass
    return bar(reading)


def over(library: Path, began: float) -> Iterator[bool]:
    """Tell, again and again, whether the sync has ended; the library is asked twice a second."""
    asked, synced = began, "SELECT value FROM meta WHERE key = 'synced_at'"
    before = ask(library, synced)
    while time.monotonic() - began < LONGEST:
        if time.monotonic() - asked < 0.5:
            yield False
            continue
        asked = time.monotonic()
        yield ask(library, synced) > before
    raise AssertionError(f"The sync of {library} has not ended")


if __name__ == "__main__":
    main()
