"""What is left out of an article or moved in it, because no reader would miss or expect it."""

from __future__ import annotations

import pytest

from tui_reader.article.blocks import Anchor, Figure, Heading, Paragraph, Picture, Run, Table
from tui_reader.article.build import build
from tui_reader.article.credit import without_credit
from tui_reader.article.flows import plain
from tui_reader.article.layout import lay_out
from tui_reader.article.plain_text import with_paragraphs
from tui_reader.article.title import without_title

URL = "https://e.example/a-post/"
CREDIT = (
    "<p>Der Beitrag <a rel=nofollow href='http://www.e.example/a-post?utm=x'>A &amp; <i>B</i></a> "
    'erschien zuerst auf <a href="https://e.example">E</a>.</p>'
)


def shape(html: str) -> list[str]:
    """Write blocks down: a paragraph as its text, a figure as its pictures' texts."""
    return [
        " ".join(f"[{each.alt}]" for each in block.pictures)
        if isinstance(block, Figure)
        else plain(block.inlines)
        for block in build(html).blocks
        if isinstance(block, Figure | Paragraph)
    ]


# Pictures among text.


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        ("<p>a<br><img src=p alt=P><br>b</p>", ["a", "[P]", "b"]),
        ("<p>a<br> <img src=p alt=P> <img src=q alt=Q> <br>b</p>", ["a", "[P] [Q]", "b"]),
        ("<p><img src=p alt=P><br>a</p>", ["[P]", "a"]),
        ("<p>a <img src=p alt=P width=640 height=480> b</p>", ["a", "[P]", "b"]),
        ("<p><a href=/x><img src=p alt=P><br>a</a></p>", ["[P]", "a"]),
        ("<p>a<br><img src=p alt=P width=16 height=16><br>b</p>", ["a P b"]),
        ("<p>a <img src=p alt=P> b</p>", ["a P b"]),
    ],
)
def test_a_picture_alone_on_its_line_or_large_has_lines_of_its_own(html: str, parts: list[str]):
    assert shape(html) == parts


def test_the_blanks_around_a_part_are_in_none():
    html = "<p>a<b> </b><br>b <img src=p alt=P width=640 height=480> c</p>"
    first, _, last = build(html).blocks
    assert "".join(item.text for item in first.inlines if isinstance(item, Run)) == "ab"
    assert [item.text for item in last.inlines] == ["c"]


def test_a_picture_among_letters_is_parted_from_the_next():
    assert shape("<p><img src=p alt=P>And on") == ["P And on"]


def test_an_anchor_stays_with_the_part_that_it_names():
    first, figure, last = build(
        "<p><a id=a></a>one<br><a id=b></a><img src=p alt=P><br><i id=c>t</i>wo</p>"
    ).blocks
    assert first.anchors == (Anchor("a", 0),)
    assert figure.anchors == (Anchor("b", 0),)
    assert [(each.name, each.offset) for each in last.anchors] == [("c", 0)]


# Rules, requests, hidden text.


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<hr><p>a<hr><hr><p>b<hr>", ["a", "", "────────", "", "b"]),
        ("<p>a<noscript>Please enable JavaScript to view it.</noscript>", ["a"]),
        ("<p>a<noscript><p>b</noscript>", ["a", "", "b"]),
        ("<p>a <span class='sr-only'>opens in a new window</span>", ["a"]),
        ("<p>a</p><div class=feedflare><a href=/x><img src=/f></a></div>", ["a"]),
        ("<p>a <a href=https://d.example/ class=dsq-brlink>comments by</a>", ["a"]),
    ],
)
def test_what_parts_nothing_or_says_nothing_here_is_left_out(html: str, lines: list[str]):
    assert [line.text for line in lay_out(build(html), 40).lines] == lines


# Credit.


