"""Every key of the command table, pressed in a real terminal, does what its help says.

All keys are tried in one running app: each check begins at the same place (the list of the
Harbour Log, on its first entry, beside its article) and takes back what it has changed.
"""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reading import Reading

from tui_reader.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from home import Home

DATA = Path(__file__).parents[1] / "data" / "e2e"
CRANES, FOG, LIGHTHOUSE, NIGHT = (
    "Cranes at dawn",
    "Fog for three days",
    "A lighthouse changes its mind",
    "The long night",
)
WATCHES = 200


class Harbour(Reading):
    """The app on a library of three feeds, and the files beside it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.opened = home.folder / "opened.txt"
        """Where the browser of this home writes what it is to open."""
        super().__init__(home.app(columns=120, rows=36))
        self.wait(lambda r: "Harbour Log" in r.feeds.body and r.list.has_focus)

    def begin(self) -> None:
        """Go to where every check begins."""
        self.opened.unlink(missing_ok=True)
        while self.terminal.read(0.1):
            pass  # the check before may have more to show than what it waited for
        self.press("1")
        self.wait(lambda r: r.feeds.has_focus)
        self.press("G")
        self.wait(lambda r: "Harbour Log" in r.feeds.selected and "Harbour Log" in r.list.header)
        self.press("2", "g")
        self.wait(lambda r: r.list.has_focus and CRANES in r.list.selected)
        self.wait(lambda r: "Three cranes turned" in r.article.body)

    def go_to_feeds(self) -> None:
        """Focus the feeds, the cursor on the Harbour Log."""
        self.press("1")
        self.wait(lambda r: r.feeds.has_focus and "Harbour Log" in r.feeds.selected)

    def type(self, text: str) -> None:
        """Type into the field with the focus, and see it there."""
        self.terminal.send(text)
        self.terminal.wait_for(text[-12:])

    def open_night(self) -> None:
        """Open the long entry, at its top."""
        self.press("G", "enter")
        self.wait(lambda r: r.article.has_focus and self.watch(r))
        self.press("g")  # other checks have left it further down
        self.wait(lambda r: self.watch(r) == 1)

    @staticmethod
    def watch(reading: Reading) -> int:
        """The first numbered line that the article shows; 0 where it shows none."""
        found = re.search(r"Watch (\d+)", reading.article.body)
        return int(found[1]) if found else 0

    def wait_opened(self, url: str) -> None:
        """Wait until the browser was told to open an address."""
        self.wait(lambda _: self.opened.exists() and self.opened.read_text().strip() == url)


Check = "Callable[[Harbour, str], None]"
CHECKS: dict[str, Callable[[Harbour, str], None]] = {}


def checks(
    command_id: str,
) -> Callable[[Callable[[Harbour, str], None]], Callable[[Harbour, str], None]]:
    """Register what a command's key must do."""

    def register(check: Callable[[Harbour, str], None]) -> Callable[[Harbour, str], None]:
        CHECKS[command_id] = check
        return check

    return register


@pytest.fixture(scope="module")
def running(shared_home: Home) -> Iterator[list[Harbour]]:
    """The app that all checks share, in a list so that a failed check can have it replaced."""
    # A server that takes connections and never answers: something for a sync to wait for.
    with socket.create_server(("127.0.0.1", 0)) as slow:
        furnish(shared_home, slow_port=slow.getsockname()[1])
        apps: list[Harbour] = []
        yield apps
        for app in apps:
            app.terminal.close()


