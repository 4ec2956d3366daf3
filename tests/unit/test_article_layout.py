"""Blocks → lines: widths, indents, gaps, links, places."""

from __future__ import annotations

import pytest

from tui_reader.article.build import build
from tui_reader.article.layout import lay_out
from tui_reader.article.lines import Line, Role, Span, Weight
from tui_reader.cells import cell_len


def laid(html: str, width: int = 40, **options: object):
    return lay_out(build(html, base="https://e.example/"), width, **options)


def lines(html: str, width: int = 40) -> list[str]:
    return [line.text.rstrip() for line in laid(html, width).lines]


def span(html: str, wanted: str) -> Span:
    return next(s for line in laid(html).lines for s in line.spans if wanted in s.text)


@pytest.mark.parametrize(
    ("html", "role"),
    [
        ("<h1>x</h1>", Role.HEADING),
        ("<h2>x</h2>", Role.HEADING),
        ("<h3>x</h3>", Role.SUBHEADING),
        ("<p>x</p>", Role.TEXT),
        ("<blockquote>x</blockquote>", Role.QUOTE),
        ("<pre>x</pre>", Role.CODE),
        ("<a href=/x>x</a>", Role.LINK),
        ("<figure><img src=a alt=a><figcaption>x</figcaption></figure>", Role.CAPTION),
        ("<dl><dt>x<dd>y</dl>", Role.TERM),
        ("<math display=block><mi>x</mi></math>", Role.FORMULA),
        ("<table><tr><th>x<th>b<tr><td>c<td>d</table>", Role.TABLE_HEAD),
    ],
)
def test_text_has_the_role_of_its_block(html: str, role: Role):
    assert span(html, "x").role is role


def test_a_heading_is_strong_and_listed():
    layout = laid("<p>a</p><h2>One <b>two</b></h2>")
    assert [(h.level, h.text, h.line) for h in layout.headings] == [(2, "One two", 2)]
    assert all(s.weight & Weight.STRONG for s in layout.lines[2].spans)


def test_blocks_are_parted_by_one_blank_line():
    assert lines("<p>a</p><h2>b</h2><ul><li>c</ul><hr><p>d") == [
        "a", "", "b", "", "• c", "", "────────", "", "d",
    ]  # fmt: skip


def test_breaks_that_only_move_text_make_one_blank_line():
    assert lines("a<br><br>&nbsp;<br><br>b<p>&nbsp;</p><p>&nbsp;<br></p>c") == [
        "a", "", "b", "", "c",
    ]  # fmt: skip


def test_an_item_without_content_is_left_out_unless_it_is_numbered():
    assert lines("<ul><li>a<li><li>b</ul><ul><li></ul><ol><li><li>c</ol>") == [
        "• a", "• b", "", "1.", "2. c",
    ]  # fmt: skip


def test_wrapped_items_hang_under_their_text():
    assert lines("<ul><li>one two three</ul>", 11) == ["• one two", "  three"]


def test_numbers_of_items_stand_right_aligned():
    assert lines("<ol start=9><li>a<li>b</ol>") == [" 9. a", "10. b"]


def test_the_bar_of_a_quote_goes_through_its_blank_lines():
    assert lines("<blockquote><p>a</p><p>b</p></blockquote>") == ["▎ a", "▎", "▎ b"]


def test_a_list_in_a_quote_in_a_list_is_indented_by_all():
    assert lines("<ul><li><blockquote><ol><li>x</ol></blockquote></ul>") == ["• ▎ 1. x"]


def test_nesting_stops_indenting_where_no_room_is_left():
    assert lines("<blockquote>" * 30 + "some words here", 20)[-1].endswith("here")


@pytest.mark.parametrize("width", [20, 33, 80])
def test_no_line_is_wider_than_asked_but_those_that_scroll(width: int):
    html = "<ul><li>" * 9 + "word " * 30 + "<pre>" + "x" * 100 + "</pre><p>" + "字" * 50
    wide = [line for line in laid(html, width).lines if cell_len(line.text) > width]
    assert all(line.scrolls and line.fill is Role.CODE for line in wide)
    assert len(wide) == 1


def test_code_keeps_its_indent_and_marks_its_ground():
    layout = laid("<pre>a\n    b</pre>")
    assert [line.text for line in layout.lines] == [" a", "     b"]
    assert all(line.fill is Role.CODE and not line.scrolls for line in layout.lines)


def test_an_article_from_right_to_left_stands_at_the_right_edge():
    (line,) = laid("<p>שלום עולם</p>", 20).lines
    assert line.text == " " * 11 + "שלום עולם"


def test_a_latin_paragraph_with_a_hebrew_word_stays_left():
    assert lines("<p>word שלום</p>") == ["word שלום"]


# Links


def test_a_links_number_follows_it_and_closes_the_article():
    assert lines("<p><a href=/x>text</a> on</p>") == [
        "text[1] on", "", "Links", "", "[1] https://e.example/x",
    ]  # fmt: skip


def test_a_link_over_a_line_break_has_one_number():
    assert lines("<a href=/x>a<br>b</a> c")[:2] == ["a", "b[1] c"]


