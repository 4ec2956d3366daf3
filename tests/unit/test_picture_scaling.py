"""Strangers' files become pixels of ours, or are refused for a reason."""

from __future__ import annotations

import io

import pytest
from pictures import BLUE, RED, bomb, drawn, png
from PIL import Image

from tui_reader.model.picture import PictureForm, PictureWish, Size
from tui_reader.pictures.scaling import (
    LONG_SIDE,
    BadPictureError,
    fitted,
    kept_copy,
    view,
)

INK_GROUND, PAPER_GROUND = "14161a", "fbf8f1"


def wish(width: int = 72, height: int = 40, **more: object) -> PictureWish:
    return PictureWish(url="https://e.example/p", width=width, height=height,
                       **{"density": 1.0, **more})  # fmt: skip


def pixels(body: bytes, asked: PictureWish) -> tuple[Size, list[tuple[int, int, int]]]:
    natural, copy = kept_copy(body)
    drawn = view(copy, natural, asked)
    size, data = drawn.size, drawn.data
    assert len(data) == size.width * size.height * 3
    return size, [tuple(data[at : at + 3]) for at in range(0, len(data), 3)]


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 24 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_each_format_of_the_web_is_shown(kind: str):
    size, found = pixels(drawn(kind), wish())
    assert size == (64, 32)
    assert near(found[0], RED)
    assert near(found[-1], BLUE)


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "CMYK"])
def test_each_way_of_writing_colours_is_read(mode: str):
    size, _ = pixels(drawn("JPEG" if mode == "CMYK" else "PNG", mode=mode), wish())
    assert size == (64, 32)


def test_sixteen_bits_a_pixel_are_scaled_not_cut_off():
    sink = io.BytesIO()
    Image.new("I;16", (64, 32), 0x8000).save(sink, "PNG")
    _, found = pixels(sink.getvalue(), wish())
    assert near(found[0], (128, 128, 128))


def test_of_an_animation_the_first_frame_is_shown():
    frames = [Image.new("RGB", (40, 20), colour) for colour in (RED, BLUE)]
    sink = io.BytesIO()
    frames[0].save(sink, "GIF", save_all=True, append_images=frames[1:], duration=10)
    _, found = pixels(sink.getvalue(), wish())
    assert near(found[0], RED)


def test_a_photograph_that_lies_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    natural, copy = kept_copy(drawn("JPEG", exif=exif))
    assert natural == (32, 64)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (32, 64)


def test_a_large_picture_is_kept_smaller_and_its_true_size_is_known():
    natural, copy = kept_copy(png(4000, 1000))
    assert natural == (4000, 1000)
    with Image.open(io.BytesIO(copy)) as image:
        assert image.size == (LONG_SIDE, LONG_SIDE // 4)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (bomb(), "too many pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG"),
        (b"<!doctype html><p>No such picture</p>", "no PNG"),
        (drawn("BMP"), "no PNG"),
        (drawn("TIFF"), "no PNG"),
        (b"", "no PNG"),
        (drawn("JPEG", size=(400, 400))[:-900], "damaged"),
        (png(300, 300, (1, 2, 3))[:-60], "damaged"),
        (drawn("GIF")[:40], "damaged"),
        (drawn("WEBP")[:60], "damaged|no PNG"),
    ],
)
def test_what_is_no_sound_picture_is_refused(body: bytes, why: str):
    with pytest.raises(BadPictureError, match=why):
        kept_copy(body)


def test_a_picture_is_never_drawn_larger_than_life():
    assert fitted(Size(80, 40), wish(72, 40, density=1 / 8)) == (10, 5)


def test_a_picture_stays_in_its_box_and_in_shape():
    assert fitted(Size(1000, 2000), wish(72, 40)) == (20, 40)
    assert fitted(Size(2000, 1000), wish(72, 40)) == (72, 36)
    assert fitted(Size(2000, 1000), wish(72, 40, stretch=1.5)) == (72, 24)
    assert fitted(Size(1, 9000), wish(72, 40)) == (1, 40)


def test_a_png_for_the_terminal_has_the_size_of_the_wish():
    natural, copy = kept_copy(drawn("JPEG", size=(800, 400)))
    seen = view(copy, natural, wish(200, 400, form=PictureForm.PNG))
    assert seen.size == (200, 100)
    with Image.open(io.BytesIO(seen.data)) as image:
        assert (image.format, image.size) == ("PNG", (200, 100))


def test_quarter_blocks_fill_whole_cells():
    natural, copy = kept_copy(png(50, 30, BLUE))
    seen = view(copy, natural, wish(11, 40, form=PictureForm.CELLS))
    assert seen.size == (12, 8)
    assert seen.data == (bytes((0, *BLUE, *BLUE)) * 6) * 4


@pytest.mark.parametrize(
    ("ink", "ground", "plate_is_light"),
    [("black", INK_GROUND, True), ("black", PAPER_GROUND, True), ("white", INK_GROUND, False),
     ("white", PAPER_GROUND, False)],
)  # fmt: skip
def test_a_transparent_drawing_can_be_seen_on_every_ground(
    ink: str, ground: str, plate_is_light: bool
):
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste(ink, (0, 0, 20, 20))
    sink = io.BytesIO()
    image.save(sink, "PNG")
    _, found = pixels(sink.getvalue(), wish(ground=ground))
    assert (sum(found[-1]) > 384) is plate_is_light
    if (ink == "black") is (ground == PAPER_GROUND):
        assert found[-1] == tuple(bytes.fromhex(ground))


def test_a_copy_that_was_damaged_is_told():
    with pytest.raises(BadPictureError):
        view(png()[:30], Size(64, 32), wish())
