"""``status``, ``keys``, ``config``, ``doctor``, ``backup`` and ``restore``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tui_reader.cli import status
from tui_reader.commands import COMMANDS
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "my.toml"


# status


def test_status_counts(stocked: Path, blogread: Callable[..., Any]) -> None:
    result = blogread("status", "--json")
    assert result.json == {
        "library": str(stocked),
        "feeds": 3,
        "failing": 0,
        "entries": 4,
        "unread": 4,
        "starred": 0,
        "in_progress": 0,
        "synced_at": None,
        "offline": False,
        "syncing": False,
    }


def test_status_is_a_line_a_fact(stocked: Path, blogread: Callable[..., Any]) -> None:
    out = blogread("status").out
    assert "Unread   4\n" in out
    assert "Synced   never\n" in out
    assert f"Library  {stocked}\n" in out


def test_status_format_fills_fields(stocked: Path, blogread: Callable[..., Any]) -> None:
    assert blogread("status", "--format", "{unread}/{entries} {{{state}}}").out == "4/4 {idle}\n"


@pytest.mark.parametrize(
    "template", ["{nope}", "{unread.__class__}", "{unread!r}", "{unread:>9}", "{0}", "{}", "{", "}"]
)
def test_status_format_evaluates_nothing_else(template: str) -> None:
    with pytest.raises(UsageError):
        status.fill(template, {"unread": "4"})


def test_a_wrong_format_opens_no_library(library: Path, blogread: Callable[..., Any]) -> None:
    assert blogread("status", "--format", "{x}").code == 2
    assert not library.exists()


# keys


def test_keys_lists_every_command(blogread: Callable[..., Any]) -> None:
    rows = blogread("keys").rows
    assert [cells[1] for cells in rows] == [command.id for command in COMMANDS]


def test_keys_shows_the_users_own(config: Path, blogread: Callable[..., Any]) -> None:
    config.write_text('[keys]\n"app.quit" = "Q"\n')
    found = blogread("keys", "--config", config, "--json").json["keys"]
    changed = [command for command in found if command["changed"]]
    assert [(command["id"], command["keys"]) for command in changed] == [("app.quit", ["Q"])]


def test_keys_on_the_screen_are_grouped_and_readable(
    library: Path, on_screen: Callable[..., Any]
) -> None:
    out = on_screen("keys").out
    assert "\nMark\n" in out
    assert "  ?  Show the keys" in out
    assert not library.exists()


# config


def test_config_says_where_each_value_comes_from(
    config: Path, blogread: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('[ui]\ntheme = "paper"\n[keys]\n"app.quit" = "Q"\n')
    monkeypatch.setenv("BLOGREAD_UI_MOUSE", "no")
    rows = blogread("config", "--config", config, "--set", "reader.measure=60").rows
    found = {cells[0]: cells[1:] for cells in rows}
    assert found["ui.theme"] == ['"paper"', f"{config}:2"]
    assert found["ui.mouse"] == ["false", "BLOGREAD_UI_MOUSE"]
    assert found["reader.measure"] == ["60", "--set"]
    assert found["ui.density"] == ['"excerpt"', "default"]
    assert found["keys.app.quit"] == ['"Q"', f"{config}:4"]


def test_config_path_tells_where_it_would_be(blogread: Callable[..., Any]) -> None:
    result = blogread("config", "--path")
    assert result.out.endswith("/.config/blogread/config.toml\n")


def test_config_path_works_while_the_file_holds_a_mistake(
    config: Path, blogread: Callable[..., Any]
) -> None:
    config.write_text("= nonsense")
    assert blogread("config", "--path", "--config", config).out == f"{config}\n"


def test_config_never_shows_a_proxys_password(
    blogread: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLOGREAD_SYNC_PROXY", "http://me:secret@proxy.example:3128")
    for words in (["config"], ["config", "--json"], ["doctor"]):
        result = blogread(*words)
        assert "secret" not in result.out + result.err


def test_config_on_the_screen_tells_the_paths(library: Path, on_screen: Callable[..., Any]) -> None:
    err = on_screen("config").err
    assert "Config: " in err
    assert "/blogread/config.toml (none yet)\n" in err
    assert f"Library: {library}\n" in err


# doctor


def test_doctor_makes_no_library(library: Path, blogread: Callable[..., Any]) -> None:
    result = blogread("doctor")
    assert f"none yet; it will be {library}" in result.out
    assert not library.exists()


def test_doctor_finds_a_sound_library(
    stocked: Path, blogread: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    result = blogread("doctor", "--json")
    bad = [check for check in result.json["checks"] if not check["ok"]]
    assert (result.code, bad) == (0, [])


def test_doctor_names_a_failing_feed_and_what_to_do(
    failing: Path, blogread: Callable[..., Any]
) -> None:
    result = blogread("doctor")
    assert result.code == 1
    assert "Harbour Notes: There is no feed at this address (status 404)." in result.out
    assert "Look for its new address." in result.out


def test_doctor_goes_on_where_the_config_holds_a_mistake(
    stocked: Path, config: Path, blogread: Callable[..., Any]
) -> None:
    config.write_text("[ui]\nmouse = 5\n")
    result = blogread("doctor", "--config", config)
    assert result.code == 2
    assert f"{config}:2: ui.mouse must be true or false" in result.out
    assert "integrity" in result.out


def test_doctor_reports_a_library_that_is_none(library: Path, blogread: Callable[..., Any]) -> None:
    library.parent.mkdir()
    library.write_text("not a database at all, but a diary\n" * 100)
    result = blogread("doctor")
    assert result.code == 3
    assert "is not a blogread library" in result.out
    assert library.read_text().startswith("not a database")


def test_doctor_reports_a_path_that_no_system_takes(blogread: Callable[..., Any]) -> None:
    result = blogread("--library", "x" * 5000, "doctor")
    assert result.code == 3
    assert "File name too long" in result.out or "file name too long" in result.out


# backup and restore


def test_a_backup_restores_what_was_there(
    stocked: Path, tmp_path: Path, blogread: Callable[..., Any]
) -> None:
    copy = tmp_path / "copy.db"
    assert blogread("backup", copy).out == f"{copy}\n"
    blogread("mark", "read", "--view", "all")
    result = blogread("restore", copy)
    assert result.code == 0
    assert "is kept as" in result.err
    assert len(blogread("list").rows) == 4


def test_the_library_that_a_restore_replaces_is_kept_whole(
    stocked: Path, tmp_path: Path, blogread: Callable[..., Any]
) -> None:
    copy = tmp_path / "copy.db"
    blogread("backup", copy)
    blogread("mark", "read", "--view", "all")
    kept = blogread("restore", copy, "--json").json["kept"]
    assert blogread("--library", kept, "status", "--json").json["unread"] == 0


def test_a_backup_without_a_name_is_dated_and_private(
    stocked: Path, blogread: Callable[..., Any]
) -> None:
    copy = blogread("backup", "--json").json["backup"]
    backups = stocked.parent / "backups"
    assert backups.stat().st_mode & 0o777 == 0o700
    (found,) = backups.iterdir()
    assert str(found) == copy
    assert found.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(found)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_never_replaces_a_file(
    stocked: Path, tmp_path: Path, blogread: Callable[..., Any]
) -> None:
    precious = tmp_path / "precious"
    precious.write_text("diary")
    assert blogread("backup", precious).code == 2
    assert precious.read_text() == "diary"


@pytest.mark.parametrize("content", [None, "a diary, and no database"])
def test_restoring_what_is_no_backup_leaves_the_library(
    stocked: Path, tmp_path: Path, blogread: Callable[..., Any], content: str | None
) -> None:
    source = tmp_path / "source"
    if content is not None:
        source.write_text(content)
    result = blogread("restore", source)
    assert result.code in {2, 3}
    assert "Traceback" not in result.err
    assert len(blogread("list").rows) == 4
