"""Pictures in the article pane: there when they can be had, and nothing moves for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from desk import OFFLINE, at_desk, fill, post
from pictures import BLUE, RED, png
from server import Server

from tui_reader.config import Config, ReaderConfig, SyncConfig, UiConfig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desk import Desk

    from tui_reader.reader import Reader

HALVES = Config(sync=SyncConfig(on_start=False), ui=UiConfig(pictures="halves"))
MORE = "<p>Words that follow.</p>" * 30


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.answer("/red.png", body=png(640, 320, RED), content_type="image/png")
        running.answer("/blue.png", body=png(640, 320, BLUE), content_type="image/png")
        yield running


async def open_post(desk: Desk, *, title: str = "Harbour") -> None:
    """Read the one post of the newest feed."""
    await desk.press("1", "G", "l", "2", "enter")
    await desk.until(lambda: title in desk.text and desk.screen.in_article)


async def subscribe(reader: Reader, server: Server, *names: str) -> None:
    """Subscribe to a blog with a post that has these pictures."""
    pictures = "".join(
        f"<img src={server.url(f'/{name}.png')} alt='The {name} one' width=320 height=160>"
        for name in names
    )
    html = f"<p>Before.</p>{pictures}<p>After.</p>{MORE}"
    await fill(reader, server.url("/feed"), "Harbour", post("Cranes", hours=1, html=html))


async def test_a_picture_takes_the_place_that_was_kept_for_it(reader: Reader, server: Server):
    await subscribe(reader, server, "red")
    async with at_desk(reader, size=(100, 30), config=HALVES) as desk:
        await open_post(desk)
        await desk.until(lambda: "After." in desk.text)
        after = next(n for n, line in enumerate(desk.lines) if "After." in line)
        await desk.until(lambda: "▀" * 40 in desk.text)

        assert next(n for n, line in enumerate(desk.lines) if "After." in line) == after
        assert sum("▀" * 40 in line for line in desk.lines) == 10
        assert "The red one" not in desk.text
        (cell,) = {
            tuple(segment.style.color.get_truecolor())
            for strip in desk.app.screen._compositor.render_strips()
            for segment in strip
            if "▀" in segment.text
        }
        assert cell == RED

        await desk.press("j", "T")
        assert sum("▀" * 40 in line for line in desk.lines) == 10
        await desk.press("minus", "minus")
        await desk.until(lambda: "▀" * 40 in desk.text)
        assert [request.path for request in server.requests] == ["/red.png"]


async def test_a_row_of_a_picture_notes_no_place_for_each_of_its_cells(
    reader: Reader, server: Server
):
    await subscribe(reader, server, "red")
    async with at_desk(reader, size=(100, 30), config=HALVES) as desk:
        await open_post(desk)
        await desk.until(lambda: "▀" * 40 in desk.text)
        article = desk.screen.article
        cells = [
            segment
            for strip in article.render_lines(article.size.region)
            for segment in strip
            if "▀" in segment.text
        ]
        assert cells
        assert not any(segment.style.meta for segment in cells)


async def test_a_link_that_is_a_picture_shows_when_it_is_chosen(reader: Reader, server: Server):
    await subscribe(reader, server, "red")
    async with at_desk(reader, size=(100, 30), config=HALVES) as desk:
        await open_post(desk)
        await desk.until(lambda: "▀" * 40 in desk.text)
        await desk.press("tab")
        assert sum("▌ ▀" in line for line in desk.lines) == 10
        assert "/red.png" in desk.lines[-1]


async def test_what_cannot_be_had_stays_its_text_and_nobody_is_bothered(
    reader: Reader, server: Server
):
    await subscribe(reader, server, "gone", "red")
    async with at_desk(reader, size=(100, 40), config=HALVES) as desk:
        await open_post(desk)
        await desk.until(lambda: "▀" * 40 in desk.text)
        await desk.until(lambda: len(server.to("/gone.png")) == 1)
        await desk.settle()
        assert "▨\xa0The gone one[1]" in desk.text
        assert desk.flash == ""


async def test_a_size_that_was_learned_counts_from_the_next_opening_on(
    reader: Reader, server: Server
):
    html = f"<p>Before.</p><img src={server.url('/red.png')} alt=red><p>After.</p>{MORE}"
    server.answer("/red.png", body=png(640, 160, RED))
    with_picture, without = post("Cranes", hours=1, html=html), post("Tides", hours=2, html=MORE)
    await fill(reader, server.url("/feed"), "Harbour", with_picture, without)
    async with at_desk(reader, size=(100, 30), config=HALVES) as desk:
        await open_post(desk)
        await desk.until(lambda: "▀" * 40 in desk.text)

        def rows() -> int:
            return next(n for n, line in enumerate(desk.lines) if "After." in line)

        before = rows()
        await desk.press("J")
        await desk.until(lambda: "▀" not in desk.text and "Words" in desk.text)
        await desk.press("K")
        await desk.until(lambda: "▀" * 40 in desk.text)
        assert rows() < before


async def test_of_very_many_pictures_only_those_nearby_are_asked_for(
    reader: Reader, server: Server
):
    # Where there is no picture its box shrinks to a line, and more of them are nearby.
    for number in range(40):
        server.answer(f"/n{number}.png", body=png(640, 320, RED), content_type="image/png")
    await subscribe(reader, server, *(f"n{number}" for number in range(2000)))
    async with at_desk(reader, size=(100, 30), config=HALVES) as desk:
        await open_post(desk)
        await desk.until(lambda: len(server.requests) > 4)
        await desk.settle()
        assert {request.path for request in server.requests} <= {f"/n{n}.png" for n in range(8)}


async def test_where_pictures_are_off_nothing_is_asked_for(reader: Reader, server: Server):
    await subscribe(reader, server, "red")
    async with at_desk(reader, size=(100, 30), config=OFFLINE) as desk:
        await open_post(desk)
        await desk.until(lambda: "The red one" in desk.text)
        await desk.press("pagedown", "pageup")
        assert re.search(r"▨\xa0The red one\[1\] *\S* *\n.*\n.*After\.", desk.text)
        assert reader._pictures is None
    assert server.requests == []


async def test_a_picture_seen_once_is_there_without_the_net(reader: Reader, server: Server):
    await subscribe(reader, server, "red")
    for _ in range(2):
        async with at_desk(reader, size=(100, 30), config=HALVES) as desk:
            await open_post(desk)
            await desk.until(lambda: "▀" * 40 in desk.text)
        await reader.pictures.close()
        server.answer("/red.png", status=503)
    assert len(server.requests) == 1


async def test_i_opens_the_picture_in_sight_and_then_the_next(
    reader: Reader, server: Server, tmp_path: Path
):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o755)
    config = Config(
        sync=OFFLINE.sync, ui=OFFLINE.ui, reader=ReaderConfig(browser=str(browser), measure=40)
    )
    await subscribe(reader, server, "red", "blue")
    async with at_desk(reader, size=(100, 30), config=config) as desk:
        await open_post(desk)
        await desk.until(lambda: "The blue one" in desk.text)
        await desk.press("i", "i", "i")
        await desk.press("tab", "tab", "i")
        await desk.press("G", "i")
        assert "no picture in sight" in desk.flash
    names = [line.rpartition("/")[2] for line in opened.read_text().split()]
    assert names == ["red.png", "blue.png", "red.png", "blue.png"]
