"""``list``, ``search`` and ``show``."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import entry, update

from tui_reader.cells import cell_len
from tui_reader.cli import parsing, when

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("stocked")


def titles(result: Any) -> list[str]:
    return [cells[5].split()[0] for cells in result.rows]


def test_list_gives_the_unread_entries_newest_first(blogread: Callable[..., Any]) -> None:
    assert titles(blogread("list")) == ["Hull", "Rope", "Anchor", "Sail"]


def test_list_oldest_turns_the_order_round(blogread: Callable[..., Any]) -> None:
    assert titles(blogread("list", "--oldest")) == ["Sail", "Anchor", "Rope", "Hull"]


def test_list_leaves_read_entries_out_unless_asked(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    blogread("mark", "read", ids["Rope"])
    assert titles(blogread("list")) == ["Hull", "Anchor", "Sail"]
    assert titles(blogread("list", "--all")) == ["Hull", "Rope", "Anchor", "Sail"]
    assert titles(blogread("list", "all")) == ["Hull", "Rope", "Anchor", "Sail"]


def test_list_starred_gives_read_ones_too(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    blogread("mark", "star", ids["Rope"])
    blogread("mark", "read", ids["Rope"])
    assert titles(blogread("list", "--starred")) == ["Rope"]
    assert titles(blogread("list", "starred")) == ["Rope"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--since", "1d"], ["Hull", "Rope"]),
        (["--until", "1d"], ["Anchor", "Sail"]),
        (["--since", "2026-11-20", "--until", "1d"], ["Anchor"]),
        (["--since", "2026-11-20"], ["Hull", "Rope", "Anchor"]),
        (["--limit", "2"], ["Hull", "Rope"]),
        (["--limit", "0"], ["Hull", "Rope", "Anchor", "Sail"]),
        (["--feed", "harbour"], ["Hull", "Rope", "Anchor", "Sail"]),
        (["--feed", "Harbour Notes", "--category", "rigging"], ["Rope", "Sail"]),
        (["--feed", "blogread Handbook"], []),
        (["--folder", "Sea"], ["Hull", "Rope", "Anchor", "Sail"]),
        (["--folder", "sea/boats"], ["Hull", "Rope", "Anchor", "Sail"]),
        (["folder:Sea"], ["Hull", "Rope", "Anchor", "Sail"]),
        (["feed:3"], ["Hull", "Rope", "Anchor", "Sail"]),
        (["category:3:rigging"], ["Rope", "Sail"]),
        (["TODAY"], ["Hull", "Rope"]),
    ],
)
def test_list_narrows(blogread: Callable[..., Any], words: list[str], found: list[str]) -> None:
    assert titles(blogread("list", *words)) == found


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["tody"], "There is no view “tody”", "Did you mean today?"),
        (["folder:Sae"], "There is no view “folder:Sae”", "Did you mean folder:Sea?"),
        (["--folder", "Sea/Boat"], "There is no folder “Sea/Boat”", "Did you mean “Sea/Boats”?"),
        (["--feed", "harbor"], "No subscription matches “harbor”", "blogread feeds"),
        (["--category", "rigging"], "--category needs --feed", ""),
        (["all", "--feed", "3"], "exclude each other", ""),
        (["--folder", "Sea", "--feed", "3"], "exclude each other", ""),
    ],
)
def test_list_says_what_it_cannot_find(
    blogread: Callable[..., Any], words: list[str], message: str, hint: str
) -> None:
    result = blogread("list", *words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert hint in result.err


def test_a_piped_row_is_seven_cells_without_secrets(blogread: Callable[..., Any]) -> None:
    row = blogread("list", "--oldest", "--limit", "1").rows[0]
    assert row[1:] == [
        "unread",
        "-",
        "2026-10-25T12:00:00Z",
        "Harbour Notes",
        "Sail",
        "https://example.org/sail",
    ]


def test_a_hostile_title_reaches_neither_pipe_nor_screen_nor_json(
    blogread: Callable[..., Any], on_screen: Callable[..., Any]
) -> None:
    for result in (
        blogread("list"),
        on_screen("list"),
        on_screen("list", "--json"),
        blogread("list", "--json"),
    ):
        assert "Hull" in result.out
        assert not set("\x1b\x07\x9b\u202e\u202c") & set(result.out)


def test_the_table_is_cut_to_the_terminals_width(on_screen: Callable[..., Any]) -> None:
    lines = on_screen("list").out.splitlines()
    assert len(lines) == 4
    assert max(map(cell_len, lines)) <= 80
    assert " •  5h  Harbour Notes  Rope" in lines[1]


def test_a_table_says_when_there_is_more(on_screen: Callable[..., Any]) -> None:
    assert "--limit 0 lists all" in on_screen("list", "--limit", "2").err


def test_an_empty_list_is_said_on_the_screen_only(
    blogread: Callable[..., Any], on_screen: Callable[..., Any]
) -> None:
    assert on_screen("search", "zeppelin").err == "No entry matches.\n"
    piped = blogread("search", "zeppelin")
    assert (piped.code, piped.out, piped.err) == (0, "", "")


def test_json_says_whether_the_limit_cut_the_list(blogread: Callable[..., Any]) -> None:
    assert blogread("list", "--json", "--limit", "3").json["more"] is True
    assert blogread("list", "--json", "--limit", "4").json["more"] is False


def test_a_long_list_comes_whole_and_in_order(
    fill: Callable[..., None], blogread: Callable[..., Any]
) -> None:
    long = [entry(f"knot-{number}", title=f"Knot {number}") for number in range(1200)]
    fill(update(3, *long))
    rows = blogread("list", "--limit", "0").rows
    assert len(rows) == len({cells[0] for cells in rows}) == 1204
    times = [cells[3] for cells in rows]
    assert times == sorted(times, reverse=True)


def test_names_that_differ_in_case_only_are_told_apart() -> None:
    known = {"folder:Sea": 1, "folder:sea": 2, "today": 3}
    assert parsing.choose("folder:sea", known) == 2
    assert parsing.choose("FOLDER:SEA", known) is None
    assert parsing.choose("Today", known) == 3


def test_search_finds_words_of_title_and_text(blogread: Callable[..., Any]) -> None:
    assert titles(blogread("search", "blue")) == ["Sail"]
    assert titles(blogread("search", "sail", "blue")) == ["Sail"]
    assert titles(blogread("search", "sail", "green")) == []


@pytest.mark.parametrize("words", ["AND", "NEAR(", "a OR", "title:", "-x", '"a'])
def test_search_takes_any_words(blogread: Callable[..., Any], words: str) -> None:
    result = blogread("search", "--", words)
    assert result.code == 0, result.err


@pytest.mark.parametrize("words", ["", " ", '"', "*", "()", "\x00"])
def test_a_search_for_no_word_at_all_is_refused(blogread: Callable[..., Any], words: str) -> None:
    result = blogread("search", "--", words)
    assert (result.code, result.out) == (2, "")
    assert "no word to look for" in result.err


def test_search_finds_read_entries_too(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    blogread("mark", "read", ids["Sail"])
    assert titles(blogread("search", "blue")) == ["Sail"]
    assert titles(blogread("search", "blue", "--unread")) == []


def test_show_prints_title_byline_and_text(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    out = blogread("show", ids["Sail"]).out
    assert "Sail\n" in out
    assert "Ada Finch, Rigger, Boats" in out
    assert "The sail is blue." in out


def test_show_obeys_the_width(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    out = blogread("show", ids["Sail"], "--width", "20").out
    assert max(map(cell_len, out.splitlines())) <= 20


def test_show_marks_nothing_read(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    blogread("show", ids["Sail"])
    assert "Sail" in titles(blogread("list"))


def test_show_html_gives_what_the_feed_sent_without_controls(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    assert blogread("show", ids["Sail"], "--html").out == "<p>The sail is <b>blue</b>.</p>\n"
    assert "\x1b" not in blogread("show", ids["Hull"], "--html").out


def test_show_json_is_the_entry_whole_without_secrets(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    result = blogread("show", ids["Sail"], "--json")
    assert result.json["url"] == "https://example.org/sail"
    assert result.json["authors"] == [{"name": "Ada Finch", "role": "Rigger, Boats", "url": ""}]
    assert "word" not in result.json["url"]


def test_show_says_that_there_is_no_such_entry(blogread: Callable[..., Any]) -> None:
    result = blogread("show", "999999")
    assert (result.code, result.out) == (2, "")
    assert "There is no entry 999999." in result.err


@pytest.mark.usefixtures("stocked")
def test_an_ascii_terminal_gets_ascii_json(process: Callable[..., Any], stocked: Path) -> None:
    done = process("list", "--json", env={"PYTHONIOENCODING": "ascii", "HOME": str(stocked.parent)})
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "\ufffd" in json.loads(done.stdout)["entries"][0]["title"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("90m", timedelta(minutes=90)),
        ("36h", timedelta(hours=36)),
        ("5D", timedelta(days=5)),
        ("2w", timedelta(weeks=2)),
        ("1y", timedelta(days=365)),
        ("2026-11-01T10:00:00Z", datetime(2026, 11, 1, 10, tzinfo=UTC)),
        ("2026-11-01T10:00:00+02:00", datetime(2026, 11, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_time_is_read(text: str, meant: timedelta | datetime) -> None:
    assert when.since(text) == meant


@pytest.mark.parametrize("text", ["999999y", "0001-01-01", "9999-12-31"])
def test_a_time_far_away_lists_without_trouble(blogread: Callable[..., Any], text: str) -> None:
    assert blogread("list", "--since", text).code in {0, 2}
