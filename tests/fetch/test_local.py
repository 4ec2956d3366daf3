"""The Handbook and files of this machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tui_reader.errors import Forbidden, TooLarge, Unreachable
from tui_reader.fetch import local
from tui_reader.fetch.answer import Fetched, NotModified
from tui_reader.model.feed import HANDBOOK_URL

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_read_and_its_hash_is_its_validator(tmp_path: Path) -> None:
    file = tmp_path / "füße 100%.xml"
    file.write_bytes(b"<rss/>")

    first = local.read(file.as_uri())

    assert isinstance(first, Fetched)
    assert first.body == b"<rss/>"
    assert isinstance(local.read(file.as_uri(), first.body_hash), NotModified)
    file.write_bytes(b"<rss></rss>")
    assert isinstance(local.read(file.as_uri(), first.body_hash), Fetched)


def test_a_missing_file_is_said_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"gone\.xml"):
        local.read((tmp_path / "gone.xml").as_uri())


def test_a_pipe_is_refused_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Forbidden, match="regular file"):
        local.read((tmp_path / "pipe").as_uri())


@pytest.mark.parametrize(
    "url", ["file://host.example/feed", "file:///a%00b", "blogread:nothing", "file:///dev/zero"]
)
def test_what_is_no_file_of_ours_is_refused(url: str) -> None:
    with pytest.raises(Forbidden):
        local.read(url)


def test_a_file_may_not_be_larger_than_a_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "MOST_BYTES", 10)
    file = tmp_path / "large.xml"
    file.write_bytes(b"x" * 11)

    with pytest.raises(TooLarge):
        local.read(file.as_uri())


def test_the_handbook_needs_no_network() -> None:
    answer = local.read(HANDBOOK_URL)

    assert isinstance(answer, Fetched)
    assert b"<" in answer.body[:10]


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        (HANDBOOK_URL, True),
        ("FILE:///x", True),
        ("http://file/", False),
        ("https://blogread/", False),
    ],
)
def test_which_addresses_are_local(url: str, is_local: bool) -> None:
    assert local.is_local(url) is is_local
