"""Reading the configuration: where values come from, and what is said of mistakes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_reader.commands import COMMANDS, Command
from tui_reader.config import Config
from tui_reader.config.check import options
from tui_reader.config.keys import conflicts, parse_keys
from tui_reader.config.load import LoadedConfig, line_of, load
from tui_reader.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def read(file: Path, text: str, environ: dict[str, str] | None = None) -> LoadedConfig:
    file.write_text(text, encoding="utf-8")
    return load(file, environ or {}, {})


def mistake(file: Path, text: str) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        read(file, text)
    return raised.value


# Where values come from


def test_without_a_file_every_option_has_its_default() -> None:
    loaded = load(None, {}, {})
    assert loaded.config == Config()
    assert set(loaded.sources.values()) == {"default"}


def test_a_value_of_the_file_wins_over_the_default(file: Path) -> None:
    loaded = read(file, '[ui]\ntheme = "paper"\n')
    assert loaded.config.ui.theme == "paper"
    assert loaded.sources["ui.theme"] == f"{file}:2"


def test_a_variable_wins_over_the_file(file: Path) -> None:
    loaded = read(file, '[ui]\ntheme = "paper"\n', {"BLOGREAD_UI_THEME": "ink"})
    assert loaded.config.ui.theme == "ink"
    assert loaded.sources["ui.theme"] == "BLOGREAD_UI_THEME"


def test_a_flag_wins_over_a_variable() -> None:
    loaded = load(None, {"BLOGREAD_UI_THEME": "ink"}, {"ui.theme": "paper"})
    assert loaded.config.ui.theme == "paper"
    assert loaded.sources["ui.theme"] == "--set"


@pytest.mark.parametrize("name", options())
def test_every_option_can_be_set_by_its_variable(name: str) -> None:
    option = options()[name]
    text = {bool: str(not option.default), int: str(option.most)}.get(option.kind, "")
    if option.kind is str:
        text = option.choices[-1] if option.choices else "http://{url}"
    loaded = load(None, {option.variable: text}, {})
    assert loaded.sources[name] == option.variable
    assert getattr(getattr(loaded.config, option.table), option.name) != option.default


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("YES", True), ("on", True), ("0", False), ("False", False)]
)
def test_a_variable_says_true_in_the_usual_ways(text: str, value: bool) -> None:
    assert load(None, {"BLOGREAD_UI_ASCII": text}, {}).config.ui.ascii is value


def test_every_default_is_itself_allowed(file: Path) -> None:
    by_table: dict[str, list[str]] = {}
    for option in options().values():
        value = f'"{option.default}"' if option.kind is str else str(option.default).lower()
        by_table.setdefault(option.table, []).append(f"{option.name} = {value}")
    text = "\n".join(f"[{table}]\n" + "\n".join(lines) for table, lines in by_table.items())
    assert read(file, text).config == Config()


def test_a_byte_order_mark_is_no_mistake(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf[ui]\nmouse = false\n")
    assert load(file, {}, {}).config.ui.mouse is False


# Mistakes


@pytest.mark.parametrize(
    ("text", "key", "line", "words"),
    [
        ("[reader]\n\nmeasure = 20\n", "reader.measure", 3, "from 40 to 100, not 20"),
        ('[reader]\nmeasure = "80"\n', "reader.measure", 2, "a whole number"),
        ("[reader]\nmeasure = 80.0\n", "reader.measure", 2, "a whole number"),
        ("[sync]\nconnections = true\n", "sync.connections", 2, "a whole number"),
        ("[ui]\nmouse = 1\n", "ui.mouse", 2, "true or false"),
        ('[ui]\ndensity = "tow"\n', "ui.density", 2, "did you mean “two”?"),
        ("[ui]\ntheme = 3\n", "ui.theme", 2, "a text in quotes"),
        ("ui.theme = 3\n", "ui.theme", 1, "a text in quotes"),
        ('[ui]\n"theme" = 3\n', "ui.theme", 2, "a text in quotes"),
        ('[ui]\ntheme = "\\u001b[2J"\n', "ui.theme", 2, "a control character"),
        ('[reader]\nbrowser = "firefox"\n', "reader.browser", 2, "must hold {url}"),
        ('[reader]\nbrowser = "a \'b {url}"\n', "reader.browser", 2, "does not close"),
        ('[sync]\nproxy = "localhost:8080"\n', "sync.proxy", 2, "begin with http://"),
        ("reader = 3\n", "reader", 1, "must be a table"),
        ("[[ui]]\nmouse = true\n", "ui", 1, "must be a table"),
    ],
)
def test_a_wrong_value_names_file_line_key_and_what_is_allowed(
    file: Path, text: str, key: str, line: int, words: str
) -> None:
    error = mistake(file, text)
    assert (error.path, error.key, error.line) == (file, key, line)
    assert error.message.startswith(f"{file}:{line}: ")
    assert words in error.message


def test_what_is_not_toml_names_the_line(file: Path) -> None:
    error = mistake(file, "[ui]\ntheme = paper\n")
    assert error.line == 2
    assert "not TOML" in error.message


def test_a_file_that_ends_too_early_names_its_last_line(file: Path) -> None:
    assert mistake(file, '[ui]\ntheme = """\npaper').line == 3


