"""Copies of pictures are kept as private files, the least used go first."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from tui_reader.model.picture import Size
from tui_reader.pictures.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path

A, B, C = (f"https://e.example/{name}.png" for name in "abc")
SIZE = Size(640, 480)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "cache" / "pictures"


def test_what_is_kept_is_found_again_by_another_process(folder: Path):
    Cache(folder).keep(A, SIZE, b"copy")
    assert Cache(folder).find(A) == (SIZE, b"copy")
    assert Cache(folder).size(A) == SIZE


def test_what_was_never_seen_has_no_size(folder: Path):
    cache = Cache(folder)
    assert cache.size(A) is None
    assert cache.find(A) is None


def test_files_are_for_their_owner_alone(folder: Path):
    Cache(folder).keep(A, SIZE, b"copy")
    (file,) = (folder).iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((folder).stat().st_mode) == 0o700


def test_the_longest_unused_goes_when_there_is_too_much(folder: Path):
    cache = Cache(folder, most=250)
    for second, url in enumerate((A, B)):
        cache.keep(url, SIZE, bytes(100))
        file = max(folder.iterdir(), key=lambda path: path.stat().st_mtime)
        os.utime(file, (second, second))
    again = Cache(folder, most=250)
    assert again.find(A) is not None
    again.keep(C, SIZE, bytes(100))
    assert [again.size(url) is not None for url in (A, B, C)] == [True, False, True]
    assert len(list(folder.iterdir())) == 2


def test_a_picture_that_changed_takes_the_place_of_the_old_one(folder: Path):
    cache = Cache(folder)
    cache.keep(A, SIZE, b"old")
    cache.keep(A, Size(100, 50), b"new")
    assert cache.find(A) == (Size(100, 50), b"new")
    assert len(list(folder.iterdir())) == 1


def test_a_file_that_vanished_is_as_one_that_never_was(folder: Path):
    cache = Cache(folder)
    cache.keep(A, SIZE, b"copy")
    next(folder.iterdir()).unlink()
    assert cache.find(A) is None
    assert cache.size(A) is None


def test_a_dropped_copy_is_gone(folder: Path):
    cache = Cache(folder)
    cache.keep(A, SIZE, b"damaged")
    cache.drop(A)
    assert list(folder.iterdir()) == []


def test_what_was_half_written_is_taken_away(folder: Path):
    folder.mkdir(parents=True)
    (folder / ".new-abc").write_bytes(b"hal")
    (folder / "other").write_bytes(b"not ours")
    Cache(folder).tidy()
    assert [path.name for path in folder.iterdir()] == ["other"]


def test_a_full_disk_costs_the_copy_only(folder: Path, monkeypatch: pytest.MonkeyPatch):
    cache = Cache(folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.keep(A, SIZE, b"copy")
    assert cache.find(A) is None
    assert list(folder.iterdir()) == []
