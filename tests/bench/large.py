"""The most memory that a sync takes, with all its processes, where feeds are as large as may be.

PSS, the proportional set size, counts a page that processes share once; RSS counts it in each.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from programs import BLOGREAD, home, machine
from server import Server, item, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MIB = 1 << 20
PARAGRAPH = "&lt;p&gt;A paragraph of &lt;b&gt;some&lt;/b&gt; words, as posts have them.&lt;/p&gt;"


def short_entries(size: int) -> str:
    """Write a feed of many entries, of a paragraph each."""
    return rss(grown(size, lambda number: item(number, body=PARAGRAPH)))


def long_entries(size: int) -> str:
    """Write a feed of a few entries, of a megabyte each."""
    body = PARAGRAPH * (MIB // len(PARAGRAPH))
    return rss(grown(size, lambda number: item(number, body=body)))


def categories(size: int) -> str:
    """Write a feed of one entry with nothing but categories."""
    words = grown(size, lambda number: f"<category>category {number}</category>")
    return rss(["<item><title>x</title><guid>1</guid>", *words, "</item>"])


SHAPES = {"short entries": short_entries, "long entries": long_entries, "categories": categories}


def main() -> None:
    """Measure each shape, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, nargs="+", default=[1, 4, 16], help="large ones")
    parser.add_argument("--size", type=float, default=14.5, metavar="MIB", help="of each")
    parser.add_argument("--good", type=int, default=49, help="ordinary feeds beside them")
    parser.add_argument("--shape", choices=SHAPES, nargs="+", default=list(SHAPES))
    asked = parser.parse_args()
    print(f"{machine()}; large feeds of {asked.size} MiB, {asked.good} ordinary ones\n")
    print("| large feeds | PSS MB | RSS MB | processes at the peak, PSS MB | failed |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="blogread-bench-") as name, Server() as server:
        for shape in asked.shape:
            for count in asked.feeds:
                folder = Path(name) / f"{shape}-{count}"
                urls = addresses(server, shape, count, int(asked.size * MIB), asked.good)
                print(f"| {count} of {shape} | {measured(folder, urls)} |", flush=True)


def grown(size: int, part: Callable[[int], str]) -> list[str]:
    """Give numbered parts of a document, as many as stay below a size."""
    parts, length = [part(1)], 0
    while (length := length + len(parts[-1])) < size:
        parts.append(part(len(parts) + 1))
    return parts[:-1]


def addresses(server: Server, shape: str, count: int, size: int, good: int) -> list[str]:
    """Serve large feeds and good ones on many hosts; give their addresses."""
    paths = [f"/large?{number}" for number in range(count)]
    for number, path in enumerate(paths):
        server.feed(path, SHAPES[shape](size).replace("A feed", f"Feed {number}"))
    for number in range(good):
        server.feed(f"/good?{number}", rss(40, title=f"Good feed {number}"))
        paths.append(f"/good?{number}")
    return [server.url(path, host=f"127.0.0.{n % 200 + 1}") for n, path in enumerate(paths)]


def measured(folder: Path, urls: list[str]) -> str:
    """Sync these feeds in a new library; give the cells of a row."""
    env = home(folder)
    command = [str(BLOGREAD), "--library", str(folder / "library.db")]
    (folder / "urls").write_text("".join(f"{url}\n" for url in urls))
    for words in (["remove", "Heroku"], ["import", str(folder / "urls")]):
        subprocess.run([*command, *words], env=env, check=True, capture_output=True)
    with subprocess.Popen([*command, "sync", "--json"], env=env, stdout=subprocess.PIPE) as sync:
        peak, resident = watched(sync)
        last = json.loads(sync.stdout.read().splitlines()[-1]) if sync.stdout else {}
    parts = " + ".join(f"{size:.0f}" for size in sorted(peak, reverse=True))
    return f"{sum(peak):.0f} | {resident:.0f} | {parts} | {last['failed']}"


def watched(process: subprocess.Popen[bytes]) -> tuple[list[float], float]:
    """Look until it ends; give the PSS of its processes at the peak, and the most RSS of all."""
    peak: list[float] = []
    resident = 0.0
    while process.poll() is None:
        found = [size for pid in tree(process.pid) if (size := rollup(pid))]
        peak = max(peak, [size["Pss"] for size in found], key=sum)
        resident = max(resident, sum(size["Rss"] for size in found))
        time.sleep(0.02)
    return peak, resident


def tree(pid: int) -> Iterator[int]:
    """Give a process and all that descend from it (Linux)."""
    yield pid
    for told in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in told.read_text().split():
                yield from tree(int(child))


def rollup(pid: int) -> dict[str, float]:
    """Give a process's sizes in megabytes, none where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


if __name__ == "__main__":
    main()