def furnish(home: Home, slow_port: int) -> None:
    """Write config, feeds and a browser into the home, and subscribe."""
    browser = home.folder / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {home.folder}/opened.txt\n')
    browser.chmod(0o755)
    config = home.folder / ".config" / "blogread" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(
        f'[reader]\nbrowser = "{browser} {{url}}"\nmark_read = "never"\n[sync]\non_start = false\n'
    )
    for name in ("tides.xml", "pier.xml"):
        shutil.copy(DATA / name, home.folder)
    lines = "\n".join(f"Watch {number}" for number in range(1, WATCHES + 1))
    harbour = (DATA / "harbour.xml").read_text("utf-8").replace("WATCHES", lines)
    for word in ("HORN", "LAMP"):
        harbour = harbour.replace(word, "\n".join([word.lower()] * 60))
    (home.folder / "harbour.xml").write_text(harbour, "utf-8")
    for name, title, port, folder in (
        ("pier.opml", "Pier Notes", 9, ""),
        ("slow.opml", "Slow Lane", slow_port, "Docks"),
    ):
        feed = f'<outline type="rss" text="{title}" xmlUrl="http://127.0.0.1:{port}/feed"/>'
        if folder:
            feed = f'<outline text="{folder}">{feed}</outline>'
        document = f'<opml version="2.0"><body>{feed}</body></opml>'
        (home.folder / name).write_text(document)
    home.run("remove", "Heroku Blog")
    home.run("sync", "blogread Handbook")
    home.run("import", str(home.folder / "slow.opml"))
    home.run("add", str(home.folder / "tides.xml"), "--folder", "Docks")
    home.run("add", str(home.folder / "harbour.xml"), "--folder", "Port")


@pytest.mark.parametrize(
    ("command_id", "key"),
    [(command.id, key) for command in COMMANDS for key in command.keys],
)
def test_the_key_does_what_its_help_says(
    command_id: str, key: str, running: list[Harbour], shared_home: Home
) -> None:
    if not running:
        running.append(Harbour(shared_home))
    harbour = running[0]
    try:
        harbour.begin()
        CHECKS[command_id](harbour, key)
    except BaseException:
        # What the failed check has left behind must not fail the next one.
        running.pop().terminal.close()
        raise


def test_every_check_is_for_a_command() -> None:
    assert set(CHECKS) == {command.id for command in COMMANDS}


# Move


@checks("move.down")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: FOG in r.list.selected)
    harbour.go_to_feeds()
    harbour.press("g", key)
    harbour.wait(lambda r: "Today" in r.feeds.selected)
    harbour.press("G")
    harbour.begin()
    harbour.open_night()
    harbour.press("pagedown")
    harbour.wait(lambda r: harbour.watch(r) > 1)
    before = harbour.watch(harbour)
    harbour.press(key)
    harbour.wait(lambda r: harbour.watch(r) == before + 1)


@checks("move.up")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("j")
    harbour.wait(lambda r: FOG in r.list.selected)
    harbour.press(key)
    harbour.wait(lambda r: CRANES in r.list.selected)
    harbour.open_night()
    harbour.press("pagedown")
    harbour.wait(lambda r: harbour.watch(r) > 1)
    before = harbour.watch(harbour)
    harbour.press(key)
    harbour.wait(lambda r: harbour.watch(r) == before - 1)


def scrolls(harbour: Harbour, key: str, *, least: int, most: int) -> None:
    """The key moves the text by so many lines (negative is up)."""
    harbour.open_night()
    harbour.press("pagedown", "pagedown")
    harbour.wait(lambda r: harbour.watch(r) > 40)
    before = harbour.watch(harbour)
    harbour.press(key)
    harbour.wait(lambda r: least <= harbour.watch(r) - before <= most)


@checks("move.half-down")
def _(harbour: Harbour, key: str) -> None:
    scrolls(harbour, key, least=14, most=20)


@checks("move.half-up")
def _(harbour: Harbour, key: str) -> None:
    scrolls(harbour, key, least=-20, most=-14)


@checks("move.page-down")
def _(harbour: Harbour, key: str) -> None:
    scrolls(harbour, key, least=28, most=34)


@checks("move.page-up")
def _(harbour: Harbour, key: str) -> None:
    scrolls(harbour, key, least=-34, most=-28)


@checks("move.top")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("G")
    harbour.wait(lambda r: NIGHT in r.list.selected)
    harbour.press(key)
    harbour.wait(lambda r: CRANES in r.list.selected)
    scrolls(harbour, key, least=-200, most=-40)


@checks("move.bottom")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: NIGHT in r.list.selected)
    harbour.open_night()
    harbour.press(key)
    harbour.wait(lambda r: f"Watch {WATCHES}" in r.article.body)


@checks("move.left")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3", "right")
    harbour.wait(lambda r: r.article.has_focus and "START-OF-LINE" not in r.article.body)
    harbour.press(key)
    harbour.wait(lambda r: "START-OF-LINE" in r.article.body)
    harbour.press(key)
    harbour.wait(lambda r: r.list.has_focus)


