"""What a feed plants in its texts drives no terminal, no pipe, and no part of the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reading import Reading

if TYPE_CHECKING:
    from home import Home

FEED = Path(__file__).parents[1] / "data" / "e2e" / "hostile.json"
PLANTED = (
    b"\x1b]0;pwned",
    b"\x1b]52;c;cHduZWQ",
    b"\x1b[31;1;5m",
    b"\x1b[999;999H",
    b"\x1b]8;;https://evil",
    "\u009b".encode(),
    "\u0085".encode(),
    "\u202e".encode(),
)


def planted_in(output: bytes) -> list[bytes]:
    """Give what got through of what the feed has planted."""
    return [sequence for sequence in PLANTED if sequence in output]


def test_a_hostile_feed_is_only_words_on_the_screen(home: Home) -> None:
    home.run("add", str(FEED))
    with home.app(columns=120, rows=36) as terminal:
        reading = Reading(terminal)
        reading.wait(lambda r: "Harmless" in r.feeds.body)
        terminal.press("1", "G")
        reading.wait(lambda r: "Harmless" in r.list.header and "teeth" in r.list.body)
        terminal.press("2", "enter")
        reading.wait(lambda r: r.article.has_focus and "Body" in r.article.body)
        assert "[@click=app.quit]quit[/] [/]" in reading.article.body
        terminal.press("tab", "y", "d")
        terminal.wait_for("Address")
        terminal.press("escape")
        terminal.wait_gone("Address")
        terminal.press("colon")
        terminal.wait_for("Go to")
        terminal.send("harmless")
        terminal.wait_for("harmless")
        terminal.press("escape")
        terminal.wait_gone("harmless")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert planted_in(terminal.raw) == []
        assert all("pwned" not in copied for copied in terminal.clipboard)


def test_a_hostile_feed_is_only_words_in_a_pipe(home: Home) -> None:
    output = home.run("add", str(FEED)) + home.run("feeds") + home.run("list", "--json")
    output += home.run("list", "--feed", "Gazette") + home.run("export")
    identity = home.run("list", "--feed", "Gazette").split()[0]
    output += home.run("show", identity)
    assert "teeth" in output
    assert planted_in(output.encode()) == []
    assert "\x1b" not in output
