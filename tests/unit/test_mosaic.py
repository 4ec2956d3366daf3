"""Pixels become quarter blocks of two colours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_reader.model.picture import Size
from tui_reader.pictures.mosaic import mosaic

RED, BLUE, SEA = bytes((200, 30, 40)), bytes((20, 60, 220)), bytes((30, 70, 200))
UPPER_LEFT, UPPER_RIGHT, LOWER_LEFT, LOWER_RIGHT = 8, 4, 2, 1


def cell(*pixels: bytes) -> tuple[int, bytes, bytes]:
    """Make one cell: upper left, upper right, lower left, lower right."""
    made = mosaic(b"".join(pixels), Size(2, 2))
    assert len(made) == 7
    return made[0], made[1:4], made[4:]


def test_one_colour_is_ground_alone():
    assert cell(RED, RED, RED, RED) == (0, RED, RED)


def test_each_way_to_divide_a_cell_in_two_colours_is_exact():
    bits = (UPPER_LEFT, UPPER_RIGHT, LOWER_LEFT, LOWER_RIGHT)
    for wanted in range(1, 15):
        pixels = [RED if wanted & bit else BLUE for bit in bits]
        drawn, fore, ground = cell(*pixels)
        assert [fore if drawn & bit else ground for bit in bits] == pixels


def test_colours_that_are_alike_share_their_mean():
    drawn, fore, ground = cell(RED, BLUE, SEA, SEA)
    assert (drawn, fore) == (UPPER_LEFT, RED)
    assert ground == bytes((27, 67, 207))


def test_cells_follow_one_another_as_they_are_read():
    upper, lower = RED * 2 + BLUE * 2, RED * 2 + BLUE * 2
    below = SEA * 4
    made = mosaic(upper + lower + below + below, Size(4, 4))
    assert [made[at + 1 : at + 4] for at in range(0, len(made), 7)] == [RED, BLUE, SEA, SEA]


@given(st.binary(min_size=12, max_size=12))
def test_no_other_way_to_divide_a_cell_changes_it_less(pixels: bytes):
    four = [pixels[at : at + 3] for at in range(0, 12, 3)]

    def changed(drawn: int) -> float:
        total = 0.0
        for side in (drawn, 15 - drawn):
            group = [four[n] for n in range(4) if side & 8 >> n]
            for shades in zip(*group, strict=True):
                mean = sum(shades) / len(shades)
                total += sum((shade - mean) ** 2 for shade in shades)
        return total

    assert changed(cell(*four)[0]) <= min(map(changed, range(16))) + 1e-6