def test_a_credit_is_left_out_in_any_language():
    text = "<p>Text.</p>"
    assert without_credit(f"{text}\n{CREDIT} ", url=URL, title="A & B") == f"{text}\n"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        (CREDIT, "Another title"),
        (f"{CREDIT}<p>More.</p>", "A & B"),
        (f"<p>{'word ' * 30}{CREDIT.removeprefix('<p>')}", "A & B"),
        (CREDIT.replace("/a-post", "/another-post"), "A & B"),
        ("<p>See <a href='https://e.example/a-post'>A & B</a>.</p>", "A & B"),
    ],
    ids=["title", "not the last", "long", "elsewhere", "one link"],
)
def test_a_paragraph_that_may_be_the_authors_own_stays(html: str, title: str):
    assert without_credit(html, url=URL, title=title) == html


# Text without markup.


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("One.\n\nTwo.", "<p>One.<p>Two."),
        ("0:00 Start\r\n1:30 End", "<p>0:00 Start<br>1:30 End"),
        (f"{'word ' * 13}\n{'more ' * 14}\nend", f"<p>{'word ' * 13}{'more ' * 14}end"),
        ("a\n<b>b</b>", "a\n<b>b</b>"),
        ("a &lt;\nb", "<p>a &lt;<br>b"),
        ("a", "a"),
    ],
)
def test_text_without_markup_keeps_its_lines(text: str, markup: str):
    assert with_paragraphs(text) == markup


# A text that begins with its own title.


def told(html: str, title: str = "A, and B") -> list[str]:
    """Write down what is left of an entry's text, its anchors after an ``@``."""
    document = without_title(build(html), title)
    return [
        "@".join([plain(block.inlines), *(anchor.name for anchor in block.anchors)])
        for block in document.blocks
        if isinstance(block, Heading | Paragraph)
    ]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<h1>A and <i>b</i></h1><p>c", ["c"]),
        ("<p>A, and B!</p><p>c", ["c"]),
        ("<img src=p><h2>A and B</h2><p>c", ["c"]),
        ("<h1 id=a>A and B</h1><p><b id=b>c</b>", ["c@a@b"]),
        ("<h1>A and B</h1>", ["A and B"]),
        ("<h1>A and <a href=https://o.example/>B</a></h1><p>c", ["A and B", "c"]),
        ("<h1>A and B and C</h1><p>c", ["A and B and C", "c"]),
        ("<p>c<h2>A and B</h2><p>d", ["c", "A and B", "d"]),
    ],
)
def test_a_first_line_that_is_the_title_is_left_out(html: str, left: list[str]):
    assert told(html) == left


def test_without_a_title_nothing_repeats_it():
    assert told("<p>…</p><p>c", title="") == ["…", "c"]


# Tables.


def only_table(html: str) -> Table:
    (table,) = build(html).blocks
    assert isinstance(table, Table)
    return table


def test_an_empty_row_is_left_out_unless_cells_reach_over_rows():
    row = "<tr height=1><td colspan=2></td></tr>"
    assert only_table(f"<table><tr><td>a<td>b{row}<tr><td>c<td>d</table>").rows == 2
    assert only_table(f"<table><tr><td rowspan=2>a<td>b{row}<tr><td>c<td>d</table>").rows == 3


def test_blanks_that_push_a_number_into_place_are_dropped():
    table = only_table("<table><tr><td>&nbsp;a<td>&nbsp; 1 &nbsp;<tr><td>b<td>&nbsp;</table>")
    assert [cell.inlines for cell in table.cells] == [
        (Run("\xa0a"),), (Run("1"),), (Run("b"),), (),
    ]  # fmt: skip


def test_a_first_row_in_bold_with_italics_is_the_header():
    html = "<table><tr><td><b>Age</b> <i>(years)</i><td><b>n</b><tr><td>a<td>1</table>"
    assert only_table(html).head_rows == 1


def test_numbers_stand_at_the_right_under_a_header_that_nobody_marked():
    html = "<table><tr><td>Metric<td>value<tr><td>a<td>10<tr><td>b<td>9</table>"
    assert [line.text for line in lay_out(build(html), 40).lines] == [
        "Metric  value", "a          10", "b           9",
    ]  # fmt: skip


def test_the_size_of_a_picture_may_stand_in_an_attribute_of_its_engine():
    (figure,) = build("<img src=https://e.example/p data-image-dimensions=900x600 alt=x>").blocks
    assert figure.pictures == (Picture("x", "https://e.example/p", 0, 900, 600),)