@checks("move.right")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3", *[key] * 40)
    harbour.wait(lambda r: "END-OF-LINE" in r.article.body)
    harbour.press(*["left"] * 40)
    harbour.wait(lambda r: r.list.has_focus)


@checks("pane.open")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: r.article.has_focus)
    harbour.go_to_feeds()
    harbour.press("escape")
    harbour.wait(lambda r: "Port" in r.feeds.selected)
    harbour.press("escape")
    harbour.wait(lambda r: "Harbour Log" not in r.feeds.body)
    harbour.press(key)
    harbour.wait(lambda r: "Harbour Log" in r.feeds.body)
    harbour.press("G")
    harbour.wait(lambda r: "Harbour Log" in r.feeds.selected)
    harbour.press("h", key)


@checks("pane.back")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3")
    harbour.wait(lambda r: r.article.has_focus)
    harbour.press(key)
    harbour.wait(lambda r: r.list.has_focus)
    harbour.press(key)
    harbour.wait(lambda r: r.feeds.has_focus)
    harbour.press(key)
    harbour.wait(lambda r: "Port" in r.feeds.selected)
    harbour.press(key)
    harbour.wait(lambda r: "Harbour Log" not in r.feeds.body)
    harbour.press("enter")
    harbour.wait(lambda r: "Harbour Log" in r.feeds.body)


@checks("pane.next")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("1", key)
    harbour.wait(lambda r: r.list.has_focus)
    harbour.press(key)
    harbour.wait(lambda r: r.article.has_focus)


@checks("pane.previous")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: r.feeds.has_focus)


@checks("pane.feeds")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3", key)
    harbour.wait(lambda r: r.feeds.has_focus)


@checks("pane.entries")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3")
    harbour.wait(lambda r: r.article.has_focus)
    harbour.press(key)
    harbour.wait(lambda r: r.list.has_focus)


@checks("pane.article")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: r.article.has_focus)


# Read


@checks("read.on")
def _(harbour: Harbour, key: str) -> None:
    harbour.open_night()
    harbour.press(key)
    harbour.wait(lambda r: harbour.watch(r) > 20)
    harbour.press("A")
    harbour.wait(lambda r: "Marked 4 read" in r.footer)
    harbour.press("G", key)
    harbour.wait(lambda r: "Harbour Log" not in r.list.header)
    harbour.press("b")
    harbour.wait(lambda r: "Harbour Log" in r.list.header and NIGHT in r.list.selected)
    harbour.press("u")
    harbour.wait(lambda r: "Undone: Marked 4 read" in r.footer)


@checks("read.back")
def _(harbour: Harbour, key: str) -> None:
    harbour.open_night()
    harbour.press("space")
    harbour.wait(lambda r: harbour.watch(r) > 20)
    harbour.press(key)
    harbour.wait(lambda r: harbour.watch(r) == 1)
    harbour.press("g", key)
    harbour.wait(lambda r: LIGHTHOUSE in r.list.selected and "3 of 4" in r.article.header)


@checks("entry.next-unread")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("J", "m", "K")
    harbour.wait(lambda r: CRANES in r.list.selected and f"• {FOG}" not in r.list.body)
    harbour.press(key)
    harbour.wait(lambda r: LIGHTHOUSE in r.list.selected)
    harbour.press("u")
    harbour.wait(lambda r: bulleted(r, FOG))


@checks("entry.previous-unread")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("J", "m", "J")
    harbour.wait(lambda r: LIGHTHOUSE in r.list.selected and not bulleted(r, FOG))
    harbour.press(key)
    harbour.wait(lambda r: CRANES in r.list.selected)
    harbour.press("u")
    harbour.wait(lambda r: bulleted(r, FOG))


@checks("entry.next")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3", key)
    harbour.wait(lambda r: FOG in r.list.selected and "Nothing was seen" in r.article.body)
    assert harbour.article.has_focus


@checks("entry.previous")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3", "J")
    harbour.wait(lambda r: "Nothing was seen" in r.article.body)
    harbour.press(key)
    harbour.wait(lambda r: CRANES in r.list.selected and "Three cranes" in r.article.body)
    assert harbour.article.has_focus


