"""Pixels to quarter blocks: four of them in a cell, which has two colours only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_reader.model.picture import Size

_Pixel = tuple[int, int, int]

_UPPER = 0b1100
_LEFT = 0b1010
_FALLING = 0b1001
_SINGLES = (0b1000, 0b0100, 0b0010, 0b0001)


def mosaic(pixels: bytes, size: Size) -> bytes:
    """Divide every four pixels into two groups, each of one colour, that change them least.

    Of all ways to divide them, the one is taken whose groups lie furthest apart: the variance
    between two classes and that within them add up to the whole.
    Source: N. Otsu, “A Threshold Selection Method from Gray-Level Histograms” (1979), section II.

    Args:
        pixels: Rows from the top, three bytes a pixel.
        size: Their number; both are even.

    Returns:
        Rows of cells, seven bytes each: which quarters are drawn (a number below 16: 8 is the
        upper left, 4 the upper right, 2 the lower left, 1 the lower right), the colour of
        these, and the colour of the others.
    """
    cells = bytearray()
    stride = size.width * 3
    for top in range(0, size.height * stride, 2 * stride):
        for at in range(top, top + stride, 6):
            below = at + stride
            cells += _cell(pixels[at : at + 6], pixels[below : below + 6])
    return bytes(cells)


def _cell(upper: bytes, lower: bytes) -> bytes:
    pixels = upper[:3], upper[3:], lower[:3], lower[3:]
    if pixels[0] == pixels[1] == pixels[2] == pixels[3]:
        return b"\0" + pixels[0] * 2
    reds, greens, blues = zip(*pixels, strict=True)
    sums = sum(reds), sum(greens), sum(blues)
    # Four times what parts each pixel from the mean of all.
    a, b, c, d = (
        (4 * red - sums[0], 4 * green - sums[1], 4 * blue - sums[2]) for red, green, blue in pixels
    )
    best, most = _UPPER, _pair(a, b)
    for drawn, apart in ((_LEFT, _pair(a, c)), (_FALLING, _pair(a, d))):
        if apart > most:
            best, most = drawn, apart
    for drawn, (red, green, blue) in zip(_SINGLES, (a, b, c, d), strict=True):
        apart = 4 * (red * red + green * green + blue * blue)
        if apart > most:
            best, most = drawn, apart
    return bytes((best, *_mean(pixels, best), *_mean(pixels, 15 - best)))


def _pair(one: _Pixel, other: _Pixel) -> int:
    """Say how far two pixels lie from the other two, in the units of a single one."""
    red, green, blue = one[0] + other[0], one[1] + other[1], one[2] + other[2]
    return 3 * (red * red + green * green + blue * blue)


def _mean(pixels: tuple[bytes, ...], drawn: int) -> _Pixel:
    """Give the colour in the middle of some quarters."""
    chosen = [pixel for bit, pixel in zip(_SINGLES, pixels, strict=True) if drawn & bit]
    half = len(chosen) // 2
    red, green, blue = ((sum(shades) + half) // len(chosen) for shades in zip(*chosen, strict=True))
    return red, green, blue
