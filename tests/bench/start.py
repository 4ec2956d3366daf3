"""From exec to the painted list: with few and with many entries, beside newsboat.

The programs take turns, so that whatever else the machine does meets all of them alike.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from programs import Program, cpu_ms, machine, options, programs

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Measure, and print a table."""
    parser = options(__doc__)
    parser.add_argument("--runs", type=int, default=9)
    asked = parser.parse_args()
    with programs(asked.entries, asked.keep) as compared:
        runs = [[measure(program) for program in compared] for _ in range(asked.runs + 1)]
    report(compared, runs[1:])


def measure(program: Program) -> tuple[float, float]:
    """Start once; give the milliseconds until the list stands, and the processor's share."""
    with program.start() as terminal:
        terminal.wait_for(program.marker, within=180)
        wall = (terminal.read_at - terminal.started_at) * 1000
        return wall, cpu_ms(terminal.pid)


def report(compared: Sequence[Program], runs: Sequence[Sequence[tuple[float, float]]]) -> None:
    """Print medians; the first run, which warms the disk's cache, is not among them."""
    print(f"{machine()}; medians of {len(runs)} interleaved runs\n")
    print("| start to painted list | ms | least | CPU ms |")
    print("|---|---|---|---|")
    for place, program in enumerate(compared):
        walls = [run[place][0] for run in runs]
        cpus = [run[place][1] for run in runs]
        print(f"| {program.name} | {median(walls):.0f} | {min(walls):.0f} | {median(cpus):.0f} |")


if __name__ == "__main__":
    main()