@checks("entry.open-browser")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait_opened("https://harbour.example/cranes")
    harbour.opened.unlink()
    harbour.go_to_feeds()
    harbour.press(key)
    harbour.wait_opened("https://harbour.example/")


@checks("entry.copy-link")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: r.terminal.clipboard[-1:] == ["https://harbour.example/cranes"])
    harbour.go_to_feeds()
    harbour.press(key)
    harbour.wait(lambda r: r.terminal.clipboard[-1].endswith("/harbour.xml"))


@checks("entry.open-comments")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait_opened("https://harbour.example/cranes/comments")


def enter_article(harbour: Harbour) -> None:
    """Focus the article as it is when it was just opened, without a chosen link."""
    harbour.press("3", "J")
    harbour.wait(lambda r: "Nothing was seen" in r.article.body)
    harbour.press("K")
    harbour.wait(lambda r: r.article.has_focus and "Three cranes" in r.article.body)


@checks("entry.full-text")
def _(harbour: Harbour, key: str) -> None:
    # There is no net in this home; what x does with a page, test_full_text shows.
    harbour.press(key)
    harbour.wait(lambda r: "No full text. The site cannot be reached" in r.footer)
    harbour.wait(lambda r: "The full text could not be fetched." in r.article.body)


@checks("feed.full-text")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: "Harbour Log carries whole texts" in r.footer)
    harbour.press("1", *["k"] * 2)
    harbour.wait(lambda r: "Tide Table" in r.feeds.selected)
    harbour.press(key)
    harbour.wait(lambda r: "Full text is the rule for Tide Table" in r.footer)
    harbour.press(key)
    harbour.wait(lambda r: "Full text is no longer the rule" in r.footer)


@checks("link.next")
def _(harbour: Harbour, key: str) -> None:
    enter_article(harbour)
    harbour.press(key)
    harbour.wait(lambda r: "harbour.example/song" in r.footer)
    harbour.press(key)
    harbour.wait(lambda r: "harbour.example/answer" in r.footer)


@checks("link.previous")
def _(harbour: Harbour, key: str) -> None:
    enter_article(harbour)
    harbour.press("tab", "tab")
    harbour.wait(lambda r: "harbour.example/answer" in r.footer)
    harbour.press(key)
    harbour.wait(lambda r: "harbour.example/song" in r.footer)


@checks("link.open")
def _(harbour: Harbour, key: str) -> None:
    enter_article(harbour)
    harbour.press("tab", key)
    harbour.wait_opened("https://harbour.example/song")


@checks("link.hints")
def _(harbour: Harbour, key: str) -> None:
    enter_article(harbour)
    harbour.press(key)
    harbour.wait(lambda r: "type a label" in r.footer and "aritten down" in r.article.body)
    harbour.press("s")
    harbour.wait_opened("https://harbour.example/answer")
    harbour.press("2", key, "A")
    harbour.wait(lambda r: r.terminal.clipboard[-1:] == ["https://harbour.example/song"])


def look_for(harbour: Harbour, text: str) -> None:
    """Find a text in the article; the keys are in the text afterwards."""
    harbour.press("3", "slash")
    harbour.wait(lambda r: "to the text" in r.footer)
    harbour.type(text)
    harbour.press("enter")
    harbour.wait(lambda r: "1 of" in r.article.header and "to the text" not in r.footer)


def hit(reading: Reading) -> int:
    """The hit that a find is at; 0 where none is on."""
    found = re.search(r"Log · (\d+) of", reading.article.header)
    return int(found[1]) if found else 0


def stop_finding(harbour: Harbour) -> None:
    """End the find."""
    harbour.press("escape")
    harbour.wait(lambda r: not hit(r))


@checks("find.begin")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("3", key)
    harbour.wait(lambda r: "to the text" in r.footer)
    harbour.type("the")
    harbour.wait(lambda r: hit(r) == 1)
    harbour.press("escape")
    harbour.wait(lambda r: not hit(r) and r.article.has_focus)


@checks("find.next")
def _(harbour: Harbour, key: str) -> None:
    look_for(harbour, "the")
    harbour.press(key)
    harbour.wait(lambda r: hit(r) == 2 and CRANES in r.list.selected)
    stop_finding(harbour)


