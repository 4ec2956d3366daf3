"""Room for pictures is kept before they are there, and nothing else of the layout changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tui_reader.article.blocks import Picture
from tui_reader.article.build import build
from tui_reader.article.layout import lay_out
from tui_reader.article.pictures import MOST_BOXES, PictureRoom

if TYPE_CHECKING:
    from tui_reader.article.lines import Layout

P = "https://e.example/p.png"


def room(most_rows: int = 20, **known: tuple[int, int]) -> PictureRoom:
    return PictureRoom(
        most_rows=most_rows, natural=lambda url: known.get(url.rpartition("/")[2][:1])
    )


def set_in(html: str, width: int = 72, *, pictures: PictureRoom | None = None) -> Layout:
    return lay_out(build(html, base="https://e.example/"), width, pictures=pictures)


def boxes(layout: Layout) -> list[tuple[int, int, int, int]]:
    return [(at.line, at.column, at.columns, at.rows) for at in layout.pictures]


def test_without_room_a_picture_is_its_text():
    layout = set_in(f"<p>One.</p><img src={P} alt='A pier' width=600 height=400>")
    assert [line.text for line in layout.lines][:3] == ["One.", "", "▨\xa0A pier[1]"]
    assert boxes(layout) == [(2, 0, 0, 0)]


def test_its_box_holds_its_text_and_then_nothing():
    layout = set_in(
        f"<p>One.</p><img src={P} alt='A pier' width=600 height=300><p>Two.</p>", pictures=room()
    )
    assert boxes(layout) == [(2, 0, 72, 18)]
    lines = [line.text for line in layout.lines]
    assert lines[2] == "▨\xa0A pier[1]"
    assert {line.strip() for line in lines[3:21]} == {""}
    assert lines[21] == "Two."


def test_every_line_of_a_box_leads_where_the_picture_does():
    layout = set_in(f"<a href=/there><img src={P} alt=x width=600 height=300></a>", pictures=room())
    links = {span.link for line in layout.lines[:18] for span in line.spans}
    assert {layout.links[link].url for link in links} == {"https://e.example/there"}
    assert layout.places()[0].line == 0


@pytest.mark.parametrize(
    ("width", "height", "box"),
    [
        (600, 300, (72, 18)),
        (2400, 1200, (72, 18)),
        (300, 200, (38, 13)),
        (300, 1200, (10, 20)),
        (24, 24, None),
        (600, 12, None),
        (1, 100_000, None),
    ],
)
def test_a_box_has_the_shape_of_the_picture(width: int, height: int, box: object):
    assert room().box(Picture("x", P, None, width, height), 72) == box


def test_a_picture_of_which_nothing_is_known_gets_a_wide_box():
    assert room().box(Picture("x", P), 72) == (72, 20)
    assert room(most_rows=10).box(Picture("x", P), 72) == (36, 10)


def test_a_picture_that_was_seen_before_has_its_true_shape():
    assert room(p=(1000, 500)).box(Picture("x", P), 72) == (72, 18)
    # The author says how wide, the file how high.
    assert room(p=(1000, 500)).box(Picture("x", P, None, 400, 400), 72) == (50, 13)


def test_no_box_is_wider_than_the_room_in_a_list_or_quotation():
    layout = set_in(f"<ul><li><blockquote><img src={P} alt=x></blockquote></ul>", pictures=room())
    assert boxes(layout) == [(0, 4, 68, 19)]
    assert max(sum(len(span.text) for span in line.spans) for line in layout.lines) <= 72


@pytest.mark.parametrize("url", ["", "data:image/png;base64,AAAA", "mailto:a@e.example"])
def test_what_cannot_be_fetched_gets_no_box(url: str):
    assert room().box(Picture("x", url), 72) is None


def test_so_many_pictures_have_boxes_and_no_more():
    html = "".join(f"<p><img src=/{n}.png alt=x width=80 height=80>" for n in range(1000))
    layout = set_in(html, pictures=room())
    assert sum(bool(at.rows) for at in layout.pictures) == MOST_BOXES
    assert len(layout.pictures) == 1000


def test_a_picture_in_a_line_of_text_stays_in_its_line():
    layout = set_in(f"<p>{'word ' * 20}<img src={P} alt=smile> and on.</p>", pictures=room())
    assert boxes(layout) == [(1, 0, 0, 0)]
    assert "smile" in layout.lines[1].text


@pytest.mark.parametrize(
    ("html", "size"),
    [
        ("<img src=a.png width=640 height=480>", (640, 480)),
        ("<img src=a.png width=100% height=480>", (0, 0)),
        ("<img src=a.png width=640>", (0, 0)),
        ("<img src=a.png style='width: 300px; height:200px'>", (300, 200)),
        ("<img src=harbour-1024x683.jpg>", (1024, 683)),
        ("<img src='a.jpg?resize=800%2C600&ssl=1'>", (800, 600)),
        ("<img src=a.png width=999999999 height=5>", (0, 0)),
    ],
)
def test_the_size_is_read_from_markup_or_address(html: str, size: tuple[int, int]):
    (block,) = build(html, base="https://e.example/").blocks
    (picture,) = block.pictures
    assert (picture.width, picture.height) == size


def test_a_heading_that_is_a_picture_has_its_box_and_is_listed_by_its_text():
    layout = set_in(f"<p>One.</p><h2><img src={P} alt='A pier'></h2>", pictures=room(p=(640, 320)))
    assert boxes(layout) == [(2, 0, 72, 18)]
    assert [(at.text, at.line) for at in layout.headings] == [("A pier", 2)]
