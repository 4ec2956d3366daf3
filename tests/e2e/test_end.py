"""However the app ends, the terminal is as it was and what was seen is kept."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from home import BLOGREAD
from reading import Reading
from terminal import PATIENCE, Terminal

if TYPE_CHECKING:
    from home import Home

PASTE = "mode 2004"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_app_and_restores_the_terminal(
    number: signal.Signals, home: Home
) -> None:
    with home.app() as terminal:
        terminal.wait_for("Unread")
        os.killpg(terminal.pid, number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.leftovers == []
        assert "Traceback" not in terminal.text


def test_a_terminal_that_is_gone_holds_nothing_up(home: Home) -> None:
    with home.app(columns=120, rows=36) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: r.list.has_focus and r.list.selected)
        # More is painted than may wait to be written.
        terminal.press(*"jk" * 60)
        assert terminal.vanish() == 128 + signal.SIGHUP


def test_a_signal_ends_the_app_also_where_the_terminal_takes_nothing_any_more(home: Home) -> None:
    with home.app(columns=120, rows=36) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: r.list.has_focus and r.list.selected)
        # Nobody reads what is painted; after some of it, writing stands still.
        terminal.press(*["j", "k", "z", "z"] * 60)
        terminal.signal(signal.SIGTERM)
        assert terminal.process.wait(PATIENCE) == 128 + signal.SIGTERM


def test_ctrl_c_leaves_and_the_marks_of_the_day_are_copied(home: Home) -> None:
    with home.app("--set", "sync.on_start=false") as terminal:
        terminal.wait_for("Unread")
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 0
        assert terminal.leftovers == []
    assert len(list(home.library.parent.glob("backups/library-marks-*.json.gz"))) == 1


def test_a_mark_that_was_seen_survives_kill_9(home: Home) -> None:
    with home.app(columns=120, rows=36) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: r.list.has_focus and r.list.selected.startswith("•"))
        title = reading.list.selected.lstrip("• ")[:16]
        terminal.press("m")
        reading.wait(lambda r: r.list.selected and not r.list.selected.startswith("•"))
        terminal.press("s")
        reading.wait(lambda r: r.list.selected.startswith("★"))
        terminal.signal(signal.SIGKILL)
        assert terminal.wait_exit() == -signal.SIGKILL
    with home.app(columns=120, rows=36) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: r.list.selected)
        assert title not in reading.list.body
        terminal.press("1", "j", "j", "j")
        reading.wait(lambda r: "Starred" in r.list.header and title in r.list.body)


@pytest.mark.skipif(
    not Path("/bin/bash").exists(),
    reason="without bash there is no job control to stop and resume the app by",
)
def test_ctrl_z_gives_the_shell_back_and_fg_the_screen(home: Home) -> None:
    env = {**home.env, "PS1": "ready> "}
    with Terminal(["/bin/bash", "--norc", "-i"], columns=100, rows=24, env=env) as terminal:
        terminal.wait_for("ready>")
        terminal.send(f"{BLOGREAD}\r")
        terminal.wait_for(lambda t: "? help" in t.text)
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        # Bracketed paste is the shell's own.
        terminal.wait_for(lambda t: [m for m in t.leftovers if m.startswith("mode")] == [PASTE])
        terminal.send("fg\r")
        terminal.wait_for(lambda t: "? help" in t.text and "ready>" not in t.text)
        terminal.press("q")
        terminal.wait_for("ready>")
        assert [m for m in terminal.leftovers if m.startswith("mode")] == [PASTE]
        terminal.send("exit\r")
        assert terminal.wait_exit() == 0
