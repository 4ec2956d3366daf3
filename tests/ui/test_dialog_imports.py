"""Importing subscriptions: what is found, what is typed, what is said of it."""

import os
from pathlib import Path

from dialog_host import opened

from tui_reader.ui.screens.imports import MAX_BYTES, ImportScreen, completions

URLS = """\
https://one.example/feed "Tech"
https://two.example/feed
"query:Unread:unread = \\"yes\\""
"""
OPML = """\
<opml version="2.0"><body><outline text="Essays">
<outline type="rss" text="Three" xmlUrl="https://three.example/feed"/>
<outline type="rss" text="Bad [/] one" xmlUrl="javascript:alert(1)"/>
</outline></body></opml>
"""


def home(name, text):
    path = Path.home() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


async def urls_of(reader):
    return {feed.url for feed in await reader.feeds.all()}


async def test_what_another_reader_left_is_offered_and_imported(reader):
    home(".newsboat/urls", URLS)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        assert "~/.newsboat/urls" in dialog.text
        assert "newsboat · 2 feeds" in dialog.text
        await dialog.press("enter")
        assert "urls: 2 feeds added, 1 folder, 1 line left out:" in dialog.words
        await dialog.press("enter")
    assert dialog.results[0].added == 2
    assert {"https://one.example/feed", "https://two.example/feed"} <= await urls_of(reader)


async def test_a_machine_without_lists_says_so(reader):
    async with opened(ImportScreen(reader)) as dialog:
        assert "No list of another reader found." in dialog.text
        await dialog.press("enter", "escape")
    assert dialog.results == [None]


async def test_the_second_file_found_can_be_chosen(reader):
    home(".newsboat/urls", URLS)
    home("Downloads/feeds.opml", OPML)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.press("down", "enter")
        await dialog.press("escape")
    assert dialog.results[0].added == 1
    assert "https://three.example/feed" in await urls_of(reader)


async def test_a_path_is_typed_with_a_tilde_and_completed(reader):
    home("lists/my-feeds.opml", OPML)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type("~/li")
        await dialog.press("tab")
        await dialog.type("my")
        await dialog.press("tab")
        assert "~/lists/my-feeds.opml" in dialog.text
        await dialog.press("enter")
        await dialog.press("escape")
    assert dialog.results[0].added == 1


async def test_completion_goes_as_far_as_all_names_agree(reader):
    home("feeds-home.opml", OPML)
    home("feeds-work.opml", OPML)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type("~/f")
        await dialog.press("tab")
        assert dialog.app.focused.value == "~/feeds-"
        await dialog.press("down", "tab")
        assert dialog.app.focused.value == "~/feeds-work.opml"


async def test_every_refused_line_is_listed_and_shown_whole(reader):
    path = home("bad.opml", OPML)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type(str(path))
        await dialog.press("enter")
        assert "1 line left out" in dialog.words
        assert "[/]" in dialog.text


async def test_an_import_that_is_repeated_adds_nothing(reader):
    path = home("again.opml", OPML)
    await reader.feeds.import_file(path.read_bytes(), path.name)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type(str(path))
        await dialog.press("enter")
        assert "0 feeds added, 1 already there" in dialog.words


async def test_a_missing_file_is_said_and_another_may_be_typed(reader):
    path = home("feeds.opml", OPML)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type(str(path)[:-1])
        await dialog.press("enter")
        assert "cannot be read: no such file or directory." in dialog.words
        await dialog.type("l")
        await dialog.press("enter")
        await dialog.press("escape")
    assert dialog.results[0].added == 1


async def test_a_file_without_subscriptions_is_said_and_changes_nothing(reader):
    path = home("notes.txt", "# Shopping\n")
    before = await urls_of(reader)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type(str(path))
        await dialog.press("enter")
        assert "notes.txt holds no subscriptions." in dialog.words
        await dialog.press("escape")
    assert dialog.results == [None]
    assert await urls_of(reader) == before


async def test_what_is_no_file_is_not_read(reader):
    os.mkfifo(Path.home() / "pipe")
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type("~/pipe")
        await dialog.press("enter")
        assert "is not a file." in dialog.words


async def test_a_file_too_large_for_a_list_is_refused(reader):
    path = home("disk.img", "")
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type(str(path))
        await dialog.press("enter")
        assert "larger than the 16 MiB a list may have" in dialog.words


async def test_the_dialog_fits_a_small_screen(reader):
    home(".newsboat/urls", "".join(f"ftp://{n}.example/feed\n" for n in range(60)) + URLS)
    async with opened(ImportScreen(reader), (50, 24)) as dialog:
        assert "Esc close" in dialog.words
        await dialog.press("enter")
        assert "Enter close" in dialog.words
        assert dialog.box.height <= 19


def test_completions_leave_hidden_files_out_until_they_are_asked_for(tmp_path):
    folder = tmp_path / "lists"
    (folder / "shown").mkdir(parents=True)
    (folder / ".hidden").touch()
    assert completions(f"{folder}/") == (f"{folder}/shown/",)
    assert completions(f"{folder}/.h") == (f"{folder}/.hidden",)


def test_a_tilde_is_completed_to_the_home_folder():
    assert completions("~") == ("~/",)


async def test_the_home_of_nobody_is_said_like_any_missing_path(reader):
    async with opened(ImportScreen(reader), (120, 36)) as dialog:
        await dialog.type("~nobody-is-called-so/feeds.opml")
        await dialog.press("enter")
        assert "cannot be read: no such file or directory." in dialog.words


def test_completions_of_a_folder_that_is_not_there_are_none(tmp_path):
    assert completions(f"{tmp_path}/nowhere/x") == ()