@checks("find.previous")
def _(harbour: Harbour, key: str) -> None:
    look_for(harbour, "the")
    harbour.press(key)
    harbour.wait(lambda r: hit(r) > 2)
    stop_finding(harbour)


@checks("picture.open")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("J")
    harbour.wait(lambda r: "everything was heard" in r.article.body)
    harbour.press("3")
    harbour.wait(lambda r: r.article.has_focus)
    harbour.press(key)
    harbour.wait_opened("https://harbour.example/fog.png")


def open_lighthouse(harbour: Harbour) -> None:
    """Open the entry that has headings, at its top."""
    harbour.press("J", "J", "enter")
    harbour.wait(lambda r: r.article.has_focus and re.search("horn|lamp", r.article.body))
    harbour.press("g")  # other checks have left it further down
    harbour.wait(lambda r: "one short" in r.article.body)


@checks("article.contents")
def _(harbour: Harbour, key: str) -> None:
    open_lighthouse(harbour)
    harbour.press(key)
    harbour.terminal.wait_for(lambda t: "Contents" in t.text and "go there" in t.text)
    harbour.type("lamp")
    harbour.press("enter")
    harbour.wait(lambda r: "Second: the lamp" in r.article.lines[2])


@checks("article.next-heading")
def _(harbour: Harbour, key: str) -> None:
    open_lighthouse(harbour)
    harbour.press(key)
    harbour.wait(lambda r: "First: the horn" in r.article.lines[2])
    harbour.press(key)
    harbour.wait(lambda r: "Second: the lamp" in r.article.lines[2])


@checks("article.previous-heading")
def _(harbour: Harbour, key: str) -> None:
    open_lighthouse(harbour)
    harbour.press("right_square_bracket", "right_square_bracket")
    harbour.wait(lambda r: "Second: the lamp" in r.article.lines[2])
    harbour.press(key)
    harbour.wait(lambda r: "First: the horn" in r.article.lines[2])


@checks("article.source")
def _(harbour: Harbour, key: str) -> None:
    open_lighthouse(harbour)
    harbour.press("pagedown")
    harbour.wait(lambda r: "one short" not in r.article.body)
    before = harbour.article.body
    harbour.press(key)
    harbour.wait(lambda r: "<p>Two short, one long" in r.article.body)
    harbour.press(key)
    harbour.wait(lambda r: r.article.body == before)


@checks("article.copy")
def _(harbour: Harbour, key: str) -> None:
    enter_article(harbour)
    for letter, what in (
        ("l", "https://harbour.example/cranes"),
        ("m", "[Cranes at dawn](<https://harbour.example/cranes>)"),
    ):
        harbour.press(key)
        harbour.terminal.wait_for("Article as Markdown")
        harbour.press(letter)
        harbour.wait(lambda r, what=what: r.terminal.clipboard[-1:] == [what])
        harbour.terminal.wait_for(lambda t: "Article as Markdown" not in t.text)
    harbour.press(key)
    harbour.terminal.wait_for("Code block")
    harbour.press("c")
    harbour.wait(lambda r: r.terminal.clipboard[-1].endswith('END-OF-LINE"'))


# Mark


def bulleted(reading: Reading, title: str, mark: str = "•") -> bool:
    """Whether the list shows a mark before a title."""
    return re.search(rf"{mark} +{re.escape(title)}", reading.list.body) is not None


@checks("entry.toggle-read")
def _(harbour: Harbour, key: str) -> None:
    assert bulleted(harbour, CRANES)
    harbour.press(key)
    harbour.wait(lambda r: not bulleted(r, CRANES))
    harbour.press("3", key)
    harbour.wait(lambda r: bulleted(r, CRANES))


@checks("entry.toggle-star")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: bulleted(r, CRANES, "★"))
    assert CRANES in harbour.home.run("list", "--starred")
    harbour.press(key)
    harbour.wait(lambda r: not bulleted(r, CRANES, "★"))


@checks("view.mark-read")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: "•" not in r.list.body and "Marked 4 read" in r.footer)
    harbour.press("u")
    # The two below may be in progress by now: their sign tells that, and their titles are bold.
    harbour.wait(lambda r: all(bulleted(r, title) for title in (CRANES, FOG)))


