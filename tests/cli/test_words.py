"""Words on the command line: what is understood, and what is said of the rest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tui_reader import __version__
from tui_reader.cli import parsing
from tui_reader.cli.main import main
from tui_reader.cli.table import SUBCOMMANDS

if TYPE_CHECKING:
    from pathlib import Path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_version_is_told(capsys: Any) -> None:
    assert run(capsys, "--version") == (0, f"blogread {__version__}\n", "")


def test_the_help_lists_every_command(capsys: Any) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    for command in SUBCOMMANDS.values():
        assert f"  {command.name:<10}{command.summary}\n" in out


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_the_help_of_a_command_shows_an_example_of_it(capsys: Any, name: str) -> None:
    code, out, err = run(capsys, name, "--help")
    assert (code, err) == (0, "")
    assert "Example" in out
    assert f"blogread {name}" in out.partition("Example")[2]


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_the_help_fits_in_80_columns(
    capsys: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = run(capsys, name, "--help")
    assert max(map(len, out.splitlines())) <= 88


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["synk"], "there is no command “synk”", "Did you mean “blogread sync”?"),
        (["xyzzy"], "there is no command “xyzzy”", "See “blogread --help”."),
        (["list", "--unred"], "“--unred” means nothing here", "Did you mean --unread?"),
        (["list", "--view", "today"], "“--view” means nothing here", "blogread list VIEW"),
        (["list", "--lim", "3"], "“--lim” means nothing here", "Did you mean --limit?"),
        (["list", "a", "b"], "“b” means nothing here", "See “blogread list --help”."),
        (["list", "--limit", "-1"], "--limit", "See “blogread list --help”."),
        (["list", "--limit", "many"], "“many” is no whole number", "--help"),
        (["list", "--since", "soon"], "“soon” is no time", "--help"),
        (["list", "--unread", "--all"], "not allowed with", "--help"),
        (["show", "x"], "“x” is no entry's id", "--help"),
        (["show"], "required: ENTRY", "--help"),
        (["--library"], "--library: expected one argument", "--help"),
        (["--library", "", "status"], "it names no file", "--help"),
        (["--set", "ui.theme", "keys"], "has no “=”", "--help"),
        (["mark", "reed", "1"], "invalid choice: 'reed'", "--help"),
        (["mark", "read"], "Say which entries", "--help"),
        (["mark", "star", "--view", "all"], "works with “mark read” only", "ids"),
        (["add", "a", "b", "--pick", "1"], "one ADDRESS only", ""),
        (["--library", "~nobody-here/x", "status"], "no such home folder", "--help"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence_and_exit_code_2(
    capsys: Any, words: list[str], message: str, hint: str
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert message in err
    assert hint in err
    assert "Traceback" not in err


def test_with_json_an_error_is_one_json_value_on_stderr(capsys: Any) -> None:
    code, out, err = run(capsys, "list", "--limit", "x", "--json")
    assert (code, out) == (2, "")
    assert json.loads(err)["error"]["kind"] == "usage-error"


def test_controls_in_a_word_do_not_come_back_out(capsys: Any) -> None:
    _, _, err = run(capsys, "\x1b[31mred\x07")
    assert "\x1b" not in err
    assert "\x07" not in err


@pytest.mark.parametrize(
    "words",
    [
        ["--library", "{}", "status", "--json"],
        ["status", "--library", "{}", "--json"],
        ["status", "--json", "--library={}"],
        ["--library={}", "status", "--json"],
    ],
)
def test_the_library_may_be_named_before_or_after_the_command(
    capsys: Any, library: Path, words: list[str]
) -> None:
    code, out, _ = run(capsys, *(word.format(library) for word in words))
    assert code == 0
    assert json.loads(out)["library"] == str(library)


def test_the_library_may_be_named_by_a_variable(
    capsys: Any, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLOGREAD_LIBRARY", str(library))
    _, out, _ = run(capsys, "status", "--json")
    assert json.loads(out)["library"] == str(library)


def test_a_flag_wins_over_the_variable(
    capsys: Any, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLOGREAD_LIBRARY", "/nowhere/at/all.db")
    _, out, _ = run(capsys, "status", "--json", "--library", str(library))
    assert json.loads(out)["library"] == str(library)


@pytest.mark.parametrize("where", ["flag", "variable"])
def test_a_config_file_that_was_named_has_to_exist(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    missing = str(tmp_path / "none.toml")
    words = ["keys"]
    if where == "flag":
        words += ["--config", missing]
    else:
        monkeypatch.setenv("BLOGREAD_CONFIG", missing)
    code, _, err = run(capsys, *words)
    assert code == 2
    assert f"There is no config file {missing}" in err


def test_a_mistake_in_the_config_stops_every_command_before_it_begins(
    capsys: Any, tmp_path: Path, library: Path
) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[ui]\nmouse = 3\n")
    code, out, err = run(capsys, "status", "--config", str(config), "--library", str(library))
    assert (code, out) == (2, "")
    assert f"{config}:2: ui.mouse must be true or false" in err
    assert not library.exists()


def test_an_unknown_name_in_the_config_is_a_warning_only(
    capsys: Any, tmp_path: Path, library: Path
) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[ui]\nmous = true\n")
    code, _, err = run(capsys, "status", "--config", str(config), "--library", str(library))
    assert code == 0
    assert "Did you mean “mouse”?" in err


def test_the_app_asks_for_a_terminal(capsys: Any, library: Path) -> None:
    code, _, err = run(capsys, "--library", str(library))
    assert code == 2
    assert "needs a terminal" in err
    assert "blogread list" in err


def test_positional_words_may_follow_options(library: Path) -> None:
    args, _ = parsing.parse(["search", "one", "--limit", "3", "two", "--library", str(library)])
    assert args.words == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "path"), [("A/B", ("A", "B")), (" A / B /", ("A", "B")), ("", ()), ("/", ())]
)
def test_a_folder_is_read_with_slashes(text: str, path: tuple[str, ...]) -> None:
    assert parsing.folder(text) == path
