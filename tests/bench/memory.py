"""Resident memory of the app with a large library: started, read in, and paged through."""

from __future__ import annotations

import argparse

from programs import NEWSBOAT, Program, blogread, machine, memory_mb, newsboat, scratch
from start import feeds_for


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[100, 100_000])
    options = parser.parse_args()
    print(f"{machine()}\n")
    print("| resident MB | started | read | at its peak |")
    print("|---|---|---|---|")
    with scratch() as folder:
        for count in options.entries:
            feeds = feeds_for(count)
            measure(blogread(folder / f"blogread-{count}", entries=count, feeds=feeds))
            if NEWSBOAT:
                measure(newsboat(folder / f"newsboat-{count}", entries=count, feeds=feeds))


def measure(program: Program) -> None:
    """Start, go to the list, page through 50 screens and open what is there."""
    with program.start() as terminal:
        terminal.wait_for(program.marker, within=180)
        started = memory_mb(terminal.pid, "VmRSS")
        for key in (*program.open_list, *["pagedown"] * 50, "enter", *["space"] * 20):
            terminal.press(key)
            while terminal.read(0.05):
                pass
        read = memory_mb(terminal.pid, "VmRSS")
        peak = memory_mb(terminal.pid, "VmHWM")
        print(f"| {program.name} | {started:.0f} | {read:.0f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
