"""Pictures on a real terminal: what is written for them, and that nothing of it stays behind."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from home import BLOGREAD
from pictures import BLUE, png
from reading import Reading
from server import Server, rss
from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from home import Home

PLACEHOLDER = "\U0010eeee"
APC = re.compile(rb"\x1b_G([^;\x1b]*)(?:;([A-Za-z0-9+/=]*))?\x1b\\")


@pytest.fixture
def blog(home: Home) -> Iterator[Server]:
    """A blog with one picture, subscribed to."""
    with Server() as server:
        picture = f'<img src="{server.url("/p.png")}" alt="The quay" width="320" height="160">'
        text = f"<![CDATA[<p>Look:</p>{picture}<p>Seen.</p>]]>"
        item = f"<item><title>Quay</title><description>{text}</description></item></channel>"
        server.feed("/feed", rss(0, title="Harbour").replace("</channel>", item))
        server.answer("/p.png", body=png(640, 320, BLUE), content_type="image/png")
        home.run("add", server.url("/feed"))
        home.run("remove", "Heroku Blog")
        yield server


def read(home: Home, **env: str) -> Terminal:
    """Open the post in a terminal with such an environment."""
    terminal = home.app("--set", "sync.on_start=false", columns=120, rows=36, **env)
    Reading(terminal).wait(lambda r: "Quay" in r.list.body and "Seen." in r.article.body)
    return terminal


def test_blocks_have_the_colours_of_the_picture(home: Home, blog: Server):
    def blue_cells(terminal: Terminal) -> list[int]:
        """How many cells of each row have the picture's colour, of the rows that have any."""
        grounds = ([terminal.ground(row, column) for column in range(120)] for row in range(36))
        counts = (row.count(bytes(BLUE).hex()) for row in grounds)
        return [count for count in counts if count]

    with read(home) as terminal:
        terminal.wait_for(lambda t: blue_cells(t) == [40] * 10)
        assert not APC.search(terminal.raw)
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.leftovers == []


def test_kitty_is_sent_the_picture_once_and_placeholders_where_it_is(home: Home, blog: Server):
    with read(home, TERM="xterm-kitty", KITTY_WINDOW_ID="1") as terminal:
        terminal.wait_for(lambda t: sum(PLACEHOLDER in line for line in t.lines) == 10)
        terminal.press("3", "j", "k", "q")
        assert terminal.wait_exit() == 0
        assert terminal.leftovers == []

    parts = APC.findall(terminal.raw)
    assert terminal.raw.count(b"\x1b_") == len(parts)
    controls = [dict(pair.split(b"=") for pair in each.split(b",")) for each, _ in parts]
    shown = [control for control in controls if control.get(b"a") == b"T"]
    gone = [control for control in controls if control.get(b"a") == b"d"]
    assert [(control[b"c"], control[b"r"]) for control in shown] == [(b"40", b"10")]
    assert [control[b"i"] for control in gone] == [control[b"i"] for control in shown]
    assert all(control[b"q"] == b"2" for control in controls)
    sent = base64.b64decode(b"".join(data for _, data in parts))
    assert sent.startswith(b"\x89PNG\r\n\x1a\n")


@pytest.mark.skipif(
    not Path("/bin/bash").exists(),
    reason="without bash there is no job control to stop and resume the app by",
)
def test_ctrl_z_takes_the_picture_away_and_fg_sends_it_anew(home: Home, blog: Server):
    def has_picture(terminal: Terminal) -> bool:
        return sum(PLACEHOLDER in line for line in terminal.lines) == 10

    env = {**home.env, "PS1": "ready> ", "TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}
    with Terminal(["/bin/bash", "--norc", "-i"], columns=120, rows=36, env=env) as terminal:
        terminal.wait_for("ready>")
        terminal.send(f"{BLOGREAD} --set sync.on_start=false\r")
        terminal.wait_for(has_picture)
        sent = len(terminal.raw)
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        stopped = len(terminal.raw)
        gone = terminal.raw.find(b"\x1b_Ga=d", sent)
        assert sent <= gone < terminal.raw.find(b"\x1b[?1049l", sent)
        terminal.send("fg\r")
        terminal.wait_for(lambda t: t.raw.find(b"\x1b_Ga=T", stopped) >= 0 and has_picture(t))
        terminal.press("q")
        terminal.wait_for("ready>")
        terminal.send("exit\r")
        assert terminal.wait_exit() == 0


def test_over_ssh_the_picture_is_its_text_and_nobody_is_asked(home: Home, blog: Server):
    with read(home, SSH_CONNECTION="192.0.2.1 1 192.0.2.2 22") as terminal:
        terminal.wait_for("▨\xa0The quay[1]")
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert blog.to("/p.png") == []
