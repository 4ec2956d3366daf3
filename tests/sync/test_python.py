"""How children are started."""

from __future__ import annotations

import sys

import pytest

from tui_reader.errors import BlogreadError
from tui_reader.sync import child, python
from tui_reader.sync.workers import Workers


@pytest.fixture
def no_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")


async def test_a_worker_that_cannot_be_started_is_said(no_interpreter: None) -> None:
    async with Workers(1) as workers:
        with pytest.raises(BlogreadError, match="could not be started: no such file"):
            await workers.feed(b"<rss/>", url="http://example.org/", content_type="")


async def test_a_child_that_cannot_be_started_is_said(no_interpreter: None) -> None:
    with pytest.raises(BlogreadError, match="could not be started"):
        await child.add(["add", "x"])


def test_the_packages_folder_comes_first_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"/other:{python.environment()['PYTHONPATH']}")

    first, *rest = python.environment()["PYTHONPATH"].split(":")

    assert first not in rest
    assert "/other" in rest
