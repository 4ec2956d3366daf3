"""From exec to the painted list: with few and with many entries, beside newsboat.

The programs take turns, so that whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import TYPE_CHECKING

from programs import NEWSBOAT, Program, blogread, cpu_ms, machine, newsboat, scratch

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--entries", type=int, nargs="+", default=[100, 100_000])
    options = parser.parse_args()
    with scratch() as folder:
        programs = [
            blogread(folder / f"blogread-{count}", entries=count, feeds=feeds_for(count))
            for count in options.entries
        ]
        if NEWSBOAT:
            programs += [
                newsboat(folder / f"newsboat-{count}", entries=count, feeds=feeds_for(count))
                for count in options.entries
            ]
        runs = [[measure(program) for program in programs] for _ in range(options.runs + 1)]
    report(programs, runs[1:])


def feeds_for(entries: int) -> int:
    """Give how many feeds a library of this size has: 500 for 100,000 entries."""
    return max(5, min(500, entries // 200))


def measure(program: Program) -> tuple[float, float]:
    """Start once; give the milliseconds until the list stands, and the processor's share."""
    with program.start() as terminal:
        terminal.wait_for(program.marker, within=180)
        wall = (terminal.read_at - terminal.started_at) * 1000
        return wall, cpu_ms(terminal.pid)


def report(programs: Sequence[Program], runs: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Print medians; the first run, which warms the disk's cache, is not among them."""
    print(f"{machine()}; medians of {len(runs)} interleaved runs\n")
    print("| start to painted list | ms | least | CPU ms |")
    print("|---|---|---|---|")
    for place, program in enumerate(programs):
        walls = [run[place][0] for run in runs]
        cpus = [run[place][1] for run in runs]
        print(f"| {program.name} | {median(walls):.0f} | {min(walls):.0f} | {median(cpus):.0f} |")


if __name__ == "__main__":
    main()
