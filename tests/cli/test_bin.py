"""Purging by the command line, and what brings it back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def test_purge_takes_the_entries_out_and_restore_brings_them_back(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    blogread("mark", "star", ids["Rope"])
    purged = blogread("remove", "--purge", "Harbour Notes")
    assert "4 entries of Harbour Notes are in the bin for 30 days." in purged.err
    assert blogread("restore", "--bin").rows[0][1:3] == ["Harbour Notes", "4"]

    back = blogread("restore", "--bin", "harbour")
    assert "4 entries of Harbour Notes are back." in back.err
    assert "blogread add" in back.err
    assert "The bin is empty." in blogread("restore", "--bin").err
    blogread("undo")
    assert blogread("restore", "--bin", "--json").json["bin"][0]["entries"] == 4
    for _ in range(2):
        blogread("undo")
    assert [row[5] for row in blogread("list", "--starred").rows] == ["Rope"]


def test_a_feed_that_was_unsubscribed_before_can_be_purged_part_by_part(
    blogread: Callable[..., Any], ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_reader.reader.bin.CHUNK", 3)
    blogread("remove", "Harbour Notes")

    result = blogread("remove", "--purge", "Harbour Notes", "--json")

    assert [change["summary"] for change in result.json["changes"]] == ["Purged 4 in Harbour Notes"]
    again = blogread("remove", "--purge", "Harbour Notes")
    assert "no entries to purge" in again.err


def test_what_is_brought_back_part_by_part_is_one_change(
    blogread: Callable[..., Any], ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_reader.reader.bin.CHUNK", 3)
    monkeypatch.setattr("tui_reader.reader.entries.PART", 3)
    blogread("remove", "Harbour Notes")
    blogread("remove", "--purge", "Harbour Notes")

    assert "4 entries of Harbour Notes are back" in blogread("restore", "--bin", "Harbour").err

    assert blogread("undo", "--json").json["change"]["count"] == 4
    assert blogread("restore", "--bin", "--json").json["bin"][0]["entries"] == 4
    blogread("undo")
    assert "The bin is empty." in blogread("restore", "--bin").err


def test_restore_without_a_file_says_what_to_do(blogread: Callable[..., Any]) -> None:
    result = blogread("restore")

    assert result.code == 2
    assert "blogread backup --list" in result.err


def test_nothing_of_that_name_lies_in_the_bin(blogread: Callable[..., Any]) -> None:
    assert blogread("restore", "--bin", "nothing").code == 2


def test_older_entries_are_loaded_of_named_feeds_only(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    assert blogread("sync", "--older").code == 2
    assert "There is nothing older." in blogread("sync", "--older", "blogread Handbook").err


def test_a_copy_of_marks_is_made_after_a_sync_listed_and_added_to_a_library(
    blogread: Callable[..., Any], ids: dict[str, str]
) -> None:
    assert "There are no backups yet." in blogread("backup", "--list").err
    blogread("mark", "read", ids["Rope"])
    blogread("sync", "blogread Handbook", "--quiet")
    [held] = blogread("backup", "--list", "--json").json["backups"]
    assert held["kind"] == "marks"
    blogread("mark", "unread", ids["Rope"])

    result = blogread("restore", held["path"])

    assert "0 feeds subscribed, 1 entries marked read, 0 starred." in result.err
    assert "Rope" not in [row[5] for row in blogread("list").rows]
    assert blogread("restore", held["path"], "--json").json["read"] == 0


def test_a_damaged_library_is_recovered_and_its_old_file_kept(
    blogread: Callable[..., Any], ids: dict[str, str], library: Path
) -> None:
    blogread("mark", "star", ids["Rope"])
    library.write_bytes(bytes(4096) + library.read_bytes()[4096:])
    broken = blogread("list")
    assert broken.code == 3

    result = blogread("restore", "--recover", "--json").json

    assert (result["entries"], result["starred"], result["lost"]) == (4, 1, 0)
    assert Path(result["kept"]).read_bytes()[:4096] == bytes(4096)
    assert [row[5] for row in blogread("list", "--starred").rows] == ["Rope"]
    assert "Saved: 3 feeds, 4 entries, 1 stars" in blogread("restore", "--recover").err
