"""The pictures inside the demo's posts, drawn here: a chart, and a harbour at dusk."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter

from tui_reader.model.picture import Size
from tui_reader.paths import picture_folder
from tui_reader.pictures.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 1200, 640
_PAPER, _INK, _GRID = (250, 249, 246), (70, 78, 92), (222, 222, 226)
_SLOW, _QUICK = (214, 84, 62), (44, 108, 190)
_DAWN = ((24, 30, 66), (92, 60, 120), (226, 110, 96), (252, 190, 118))
_WATER = ((70, 58, 108), (18, 24, 52))


def chart() -> Image.Image:
    """Draw requests of a minute: in columns that wait, then in a flat band."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(image)
    left, right, top, bottom = 70, WIDTH - 30, 30, HEIGHT - 60
    for step in range(5):
        y = top + (bottom - top) * step // 4
        draw.line((left, y, right, y), _GRID, 3)
    draw.line((left, top, left, bottom, right, bottom), _INK, 6)
    middle = (left + right) // 2
    for column in range(8):
        for row in range(9):
            # Eight wait for one: the last of a column has waited for all before it.
            x = left + 40 + column * (middle - left - 40) // 8 + row * 3
            _dot(draw, x, bottom - 30 - row * (bottom - top - 60) // 8, _SLOW, 15)
    for number in range(40):
        x = middle + 20 + number * (right - middle - 40) // 40
        _dot(draw, x, bottom - 40 - round(18 * math.sin(number * 1.7)), _QUICK, 12)
    return image


def harbour() -> Image.Image:
    """Draw a harbour at dusk, as a camera might see it."""
    image = Image.new("RGB", (WIDTH, 800))
    draw = ImageDraw.Draw(image)
    horizon = 480
    for y in range(horizon):
        draw.line((0, y, WIDTH, y), _between(_DAWN, y / horizon))
    for y in range(horizon, 800):
        draw.line((0, y, WIDTH, y), _between(_WATER, (y - horizon) / (800 - horizon)))
    draw.ellipse((760, 350, 920, 510), (255, 232, 170))
    image = image.filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, horizon, WIDTH, horizon + 8), _WATER[0])
    for step in range(16):
        half = 90 - step * 4 + 26 * math.sin(step * 2.1)
        y = horizon + 12 + step * 18
        draw.rectangle((840 - half, y, 840 + half, y + 7), (250, 190 - step * 5, 130 - step * 3))
    hills = [(x, horizon - 70 - 50 * math.sin(x / 130) - 26 * math.sin(x / 47)) for x in range(536)]
    draw.polygon([(0, horizon + 8), *hills, (536, horizon + 8)], (30, 28, 54))
    for x, height in ((110, 300), (300, 270), (490, 340)):
        _crane(draw, x, horizon + 8, height)
    return image.filter(ImageFilter.GaussianBlur(1))


PICTURES = {
    "https://lanternfish.example/dots.png": chart,
    "https://quayside.example/dots.png": chart,
    "https://quayside.example/harbour.jpg": harbour,
}
"""What draws the picture at an address."""


def keep_pictures(library: Path) -> None:
    """Put the pictures where a library keeps those it has seen: nothing is fetched."""
    cache = Cache(picture_folder(library))
    for address, draw in PICTURES.items():
        image, sink = draw(), io.BytesIO()
        image.save(sink, "JPEG", quality=92)
        cache.keep(address, Size(*image.size), sink.getvalue())


def _dot(
    draw: ImageDraw.ImageDraw, x: int, y: int, colour: tuple[int, int, int], radius: int
) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), colour)


def _crane(draw: ImageDraw.ImageDraw, x: int, ground: int, height: int) -> None:
    dark = (20, 18, 34)
    draw.rectangle((x - 9, ground - height, x + 9, ground), dark)
    draw.rectangle((x - 70, ground - height, x + 190, ground - height + 14), dark)
    draw.line((x, ground - height - 44, x + 190, ground - height + 6), dark, 7)
    draw.line((x, ground - height - 44, x - 70, ground - height + 6), dark, 7)
    draw.rectangle((x - 8, ground - height - 46, x + 8, ground - height), dark)
    draw.line((x + 140, ground - height, x + 140, ground - height + 120), dark, 5)


def _between(colours: tuple[tuple[int, int, int], ...], share: float) -> tuple[int, ...]:
    """Give the colour at a place in a row of colours."""
    place = share * (len(colours) - 1)
    index = min(int(place), len(colours) - 2)
    part = place - index
    pairs = zip(colours[index], colours[index + 1], strict=True)
    return tuple(round(one + (other - one) * part) for one, other in pairs)
