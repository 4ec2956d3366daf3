"""What a key costs in the list: latency and processor time, with few and with many entries."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING

from programs import Program, cpu_ms, machine, options, programs

if TYPE_CHECKING:
    from terminal import Terminal

QUIET = 0.4
"""Seconds without output that end the answer to a key: the article comes a moment later, and its
output must not be taken for the answer to the next key."""


@dataclass(slots=True)
class Session:
    """A running program and what its keys cost so far."""

    program: Program
    terminal: Terminal
    first: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    cpu: float = 0.0

    def press(self, key: str) -> None:
        """Press a key, and note when its answer began and ended."""
        pressed = time.perf_counter()
        self.terminal.press(key)
        if not self.terminal.read(2):
            raise AssertionError(f"{self.program.name} did not answer {key}")
        self.first.append((self.terminal.read_at - pressed) * 1000)
        while self.terminal.read(QUIET):
            pass
        self.last.append((self.terminal.read_at - pressed) * 1000)

    def burst(self, key: str, count: int) -> float:
        """Press a key many times at once; give the milliseconds until all is answered."""
        pressed = time.perf_counter()
        self.terminal.press(*[key] * count)
        while self.terminal.read(0.3):
            pass
        return (self.terminal.read_at - pressed) * 1000


def main() -> None:
    """Measure, and print a table."""
    parser = options(__doc__)
    parser.add_argument("--keys", type=int, default=90)
    asked = parser.parse_args()
    with programs(asked.entries, asked.keep) as compared:
        sessions = [opened(program) for program in compared]
        try:
            measure(sessions, asked.keys)
        finally:
            for session in sessions:
                session.terminal.close()


def opened(program: Program) -> Session:
    """Start a program and go to its list of entries."""
    terminal = program.start()
    terminal.wait_for(program.marker, within=180)
    for key in program.open_list:
        terminal.press(key)
        while terminal.read(0.5):
            pass
    return Session(program, terminal)


def measure(sessions: list[Session], keys: int) -> None:
    """Press keys in turn: down through the list, so that it scrolls, and up again."""
    for session in sessions:
        session.cpu = cpu_ms(session.terminal.pid)
    half = 15
    for number in range(keys):
        key = "j" if number % (2 * half) < half else "k"
        for session in sessions:
            session.press(key)
    print(f"{machine()}; {keys} keys each, in turn\n")
    print("| a step in the list | first ms | ms | p95 ms | CPU ms | 50 at once, ms |")
    print("|---|---|---|---|---|---|")
    for session in sessions:
        cpu = (cpu_ms(session.terminal.pid) - session.cpu) / keys
        late = quantiles(session.last, n=20)[-1]
        print(
            f"| {session.program.name} | {median(session.first):.1f} | {median(session.last):.1f}"
            f" | {late:.1f} | {cpu:.1f} | {session.burst('j', 50):.0f} |"
        )


if __name__ == "__main__":
    main()