@checks("edit.undo")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("s")
    harbour.wait(lambda r: bulleted(r, CRANES, "★"))
    harbour.press(key)
    harbour.wait(lambda r: not bulleted(r, CRANES, "★"))


@checks("edit.redo")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("s")
    harbour.wait(lambda r: bulleted(r, CRANES, "★"))
    harbour.press("u")
    harbour.wait(lambda r: not bulleted(r, CRANES, "★"))
    harbour.press(key)
    harbour.wait(lambda r: bulleted(r, CRANES, "★"))
    harbour.press("u")
    harbour.wait(lambda r: not bulleted(r, CRANES, "★"))


# Feeds


@checks("feed.add")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.terminal.wait_for("Add a blog")
    harbour.type(str(harbour.home.folder / "pier.xml"))
    harbour.press("enter")
    harbour.wait(lambda r: "Pier Notes" in r.feeds.body and "A new plank" in r.list.body)
    drop_pier(harbour)


@checks("feed.import")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.terminal.wait_for("Import subscriptions")
    harbour.type(str(harbour.home.folder / "pier.opml"))
    harbour.press("enter")
    harbour.terminal.wait_for("1 feed added")
    harbour.press("enter")
    harbour.wait(lambda r: "Pier Notes" in r.feeds.body and r.list.has_focus)
    # What is imported is fetched, and that waits for the slow feed: end it.
    harbour.press("R")
    harbour.wait(lambda r: "Sync stopped" in r.footer)
    drop_pier(harbour)


def drop_pier(harbour: Harbour) -> None:
    """Unsubscribe from what a check has added; the app sees it by itself."""
    harbour.home.run("remove", "Pier Notes")
    harbour.wait(lambda r: "Pier Notes" not in r.feeds.body)


@checks("sync.view")
def _(harbour: Harbour, key: str) -> None:
    new = publish_tide(harbour)
    harbour.press("1", "k", "k")
    harbour.wait(lambda r: "Tide Table" in r.feeds.selected and "Tide Table" in r.list.header)
    harbour.press(key)
    harbour.wait(lambda r: "1 new" in r.list.header)
    assert new not in harbour.list.body


@checks("sync.all")
def _(harbour: Harbour, key: str) -> None:
    new = publish_tide(harbour)
    harbour.press(key)
    # The slow feed of this library is never done, so there is a sync to stop.
    harbour.wait(lambda _: new in harbour.home.run("list", "--feed", "Tide Table", "--all"))
    harbour.press(key)
    harbour.wait(lambda r: "Sync stopped" in r.footer)


@checks("view.show-new")
def _(harbour: Harbour, key: str) -> None:
    new = publish_tide(harbour)
    harbour.press("1", "k", "k")
    harbour.wait(lambda r: "Tide Table" in r.feeds.selected and "Tide Table" in r.list.header)
    harbour.press("r")
    harbour.wait(lambda r: "1 new" in r.list.header)
    harbour.press(key)
    harbour.wait(lambda r: new in r.list.body and "1 new" not in r.list.header)


def publish_tide(harbour: Harbour) -> str:
    """Add an entry to the Tide Table's document; give its title."""
    path = harbour.home.folder / "tides.xml"
    document = path.read_text("utf-8")
    number = document.count("<item>") + 1
    title = f"Tide number {number}"
    item = (
        f"<item><title>{title}</title><guid isPermaLink='false'>tide-{number}</guid>"
        f"<link>https://tides.example/{number}</link>"
        f"<pubDate>Mon, {number % 28 + 1:02} Feb 2026 12:00:00 GMT</pubDate></item>"
    )
    path.write_text(document.replace("<!-- MORE -->", f"{item}\n<!-- MORE -->"), "utf-8")
    return title


@checks("feed.older")
def _(harbour: Harbour, key: str) -> None:
    # A file has no archive behind it; tests/ui/test_history.py walks one.
    harbour.go_to_feeds()
    harbour.press(key)
    harbour.wait(lambda r: "Harbour Log: There is nothing older." in r.footer)


