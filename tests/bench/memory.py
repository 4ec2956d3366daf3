"""Resident memory of the app with a large library: started, read in, and paged through."""

from __future__ import annotations

from programs import Program, machine, memory_mb, options, programs


def main() -> None:
    """Measure, and print a table."""
    asked = options(__doc__).parse_args()
    print(f"{machine()}\n")
    print("| resident MB | started | read | at its peak |")
    print("|---|---|---|---|")
    with programs(asked.entries, asked.keep) as compared:
        for program in compared:
            measure(program)


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
