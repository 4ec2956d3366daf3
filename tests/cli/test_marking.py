"""``mark`` and ``undo``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def read_state(blogread: Callable[..., Any]) -> dict[str, str]:
    return {cells[5].split()[0]: cells[1] for cells in blogread("list", "all").rows}


def test_mark_read_marks_just_the_named(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    result = blogread("mark", "read", ids["Rope"], ids["Sail"])
    assert (result.code, result.out) == (0, "")
    assert result.err == "Marked 2 read. “blogread undo” takes it back.\n"
    assert read_state(blogread) == {
        "Hull": "unread",
        "Rope": "read",
        "Anchor": "unread",
        "Sail": "read",
    }


def test_mark_names_a_single_entry(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    assert "Marked “Rope” read" in blogread("mark", "read", ids["Rope"]).err


def test_mark_unread_and_unstar_turn_back(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    for state in ("read", "star", "unread", "unstar"):
        assert blogread("mark", state, ids["Rope"]).code == 0
    row = next(cells for cells in blogread("list", "all").rows if cells[0] == ids["Rope"])
    assert row[1:3] == ["unread", "-"]


def test_mark_says_when_nothing_turned(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    result = blogread("mark", "unread", ids["Rope"])
    assert result.code == 0
    assert "all were so already" in result.err


def test_mark_changes_nothing_where_one_entry_is_missing(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    result = blogread("mark", "read", ids["Rope"], 999999)
    assert result.code == 2
    assert "There is no entry 999999." in result.err
    assert read_state(blogread)["Rope"] == "unread"


def test_mark_read_takes_a_view(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    result = blogread("mark", "read", "--view", "category:3:rigging", "--json")
    assert result.json["change"]["count"] == 2
    assert read_state(blogread)["Anchor"] == "unread"


def test_undo_takes_a_mark_back_in_another_run(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    blogread("mark", "read", "--view", "all")
    assert "Undone: Marked 4 read" in blogread("undo").err
    assert set(read_state(blogread).values()) == {"unread"}


def test_redo_does_it_again(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    blogread("mark", "read", ids["Rope"])
    blogread("undo")
    assert "Done again: Marked “Rope” read." in blogread("undo", "--redo").err
    assert read_state(blogread)["Rope"] == "read"


def test_the_journal_lists_newest_first(
    blogread: Callable[..., Any], on_screen: Callable[..., Any], ids: dict[str, str]
) -> None:
    blogread("mark", "read", ids["Rope"])
    blogread("mark", "star", ids["Sail"])
    blogread("undo")
    rows = blogread("undo", "--list").rows
    assert [cells[1:] for cells in rows[:2]] == [
        ["undone", "Starred “Sail”"],
        ["", "Marked “Rope” read"],
    ]
    assert "Starred “Sail”" in on_screen("undo", "--list").out.splitlines()[0]


@pytest.mark.parametrize("words", [["undo"], ["undo", "--redo"]])
def test_nothing_to_undo_is_said(blogread: Callable[..., Any], words: list[str]) -> None:
    result = blogread(*words)
    assert result.code == 0
    assert f"nothing to {'redo' if '--redo' in words else 'undo'}" in result.err


def test_nothing_to_undo_is_null_in_json(blogread: Callable[..., Any]) -> None:
    assert blogread("undo", "--json").json == {"change": None}