@checks("feed.rename")
def _(harbour: Harbour, key: str) -> None:
    for typed, shown in (("Log of the Harbour", "Log of the Harbour"), ("", "Harbour Log")):
        harbour.press("1")
        harbour.wait(lambda r: r.feeds.has_focus)
        harbour.press(key)
        harbour.terminal.wait_for("Title of")
        harbour.press(*["backspace"] * 30)
        harbour.wait(
            lambda r: not r.terminal.lines[r.terminal.row_of("Title of") + 2][25:60].strip(" ▌")
        )
        harbour.type(typed)
        harbour.press("enter")
        harbour.wait(lambda r, shown=shown: shown in r.feeds.body and r.feeds.has_focus)


@checks("feed.move")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("1")
    for folder in ("Docks", "Port"):
        harbour.wait(lambda r: r.feeds.has_focus and "Harbour Log" in r.feeds.selected)
        harbour.press(key)
        harbour.terminal.wait_for("Move to a folder")
        harbour.type(folder)
        harbour.press("enter")
        harbour.wait(lambda r, to=f"Moved Harbour Log to {folder}": to in r.footer)


@checks("feed.remove")
def _(harbour: Harbour, key: str) -> None:
    harbour.go_to_feeds()
    harbour.press(key)
    harbour.terminal.wait_for("Unsubscribe from Harbour Log?")
    harbour.press("y")
    harbour.wait(lambda r: "Harbour Log" not in r.feeds.body)
    harbour.press("u")
    harbour.wait(lambda r: "Harbour Log" in r.feeds.body)


@checks("feed.settings")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.terminal.wait_for("Keep entries")
    harbour.press("right")
    harbour.terminal.wait_for(lambda t: re.search("Fetch every .* set here", t.text))
    harbour.press("u")
    harbour.terminal.wait_for("Undone: Changed the settings of “Harbour Log”.")
    harbour.press("escape")
    harbour.wait(lambda r: r.list.has_focus and CRANES in r.list.selected)


@checks("feed.attention")
def _(harbour: Harbour, key: str) -> None:
    # Whether a feed has failed often enough depends on which checks have synced before.
    harbour.press(key)
    harbour.wait(
        lambda r: "No feed needs attention." in r.footer or "─ Needs attention" in r.terminal.text
    )
    harbour.press("escape")
    harbour.wait(lambda r: "─ Needs attention" not in r.terminal.text)


@checks("feed.details")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.terminal.wait_for(lambda t: "Address" in t.text and "file:///" in t.text)
    harbour.press("escape")
    harbour.wait(lambda r: r.list.has_focus and "Address" not in r.terminal.text)


# View


@checks("view.search")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: "Search" in r.list.header)
    harbour.type("lighthouse")
    harbour.wait(lambda r: LIGHTHOUSE in r.list.body and CRANES not in r.list.body)
    harbour.press("enter", "escape")
    harbour.wait(lambda r: CRANES in r.list.body and "Harbour Log" in r.list.header)


@checks("view.unread-only")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("m")
    harbour.wait(lambda r: not bulleted(r, CRANES))
    harbour.press(key)
    harbour.wait(lambda r: CRANES not in r.list.body and FOG in r.list.body)
    harbour.press(key)
    harbour.wait(lambda r: CRANES in r.list.body)
    harbour.press("u")
    harbour.wait(lambda r: bulleted(r, CRANES))


@checks("view.sort")
def _(harbour: Harbour, key: str) -> None:
    def first(reading: Reading, title: str) -> bool:
        return title in "".join(reading.list.lines[1:3])

    harbour.press(key)
    harbour.wait(lambda r: first(r, NIGHT))
    harbour.press(key)
    harbour.wait(lambda r: first(r, CRANES))


@checks("view.density")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: "Three cranes" not in r.list.body and "Ada Quay" in r.list.body)
    harbour.press(key)
    harbour.wait(lambda r: "Ada Quay" not in r.list.body and CRANES in r.list.body)
    harbour.press(key)
    harbour.wait(lambda r: "Three cranes" in r.list.body)


@checks("view.clean-up")
def _(harbour: Harbour, key: str) -> None:
    first = "Welcome: your first five minutes"
    harbour.press("1", "g")
    harbour.wait(lambda r: "Unread" in r.list.header and bulleted(r, first))
    harbour.press("2", "g", "m")
    harbour.wait(lambda r: first in r.list.body and not bulleted(r, first))
    harbour.press(key)
    harbour.wait(lambda r: first not in r.list.body)
    harbour.press("u")
    harbour.wait(lambda r: "Undone" in r.footer)


