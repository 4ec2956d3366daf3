"""From a stranger's file to pixels of ours: checked, decoded, scaled. Only for a worker.

The header tells the dimensions before anything is decoded, so a bomb is refused for what it
says of itself; one that lies meets the limits of the worker's memory and time.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from tui_reader.model.picture import PictureForm, PictureView, Size
from tui_reader.pictures.mosaic import mosaic

if TYPE_CHECKING:
    from tui_reader.model.picture import PictureWish

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
MOST_PIXELS = 30_000_000
"""Decoded at once; a photograph that has more is decoded at a half or a quarter of its size."""
MOST_TOLD = 200_000_000
"""Pixels that even a photograph may have."""
LONG_SIDE = 1600
"""Pixels of the copy that is kept."""
_QUALITY = 87
_FEW_COLOURS = 256
_SOLID = 128
"""From this alpha on a pixel counts as part of the drawing."""
_ALIKE = 48
"""Shades of grey between two lights that an eye hardly tells apart."""
_LIGHT_PLATE, _DARK_PLATE = (0xF4, 0xF4, 0xF4), (0x18, 0x18, 0x18)

_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError)
"""What Pillow's readers raise on a file that is damaged."""

# The check is ours, and tighter.
Image.MAX_IMAGE_PIXELS = None


class BadPictureError(Exception):
    """This is no picture that is shown; the message says why."""


def kept_copy(body: bytes) -> tuple[Size, bytes]:
    """Make the copy that is kept of an original; give its true size, too.

    Raises:
        BadPictureError: It is damaged, too large, or of another kind.
    """
    try:
        with _opened(body) as image:
            # A photograph may lie on its side; its size is how it is looked at.
            turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
            natural = Size(*(reversed(image.size) if turned else image.size))
            if image.format == "JPEG":
                image.draft(None, (LONG_SIDE, LONG_SIDE))
            if image.width * image.height > MOST_PIXELS:
                raise BadPictureError("it has too many pixels")
            image.load()
            plain = _plain(ImageOps.exif_transpose(image))
            plain.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
            return natural, _encoded(plain, is_photo=image.format == "JPEG")
    except _DAMAGE as error:
        raise BadPictureError("it is damaged") from error


def view(body: bytes, natural: Size, wish: PictureWish) -> PictureView:
    """Draw a kept copy in the size of a wish: in its box, and never larger than life.

    Args:
        body: What ``kept_copy`` gave.
        natural: The true size of the original.
        wish: How it is to be drawn.

    Raises:
        BadPictureError: The copy is damaged.
    """
    size = fitted(natural, wish)
    if wish.form is PictureForm.CELLS:
        size = Size(size.width + size.width % 2, size.height + size.height % 2)
    try:
        with _opened(body) as image:
            if image.format == "JPEG":
                image.draft("RGB", (2 * size.width, 2 * size.height))
            small = _plain(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    except _DAMAGE as error:
        raise BadPictureError("the copy is damaged") from error
    flat = _on_ground(small, wish.ground)
    if wish.form is PictureForm.PIXELS:
        data = flat.tobytes()
    elif wish.form is PictureForm.CELLS:
        data = mosaic(flat.tobytes(), size)
    else:
        sink = io.BytesIO()
        flat.save(sink, "PNG", compress_level=6)
        data = sink.getvalue()
    return PictureView(size=size, natural=natural, opaque=small.mode == "RGB", data=data)


def fitted(natural: Size, wish: PictureWish) -> Size:
    """Give the pixels of a wish's box that a picture of this size takes."""
    shape = natural.width / natural.height * wish.stretch
    width = min(float(wish.width), wish.height * shape, natural.width * wish.density)
    size = max(1, round(width)), max(1, round(width / shape))
    # A box is a whole number of cells: what falls short of it by a pixel fills it.
    return Size(*(
        room if room - pixels == 1 else min(pixels, room)
        for pixels, room in zip(size, (wish.width, wish.height), strict=True)
    ))  # fmt: skip


def _opened(body: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(body), formats=FORMATS)
    except (OSError, SyntaxError, ValueError) as error:
        raise BadPictureError("it is no PNG, JPEG, GIF or WebP") from error
    pixels = image.width * image.height
    if pixels > (MOST_TOLD if image.format == "JPEG" else MOST_PIXELS):
        raise BadPictureError("it has too many pixels")
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Make it red, green and blue, with alpha only where something shines through."""
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        # Sixteen bits a pixel: Pillow would cut them off, not scale them.
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    if image.has_transparency_data:
        with_alpha = image.convert("RGBA")
        opaque = with_alpha.getchannel("A").histogram()[255] == image.width * image.height
        return with_alpha.convert("RGB") if opaque else with_alpha
    return image if image.mode == "RGB" else image.convert("RGB")


def _encoded(image: Image.Image, *, is_photo: bool) -> bytes:
    sink = io.BytesIO()
    drawn = not is_photo and image.getcolors(_FEW_COLOURS) is not None
    if image.mode == "RGBA" or drawn:
        image.save(sink, "PNG", compress_level=6)
    else:
        image.save(sink, "JPEG", quality=_QUALITY, subsampling="4:2:0" if is_photo else "4:4:4")
    return sink.getvalue()


def _on_ground(image: Image.Image, ground: str) -> Image.Image:
    """Lay a transparent picture on the ground, or on a plate where it could not be seen there."""
    if image.mode != "RGBA":
        return image
    colour = tuple(bytes.fromhex(ground)) if len(ground) == 6 else _LIGHT_PLATE
    light = Image.new("RGB", (1, 1), colour).convert("L").getpixel((0, 0))
    light = light if isinstance(light, int) else 255
    solid = image.getchannel("A").point(lambda alpha: 255 if alpha >= _SOLID else 0)
    shades = image.convert("L").histogram(solid)
    alike = sum(shades[max(0, light - _ALIKE) : light + _ALIKE + 1])
    if alike * 10 > sum(shades):
        colour = _LIGHT_PLATE if light < 128 else _DARK_PLATE
    flat = Image.new("RGB", image.size, colour)
    flat.paste(image, mask=image.getchannel("A"))
    return flat
