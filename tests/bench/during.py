"""What j and k wait for while the first sync of many large feeds runs, against the same at rest.

The feeds come from the server of ``sync.py``: a program that takes --port, --feeds, --entries and
--entry-kb, and serves /f/0.xml and on. The keys are those of ``beside.py``. Before and after the
sync as many are pressed at rest, so that both rows of one table are of the same minutes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from beside import PAUSES, Keys, ask, home, moves_in_list, press_once, run_command, subscribe
from loopback import served
from programs import BLOGREAD, COLUMNS, ROWS, machine
from watched import Watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SYNCING = "SELECT count(*) FROM lease"
ENTRIES = "SELECT count(*) FROM entry"


def main() -> None:
    """Press keys before, during and after a sync; print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", help="the program that serves the feeds")
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--idle", type=int, default=400, help="keys before, and again after")
    parser.add_argument("--seconds", type=float, default=900, help="of the sync, at most")
    asked = parser.parse_args()
    print(f"{machine()}; load {os.getloadavg()[0]:.1f}; {asked.feeds} feeds\n")
    options = ("--feeds", str(asked.feeds), "--entries", "30", "--entry-kb", "6")
    with served(asked.server, *options) as base, tempfile.TemporaryDirectory() as name:
        library = Path(name) / "library.db"
        env = home(Path(name)) | {"BLOGREAD_PUBLIC_HOSTS": "127.0.0.1"}
        for words in (["remove", "Heroku"], ["sync"]):
            run_command(library, words, env)
        subscribe(library, [f"{base}/f/{n}.xml" for n in range(asked.feeds)], env)
        argv = [str(BLOGREAD), "--library", str(library), "--set", "sync.on_start=false"]
        with Watched(argv, columns=COLUMNS, rows=ROWS, env=env) as terminal:
            rest, syncing = measure(terminal, library, asked.idle, asked.seconds)
            terminal.press("q")
            terminal.wait_exit()
        tell(rest, syncing)
        print(f"\n{ask(library, ENTRIES):,} entries came in; load {os.getloadavg()[0]:.1f}")


def measure(terminal: Watched, library: Path, idle: int, seconds: float) -> tuple[list[Keys], Keys]:
    """Give what keys cost at rest, before and after, and while the sync ran."""
    column, steps = moves_in_list(terminal)

    def press(while_true: Callable[[], bool] = lambda: True) -> Iterator[Keys]:
        for pause in cycle(PAUSES):
            if not while_true():
                return
            yield press_once(terminal, column, next(steps), pause)

    def press_at_rest() -> Keys:
        return _together(islice(press(), idle))

    press_at_rest()
    before = press_at_rest()
    terminal.press("R")
    while not ask(library, SYNCING):
        time.sleep(0.05)
    syncing = _together(press(_until(library, seconds)))
    return [before, press_at_rest()], syncing


def _until(library: Path, seconds: float) -> Callable[[], bool]:
    """Tell whether the sync still runs; the library is asked once a second."""
    began = asked = time.monotonic()
    runs = True

    def still() -> bool:
        nonlocal asked, runs
        now = time.monotonic()
        if runs and now - asked >= 1:
            asked, runs = now, now - began < seconds and ask(library, SYNCING) > 0
        return runs

    return still


def _together(several: Iterator[Keys]) -> Keys:
    keys = Keys()
    for each in several:
        keys.waits += each.waits
        keys.cpu += each.cpu
    return keys


def tell(rest: Sequence[Keys], syncing: Keys) -> None:
    """Print the rows, and what the second is of the first."""
    idle = _together(iter(rest))
    print(
        "| ms | keys | p50 | p90 | p99 | most | CPU p50 | CPU p99 |\n"
        "|---|---|---|---|---|---|---|---|"
    )
    for name, keys in (("at rest", idle), ("during the sync", syncing)):
        waits = [_at(keys.waits, share) for share in (0.5, 0.9, 0.99, 1)]
        cpu = [_at(keys.cpu, share) for share in (0.5, 0.99)]
        figures = " | ".join(f"{each:.1f}" for each in (*waits, *cpu))
        print(f"| {name} | {len(keys.waits)} | {figures} |")
    share = _at(syncing.waits, 0.99) / _at(idle.waits, 0.99)
    print(f"\np99 during the sync is {share:.2f} of that at rest")


def _at(figures: Sequence[float], share: float) -> float:
    return sorted(figures)[min(len(figures) - 1, int(len(figures) * share))]


if __name__ == "__main__":
    main()
