"""Pictures become strips: of blocks, or of placeholders for Kitty's graphics."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
from rich.color import Color
from rich.style import Style

from tui_reader.article.blocks import Picture
from tui_reader.article.lines import PicturePlace
from tui_reader.model.feed import FeedId
from tui_reader.model.picture import PictureForm, PictureView, Size
from tui_reader.ui.widgets.kitty_graphics import MARKS, PLACEHOLDER, KittyGraphics
from tui_reader.ui.widgets.picture_painter import Painter

if TYPE_CHECKING:
    from tui_reader.model.picture import PictureWish

PLAIN = Style(color="white", bgcolor=Color.from_rgb(20, 22, 26))
GROUND = "14161a"
FEED = FeedId(1)
APC = re.compile(r"\x1b_G([^;\x1b]*)(?:;([A-Za-z0-9+/=]*))?\x1b\\")


class Wall:
    """Has every picture: pixels that count up, or bytes that stand for a PNG."""

    def __init__(self, *, opaque: bool = True, size: Size | None = None, png: bytes = b"") -> None:
        self.opaque, self.fixed, self.png = opaque, size, png
        self.wishes: list[PictureWish] = []

    def size(self, url: str) -> Size | None:
        return None

    async def view(self, wish: PictureWish, feed_id: FeedId) -> PictureView | None:
        self.wishes.append(wish)
        if "none" in wish.url:
            return None
        size = self.fixed or Size(wish.width, wish.height)
        pixels = bytes(n % 256 for n in range(size.width * size.height * 3))
        cells = b"".join(bytes((n % 16, 1, 2, 3, 4, 5, 6)) for n in range(len(pixels) // 12))
        data = {PictureForm.PNG: self.png, PictureForm.CELLS: cells}.get(wish.form, pixels)
        return PictureView(size=size, natural=size, opaque=self.opaque, data=data)


def place(name: str = "p", columns: int = 8, rows: int = 3) -> PicturePlace:
    return PicturePlace(Picture(name, f"https://e.example/{name}.png"), 0, 0, columns, rows)


async def test_a_cell_is_two_pixels_one_above_the_other():
    painter = Painter(Wall())
    assert await painter.paint(place(), FEED, GROUND)
    strip = painter.row(place(), 0, PLAIN)
    assert strip.text == "▀" * 8
    first = next(iter(strip)).style
    assert tuple(first.color.get_truecolor()) == (0, 1, 2)
    assert tuple(first.bgcolor.get_truecolor()) == (24, 25, 26)


async def test_a_cell_of_quarter_blocks_is_two_by_two_pixels_in_two_colours():
    wall = Wall()
    painter = Painter(wall, quarters=True)
    assert await painter.paint(place(), FEED, GROUND)
    (wish,) = wall.wishes
    assert (wish.width, wish.height, wish.stretch) == (16, 6, 2.0)
    assert [painter.row(place(), row, PLAIN).text for row in range(3)] == [
        " ▗▖▄▝▐▞▟", "▘▚▌▙▀▜▛█", " ▗▖▄▝▐▞▟",
    ]  # fmt: skip
    style = next(iter(painter.row(place(), 0, PLAIN))).style
    assert tuple(style.color.get_truecolor()) == (1, 2, 3)
    assert tuple(style.bgcolor.get_truecolor()) == (4, 5, 6)


async def test_what_a_picture_of_quarter_blocks_leaves_of_its_box_is_ground():
    painter = Painter(Wall(size=Size(4, 2)), quarters=True)
    await painter.paint(place(), FEED, GROUND)
    assert [painter.row(place(), row, PLAIN).text for row in range(2)] == [" ▗      ", " " * 8]


async def test_what_the_picture_leaves_of_its_box_is_ground():
    painter = Painter(Wall(size=Size(5, 3)))
    await painter.paint(place(), FEED, GROUND)
    rows = [painter.row(place(), row, PLAIN) for row in range(3)]
    assert [row.text for row in rows] == ["▀▀▀▀▀   ", "▀▀▀▀▀   ", "        "]
    assert {row.cell_length for row in rows} == {8}
    assert next(iter(rows[1])).style.bgcolor == PLAIN.bgcolor


async def test_a_row_is_made_once():
    painter = Painter(Wall())
    await painter.paint(place(), FEED, GROUND)
    assert painter.row(place(), 1, PLAIN) is painter.row(place(), 1, PLAIN)


async def test_before_it_is_there_nothing_is_drawn():
    painter = Painter(Wall())
    assert painter.row(place(), 0, PLAIN) is None
    assert painter.is_wanted(place(), GROUND)


async def test_what_cannot_be_had_is_not_wanted_until_the_next_article():
    painter = Painter(Wall())
    assert not await painter.paint(place("none"), FEED, GROUND)
    assert not painter.is_wanted(place("none"), GROUND)
    painter.forgive()
    assert painter.is_wanted(place("none"), GROUND)


@pytest.mark.parametrize("opaque", [True, False])
async def test_another_ground_asks_for_transparent_pictures_only(opaque: bool):
    painter = Painter(Wall(opaque=opaque))
    await painter.paint(place(), FEED, GROUND)
    assert not painter.is_wanted(place(), GROUND)
    assert painter.is_wanted(place(), "ffffff") is not opaque


async def test_the_room_of_a_pane_leaves_some_for_the_text():
    assert Painter(Wall()).room(30).most_rows == 18
    assert Painter(Wall()).room(5).most_rows == 6


async def test_a_picture_for_kitty_is_sent_once_in_whole_sequences():
    sent: list[str] = []
    png = bytes(range(256)) * 40
    painter = Painter(Wall(png=png, size=Size(64, 48)), kitty=KittyGraphics(sent.append))
    await painter.paint(place(), FEED, GROUND)

    (written,) = sent
    parts = APC.findall(written)
    assert APC.sub("", written) == ""
    assert all(len(data) <= 4096 for _, data in parts)
    assert base64.b64decode("".join(data for _, data in parts)) == png
    controls = [dict(pair.split("=") for pair in control.split(",")) for control, _ in parts]
    assert {key: controls[0][key] for key in "aUfcrqm"} == {
        "a": "T", "U": "1", "f": "100", "c": "8", "r": "3", "q": "2", "m": "1",
    }  # fmt: skip
    assert [control["m"] for control in controls[1:]] == ["1"] * (len(parts) - 2) + ["0"]


async def test_the_placeholders_tell_the_picture_its_row_and_its_columns():
    sent: list[str] = []
    painter = Painter(Wall(png=b"x", size=Size(64, 48)), kitty=KittyGraphics(sent.append))
    await painter.paint(place(), FEED, GROUND)
    number = int(re.search(r"i=(\d+)", sent[0])[1])
    strip = painter.row(place(), 2, PLAIN)
    assert strip.cell_length == 8
    assert strip.text == "".join(PLACEHOLDER + MARKS[2] + MARKS[n] for n in range(8))
    red, green, blue = next(iter(strip)).style.color.get_truecolor()
    assert red << 16 | green << 8 | blue == number


async def test_pictures_leave_the_terminal_when_they_are_let_go():
    sent: list[str] = []
    painter = Painter(Wall(png=b"x", size=Size(64, 48)), kitty=KittyGraphics(sent.append))
    for n in range(20):
        await painter.paint(place(f"p{n}"), FEED, GROUND)
    painter.clear()
    numbers = [re.search(r"i=(\d+)", each)[1] for each in sent]
    shown = [number for number, each in zip(numbers, sent, strict=True) if "a=T" in each]
    gone = [number for number, each in zip(numbers, sent, strict=True) if "a=d,d=I" in each]
    assert len(set(shown)) == 20
    assert gone == shown


def test_the_marks_are_those_of_the_protocol():
    # Counted in kitty's rowcolumn-diacritics.txt.
    assert {n: f"{ord(MARKS[n]):04X}" for n in (0, 1, 30, 60, 99)} == {
        0: "0305", 1: "030D", 30: "0483", 60: "0616", 99: "074A",
    }  # fmt: skip
    assert len(MARKS) > 100
