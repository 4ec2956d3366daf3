"""Where one stopped in a long text is there again, however the app has ended."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from reading import Reading

if TYPE_CHECKING:
    from home import Home
    from terminal import Terminal

PARTS = "".join(
    f"<p>Part {n} of the log tells of tide {n}, of the wind from {7 * n} degrees and of what the "
    "weather was in all that time, hour by hour, until the next part begins.</p>"
    for n in range(1, 41)
)
LOG = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Log</title>'
    "<link>https://harbour.example/</link><item><title>The long night</title>"
    f"<guid>night</guid><description><![CDATA[{PARTS}]]></description></item></channel></rss>"
)


def part_in_sight(reading: Reading) -> int:
    """The number of the first part that the article shows from its beginning; 0 for none."""
    found = re.search(r"Part (\d+) of the log", reading.article.body)
    return int(found[1]) if found else 0


def read_on(home: Home, terminal: Terminal) -> int:
    """Open the log, read on some pages, and give the part that is the first in sight now."""
    reading = Reading(terminal)
    reading.wait(lambda r: r.list.has_focus and "The long night" in r.list.selected)
    terminal.press("enter")
    reading.wait(lambda r: r.article.has_focus and part_in_sight(r) == 1)
    terminal.press("space", "space")
    reading.wait(lambda r: part_in_sight(r) > 6)
    return part_in_sight(reading)


def log_app(home: Home, columns: int = 120) -> Terminal:
    """Open the app on the log."""
    if not home.library.exists():
        (home.folder / "log.xml").write_text(LOG)
        home.run("remove", "Heroku Blog")
        home.run("remove", "blogread Handbook")
        home.run("add", str(home.folder / "log.xml"))
    return home.app(columns=columns, rows=24)


def stops(home: Home) -> int:
    """Count the entries in progress, past every program."""
    with closing(sqlite3.connect(f"file:{home.library}?mode=ro", uri=True)) as library:
        return int(library.execute("SELECT count(*) FROM reading").fetchone()[0])


def test_where_one_stopped_survives_kill_9(home: Home) -> None:
    with log_app(home) as terminal:
        part = read_on(home, terminal)
        terminal.wait_for(lambda _: stops(home) == 1)
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_exit() == -signal.SIGKILL
    with log_app(home, columns=160) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: r.feeds.body)
        terminal.press("1", "g", "j", "j", "2")
        reading.wait(lambda r: "In progress" in r.list.header and "◐" in r.list.body)
        reading.wait(lambda r: part_in_sight(r) in {part, part + 1})


@pytest.mark.parametrize("ending", ["q", "SIGHUP"])
def test_where_one_stopped_is_kept_however_one_leaves(ending: str, home: Home) -> None:
    with log_app(home) as terminal:
        read_on(home, terminal)
        terminal.press("j")
        if ending == "q":
            terminal.press("q")
        else:
            os.killpg(terminal.pid, signal.Signals[ending])
        terminal.wait_exit()
    assert stops(home) == 1