@checks("article.changes")
def _(harbour: Harbour, key: str) -> None:
    feed = harbour.home.folder / "harbour.xml"
    before = feed.read_text("utf-8")
    harbour.press("j", "m")
    harbour.wait(lambda r: FOG in r.list.selected and not bulleted(r, FOG))
    feed.write_text(before.replace("Nothing was seen", "Little was seen"), "utf-8")
    harbour.home.run("sync", "Harbour Log")
    harbour.wait(lambda r: "± changed" in r.list.body and "changed (V)" in r.article.header)
    harbour.press(key)
    harbour.wait(lambda r: r.article.has_focus and "~ Nothing Little was seen" in r.article.body)
    harbour.press(key)
    harbour.wait(lambda r: "Nothing" not in r.article.body and "changed" not in r.list.body)
    feed.write_text(before, "utf-8")
    harbour.home.run("sync", "Harbour Log")
    harbour.press("m")
    harbour.wait(lambda r: bulleted(r, FOG))


@checks("article.zoom")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: len(r.panes) == 1 and "Three cranes" in r.terminal.text)
    harbour.press(key)
    harbour.wait(lambda r: len(r.panes) == 3)


def measured(harbour: Harbour, key: str, *, back: str, change: int) -> None:
    """The key changes the width of the text, seen where there is room for it."""
    harbour.press("z")
    harbour.wait(lambda r: len(r.panes) == 1)
    harbour.press(key)
    harbour.wait(lambda r: f"Lines of {72 + change} cells" in r.footer)
    harbour.press(back)
    harbour.wait(lambda r: "Lines of 72 cells" in r.footer)
    harbour.press("z")
    harbour.wait(lambda r: len(r.panes) == 3)


@checks("article.narrower")
def _(harbour: Harbour, key: str) -> None:
    measured(harbour, key, back="plus", change=-4)


@checks("article.wider")
def _(harbour: Harbour, key: str) -> None:
    measured(harbour, key, back="minus", change=4)


@checks("article.measure")
def _(harbour: Harbour, key: str) -> None:
    harbour.press("minus")
    harbour.wait(lambda r: "Lines of 68 cells in Harbour Log" in r.footer)
    harbour.press(key)
    harbour.wait(lambda r: "Lines of 72 cells, as elsewhere" in r.footer)


@checks("view.bidi")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.wait(lambda r: "left to the terminal" in r.footer)
    harbour.press(key)
    harbour.wait(lambda r: "put in order here" in r.footer)


@checks("app.theme")
def _(harbour: Harbour, key: str) -> None:
    # A library of its own, since the choice is kept in it.
    words = ("--library", str(harbour.home.folder / f"theme-{key}.db"))
    with harbour.home.app(*words) as terminal:
        terminal.wait_for("Unread")
        ink = terminal.ground(12, 40)
        terminal.press(key)
        terminal.wait_for(lambda t: t.ground(12, 40) != ink)
        paper = terminal.ground(12, 40)
        terminal.press("q")
        terminal.wait_exit()
    with harbour.home.app(*words) as terminal:
        terminal.wait_for("Unread")
        assert terminal.ground(12, 40) == paper


# Program


@checks("app.help")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.terminal.wait_for(lambda t: "Keys" in t.text and "Go down" in t.text)
    harbour.type("unstar")
    harbour.terminal.wait_for(lambda t: "Star or unstar" in t.text and "Go down" not in t.text)
    harbour.press("enter")
    harbour.wait(lambda r: bulleted(r, CRANES, "★"))
    harbour.press("s")
    harbour.wait(lambda r: not bulleted(r, CRANES, "★"))


@checks("app.palette")
def _(harbour: Harbour, key: str) -> None:
    harbour.press(key)
    harbour.terminal.wait_for("Go to")
    harbour.type("Tide Table")
    harbour.press("enter")
    harbour.wait(lambda r: "Tide Table" in r.list.header and r.list.has_focus)


@checks("app.quit")
def _(harbour: Harbour, key: str) -> None:
    with harbour.home.app() as terminal:
        terminal.wait_for("Unread")
        terminal.press(key)
        assert terminal.wait_exit() == 0
        assert terminal.leftovers == []