def test_what_is_not_utf8_names_the_line(file: Path) -> None:
    file.write_bytes(b'[ui]\ntheme = "caf\xe9"\n')
    with pytest.raises(ConfigError) as raised:
        load(file, {}, {})
    assert raised.value.line == 2


def test_a_folder_instead_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, {}, {})


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 100_000,
        "x = " + "9" * 5_000,
        "x = " + "{a=" * 5_000,
        "#" * 2_000_000,
        "\x00",
    ],
    ids=["lists", "digits", "tables", "size", "nul"],
)
def test_what_no_person_writes_is_told(file: Path, text: str) -> None:
    assert mistake(file, text).path == file


def test_a_dotted_key_without_end_is_a_warning(file: Path) -> None:
    assert len(read(file, "keys" + ".a" * 1_500 + ' = "x"\n').warnings) == 1


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.sampled_from("[]={}.,'\"\n#uireadsynckeymth 019-_\\") | st.characters(), max_size=80
    )
)
def test_any_text_is_read_or_refused_in_words(file: Path, text: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with suppress(ConfigError):
        load(file, {}, {})


@given(text=st.text(max_size=12))
def test_any_text_is_keys_or_refused_in_words(text: str) -> None:
    with suppress(ValueError):
        assert all(parse_keys(text))


@pytest.mark.parametrize(
    ("environ", "overrides", "words"),
    [
        ({"BLOGREAD_READER_MEASURE": "wide"}, {}, "BLOGREAD_READER_MEASURE: reader.measure must"),
        ({"BLOGREAD_READER_MEASURE": "9" * 5000}, {}, "a whole number from 40 to 100"),
        ({"BLOGREAD_UI_ASCII": "maybe"}, {}, "true or false"),
        ({}, {"ui.density": "thick"}, "--set: ui.density must be one of"),
        ({"BLOGREAD_UI_DENSITY": "tow"}, {}, '"two", "one"; did you mean “two”?'),
        ({}, {"ui.colour": "red"}, "no option “ui.colour”"),
    ],
)
def test_a_wrong_variable_or_flag_is_named(
    environ: dict[str, str], overrides: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError) as raised:
        load(None, environ, overrides)
    assert words in raised.value.message
    assert not raised.value.message.endswith("?.")


# Names that mean nothing


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[ui]\nthem = "ink"\n', ":2: “them” in [ui] means nothing. Did you mean “theme”?"),
        ("[synk]\nproxy = 1\n", ":1: the table [synk] means nothing. Did you mean “sync”?"),
        ("[keys]\n'entry.star' = 'x'\n", ":2: “entry.star” in [keys] means nothing."),
        ("zebra = 1\n", ":1: the table [zebra] means nothing."),
    ],
)
def test_an_unknown_name_is_a_warning_with_place_and_nearest(
    file: Path, text: str, words: str
) -> None:
    loaded = read(file, text)
    assert loaded.config == Config()
    (warning,) = loaded.warnings
    assert warning.startswith(f"{file}{words}")


def test_an_unknown_variable_of_ours_is_a_warning() -> None:
    loaded = load(None, {"BLOGREAD_UI_THEMES": "ink", "BLOGREAD_LIBRARY": "x", "HOME": "/"}, {})
    assert loaded.warnings == (
        (
            "The variable BLOGREAD_UI_THEMES means nothing to blogread."
            " Did you mean “BLOGREAD_UI_THEME”?"
        ),
    )


# Keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("x", ("x",)),
        ("x, ctrl+d", ("x", "ctrl+d")),
        ("Ctrl-D  Esc", ("ctrl+d", "escape")),
        ("?", ("question_mark",)),
        ("- + / .", ("minus", "plus", "slash", "full_stop")),
        ("comma", ("comma",)),
        ("G", ("G",)),
        ("shift+g", ("G",)),
        ("⇧Tab", ("shift+tab",)),
        ("shift+ctrl+x", ("ctrl+shift+x",)),
        ("PgDn F5", ("pagedown", "f5")),
        ("ctrl+-", ("ctrl+minus",)),
        ("é", ("é",)),
        ("x x", ("x",)),
        ("", ()),
    ],
)
def test_keys_are_read_as_people_write_them(text: str, keys: tuple[str, ...]) -> None:
    assert parse_keys(text) == keys


@pytest.mark.parametrize("text", ["entr", "ctrl+", "F99", "ctrl+spaec", "xy"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no key"):
        parse_keys(text)


def test_a_refused_key_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="Did you mean “enter”"):
        parse_keys("entr")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_the_tables_own_keys_are_read_back_as_they_are(command: Command) -> None:
    assert parse_keys(" ".join(command.keys)) == command.keys


def test_the_default_keys_do_not_conflict() -> None:
    assert conflicts({}) == []


@pytest.mark.parametrize(
    "text",
    [
        '[keys]\n"entry.toggle-read" = "W"\n',
        '[keys]\nentry.toggle-read = "W"\n',
        '[keys.entry]\ntoggle-read = ["W"]\n',
    ],
)
def test_a_commands_keys_are_changed_however_toml_spells_the_id(file: Path, text: str) -> None:
    loaded = read(file, text)
    assert loaded.config.keys == {"entry.toggle-read": ("W",)}
    assert loaded.sources["keys.entry.toggle-read"] == f"{file}:2"


def test_an_empty_text_takes_all_keys_away(file: Path) -> None:
    assert read(file, '[keys]\n"view.mark-read" = ""\n').config.keys == {"view.mark-read": ()}


def test_a_conflict_within_a_pane_names_both_commands_and_the_line(file: Path) -> None:
    error = mistake(file, '[keys]\n"entry.toggle-star" = "m"\n')
    assert "the key m is given to both" in error.message
    assert "entry.toggle-read" in error.message
    assert "entry.toggle-star" in error.message
    assert error.line == 2


def test_one_key_in_two_panes_is_no_conflict(file: Path) -> None:
    text = '[keys]\n"feed.rename" = "c"\n'
    assert read(file, text).config.keys == {"feed.rename": ("c",)}


def test_two_commands_may_swap_their_keys(file: Path) -> None:
    text = '[keys]\n"entry.toggle-read" = "s"\n"entry.toggle-star" = "m"\n'
    assert len(read(file, text).config.keys) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[keys]\n"app.quit" = 5\n', "must be its keys as a text"),
        ('[keys]\n"app.quit" = ["q", 5]\n', "must be its keys as a text"),
        ('[keys]\n"app.quit" = "qq"\n', "app.quit: “qq” is no key"),
        ("keys = 3\n", "must be a table"),
    ],
)
def test_a_wrong_key_is_an_error_with_its_line(file: Path, text: str, words: str) -> None:
    error = mistake(file, text)
    assert words in error.message
    assert error.line == text.count("\n")


# Lines


@pytest.mark.parametrize(
    ("text", "names", "line"),
    [
        ("a = 1\n[ui]\n# theme = 0\ntheme = 1\n", ("ui", "theme"), 4),
        ("[ui]\ntheme = 1\n[sync]\ntheme = 2\n", ("sync", "theme"), 4),
        ("[ ui ]\n theme=1\n", ("ui", "theme"), 2),
        ("ui = { theme = 1 }\n", ("ui", "theme"), 1),
        ("[ui]\n", ("ui",), 1),
        ("", ("ui", "theme"), 0),
    ],
)
def test_the_line_of_an_option_is_found(text: str, names: tuple[str, ...], line: int) -> None:
    assert line_of(text, names) == line
