"""A picture as it is wished for, and as it comes: pixels, cells of quarter blocks, or a PNG."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Size(NamedTuple):
    """Width and height."""

    width: int
    height: int


class PictureForm(StrEnum):
    """What a picture's bytes are."""

    PIXELS = "pixels"
    """Rows from the top, three bytes a pixel."""
    CELLS = "cells"
    """Rows of two by two pixels, as ``pictures.mosaic`` gives them."""
    PNG = "png"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWish:
    """A picture in the size in which it is to be drawn."""

    url: str
    width: int
    """Pixels of its box."""
    height: int
    density: float
    """Pixels of the box for one of the original, at most."""
    stretch: float = 1.0
    """How much taller than wide a pixel of the box is."""
    form: PictureForm = PictureForm.PIXELS
    ground: str = ""
    """What shows through a transparent picture: a colour in six hexadecimal digits."""
    trusted: bool = False
    """It is on the host of a feed the user subscribed to: it may be in a private network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """A picture that fits its box."""

    size: Size
    """Pixels that it takes of the box."""
    natural: Size
    """Pixels of the original."""
    opaque: bool = True
    """No ground shines through; it is the same on every one."""
    data: bytes = field(repr=False)
