"""Opening and copying: one argument, never a shell, and a reason where it is refused."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from desk import at_desk, fill, post

from tui_reader.config import Config, ReaderConfig, SyncConfig
from tui_reader.ui.actions.links import browser_command

if TYPE_CHECKING:
    from pathlib import Path

    from tui_reader.reader import Reader

URL = "https://example.org/a?b=c&d='e';rm"


def test_a_configured_browser_gets_the_address_as_one_argument() -> None:
    assert browser_command("firefox --new-tab {url}", URL, {}) == ("firefox", "--new-tab", URL)
    assert browser_command("firefox", URL, {}) == ("firefox", URL)


def test_the_environment_names_a_browser_without_a_shell() -> None:
    name = sys.executable
    assert browser_command("", URL, {"BROWSER": f"{name} -x %s"}) == (name, "-x", URL)
    assert browser_command("", URL, {"BROWSER": f"/no/such:{name}"}) == (name, URL)


def test_a_browser_that_cannot_be_read_is_passed_over() -> None:
    name = sys.executable
    assert browser_command("", URL, {"BROWSER": f"fire'fox:{name}"}) == (name, URL)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has “open” also without a display")
def test_without_a_display_there_is_no_browser() -> None:
    assert browser_command("", URL, {"SSH_TTY": "/dev/pts/0"}) is None


async def test_o_hands_the_permalink_to_the_browser(reader: Reader, tmp_path: Path) -> None:
    told = tmp_path / "told"
    script = tmp_path / "browser.py"
    script.write_text(f"import sys; open({str(told)!r}, 'w').write('|'.join(sys.argv[1:]))")
    await fill(reader, "https://c.example/feed", "Blog", post("One", hours=1, url=URL))
    browser = ReaderConfig(browser=f"{sys.executable} {script} {{url}}")
    config = Config(reader=browser, sync=SyncConfig(on_start=False))
    async with at_desk(reader, config=config) as desk:
        await desk.press("o")
        assert desk.flash.startswith("Opened https://example.org/a")
        assert told.read_text() == URL.replace(";", "%3B") or told.read_text() == URL


async def test_a_link_that_is_not_the_webs_is_refused_with_the_reason(reader: Reader) -> None:
    odd = post("One", hours=1, url="javascript:alert(1)")
    await fill(reader, "https://c.example/feed", "Blog", odd)
    async with at_desk(reader) as desk:
        await desk.press("o")
        assert desk.flash.startswith("“javascript:” links are not opened")


async def test_y_sends_the_address_to_the_terminal(reader: Reader) -> None:
    await fill(reader, "https://c.example/feed", "Blog", post("One", hours=1, url=URL))
    async with at_desk(reader) as desk:
        await desk.press("y")
        assert desk.app.clipboard == URL
        assert desk.flash.startswith("Sent to the terminal’s clipboard")


async def test_in_the_feeds_the_feed_is_meant(reader: Reader) -> None:
    await fill(reader, "https://c.example/feed", "Blog", post("One", hours=1), folder=("Z",))
    async with at_desk(reader) as desk:
        await desk.press("1", "G", "y")
        assert desk.app.clipboard == "https://c.example/feed"


async def test_an_entry_without_comments_says_so(reader: Reader) -> None:
    await fill(reader, "https://c.example/feed", "Blog", post("One", hours=1))
    async with at_desk(reader) as desk:
        await desk.press("c")
        assert desk.flash == "This entry tells no comments page."