def test_links_into_the_article_are_neither_numbered_nor_listed():
    assert lines("<p id=a>x <a href='#a'>up</a></p>") == ["x up"]


def test_a_wrapped_link_is_one_place():
    layout = laid("<p>before <a href=/x>a link of words</a>, <a href=/x>again</a></p>", 12)
    assert [(p.line, p.column) for p in layout.places()][:2] == [(0, 7), (3, 0)]


def test_anchors_name_the_line_they_stand_on():
    layout = laid("<p>one two three <span id=here>four</span></p><h2 id=next>x</h2>", 9)
    assert layout.anchors["here"] == 2
    assert layout.lines[layout.anchors["next"]].text == "x"


# Places


def test_lines_know_their_block_and_offset():
    layout = laid("<p>one two three</p><p>four</p>", 9)
    assert [(line.block, line.offset) for line in layout.lines if line.spans] == [
        (1, 0), (1, 8), (2, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("widths", [(20, 100), (72, 40)])
def test_a_place_is_the_same_at_any_width(widths: tuple[int, int]):
    html = "<p>aaa bbb ccc</p><ul><li>ddd<li>eee</ul><pre>fff</pre><h2>ggg</h2>"
    first, second = (laid(html, width) for width in widths)
    assert {line.block for line in first.lines} == {line.block for line in second.lines}


def test_a_head_comes_first():
    head = (Line((Span("Title"),)), Line(()))
    layout = laid("<h2>x</h2>", head=head)
    assert [line.text for line in layout.lines] == ["Title", "", "x"]
    assert layout.headings[0].line == 2


def test_the_beginning_has_the_lines_that_the_whole_begins_with():
    html = "<p>a <a href=/x>b</a></p><pre class=language-python>def f(): pass</pre>"
    beginning = laid(html, beginning=True).lines
    whole = laid(html).lines
    assert [line.text for line in beginning] == [line.text for line in whole[: len(beginning)]]
    assert len(beginning) < len(whole)


def test_nothing_makes_no_lines():
    assert not laid("").lines


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<details id=here><summary>One</summary>two</details>", "▾ One"),
        ("<details><summary id=here>One</summary>two</details>", "▾ One"),
        ("<details><summary>One <b id=here>x</b></summary>two</details>", "▾ One x"),
        ("<div id=here><details><summary>One</summary>two</details></div>", "▾ One"),
        ("<dl><dt><p>One<p id=here>two<dd>x</dl>", "One two"),
        ("<figure><img src=a alt=a><figcaption id=here>One</figcaption></figure>", "▨\xa0a[1]"),
        ("<div>One<p id=here>two</div>", "two"),
        ("<table><caption id=here>One</caption><tr><td>a<td>b<tr><td>c<td>d</table>", "One"),
        ("<table><tr><td>a<td>b<tr id=here><td>c<td>d</table>", "c  d"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d<a name=here></a></table>", "c  d"),
        ("<table><caption>x</caption><tr><td>a<td>b<tr><td>c<td><p>d<p><b id=here>e</table>",
         "c  d"),
    ],
)  # fmt: skip
def test_an_anchor_is_kept_where_blocks_become_one_text(html: str, shown: str):
    layout = laid(f"<p>before</p>{html}<p>after</p>")
    assert layout.lines[layout.anchors["here"]].text.rstrip() == shown


def test_an_anchor_in_a_table_names_its_row_at_any_width():
    rows = "".join(
        f"<tr><td id=r{n}>row {n}<td>unreasonably<td>considerable<td>circumstances" for n in "123"
    )
    html = f"<table><tr><th>Name<th>What<th>How<th>Why{rows}</table>"
    for width in (20, 30, 60):
        layout = laid(html, width)
        for n in "123":
            assert f"row {n}" in layout.lines[layout.anchors[f"r{n}"]].text
    assert "Name:" in laid(html, 20).lines[0].text


def test_the_sign_of_a_footnote_stays_on_one_line():
    html = "<p>one two <sup><a href=#n5>[n 5]</a></sup></p><p id=n5>note</p>"
    assert lines(html, 11)[:2] == ["one two", "[n\xa05]"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://e.example/docs/manual-3.5/en/", ["https://e.example/docs/", "manual-3.5/en/"]),
        ("https://e.example/a?colour=blue&size=largest",
         ["https://e.example/", "a?colour=blue&size=largest"]),
        ("https://e.example/some-house-name_of.html",
         ["https://e.example/", "some-house-name_of.html"]),
        ("https://e.example/d/a-long-name-of-one-page.html",
         ["https://e.example/d/a-", "long-name-of-one-page.html"]),
        ("https://e.example/" + "x" * 50,
         ["https://e.example/", "x" * 26, "x" * 24]),
    ],
)  # fmt: skip
def test_addresses_are_broken_where_their_parts_end(address: str, shown: list[str]):
    listed = lines(f"<a href='{address}'>x</a>", 30)[4:]
    assert listed == [f"[1] {shown[0]}", *(f"    {line}" for line in shown[1:])]
