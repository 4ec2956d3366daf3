"""Tables: data or layout, columns or records."""

from __future__ import annotations

import re

import pytest

from tui_reader.article.blocks import Table
from tui_reader.article.build import build
from tui_reader.article.flows import plain
from tui_reader.article.layout import lay_out
from tui_reader.cells import cell_len


def lines(html: str, width: int = 40) -> list[str]:
    return [line.text.rstrip() for line in lay_out(build(html), width).lines]


def table(html: str) -> Table:
    (block,) = build(html).blocks
    assert isinstance(block, Table)
    return block


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a<td>b</table>",
        "<table><tr><td>a<tr><td>b</table>",
        "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table><tr><td>a<td>b<tr><td><table><tr><td>c</table><td>d</table>",
        "<table><tr><td>a<td>b<tr><td><pre>c</pre><td>d</table>",
        f"<table><tr><td>a<td>b<tr><td>{'long ' * 100}<td>d</table>",
    ],
)
def test_a_layout_table_is_unrolled(html: str):
    assert not any(isinstance(block, Table) for block in build(html).blocks)
    assert "a" in lines(html)[0]


def test_columns_stand_under_each_other():
    assert lines("<table><tr><th>Name<th>What<tr><td>a<td>bb<tr><td>ccc<td>d</table>") == [
        "Name  What", "──────────", "a     bb", "ccc   d",
    ]  # fmt: skip


def test_wide_characters_do_not_shift_columns():
    rows = lines("<table><tr><td>日本語<td>x<tr><td>abc<td>y</table>")
    assert rows == ["日本語  x", "abc     y"]
    assert cell_len(rows[0][: rows[0].index("x")]) == cell_len(rows[1][: rows[1].index("y")])


def test_numbers_stand_right_aligned():
    assert lines("<table><tr><th>N<th>Price<tr><td>a<td>9.50<tr><td>b<td>1,200</table>")[2:] == [
        "a   9.50", "b  1,200",
    ]  # fmt: skip


@pytest.mark.parametrize("how", ["align=right", "style='text-align: right'"])
def test_cells_stand_where_the_author_said(how: str):
    rows = lines(f"<table><tr><td {how}>a<td>x<tr><td {how}>bbb<td>y</table>")
    assert rows == ["  a  x", "bbb  y"]


def test_cells_span_columns_and_rows():
    html = "<table><tr><th colspan=2>Both<th>C<tr><td rowspan=2>R<td>b<td>c<tr><td>e<td>f</table>"
    assert lines(html) == ["Both  C", "───────", "R  b  c", "   e  f"]


@pytest.mark.parametrize(
    "span", ["colspan=999999", "rowspan=999999", "rowspan=0", "colspan=-1", "colspan=x rowspan=x"]
)
def test_an_absurd_span_does_no_harm(span: str):
    shown = " ".join(lines(f"<table><tr><td {span}>a<td>b<tr><td>c<td>d</table>"))
    assert sorted(re.findall(r"\w+", shown)) == ["a", "b", "c", "d"]


def test_spans_that_overlap_cover_each_place_once():
    html = "<table><tr><td>a<td rowspan=3>b<tr><td colspan=2>c<tr><td>d<td>e</table>"
    places = [
        (row, column)
        for cell in table(html).cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert len(places) == len(set(places))


def test_long_cells_wrap_in_their_column():
    html = f"<table><tr><th>K<th>V<tr><td>a<td>{'word ' * 6}<tr><td>b<td>x</table>"
    assert lines(html, 20) == [
        "K V", "────────────────────", "a word word word", "  word word word",
        "────────────────────", "b x",
    ]  # fmt: skip


def test_a_table_that_does_not_fit_becomes_records():
    html = (
        "<table><tr><th>Animal<th>Habitat<tr><td>hippopotamus<td>riverbanks"
        "<tr><td>rhinoceros<td>grassland</table>"
    )
    assert lines(html, 20) == [
        "Animal: hippopotamus", "Habitat: riverbanks", "",
        "Animal:  rhinoceros", "Habitat: grassland",
    ]  # fmt: skip


def test_a_long_header_of_a_record_stands_before_its_value():
    html = (
        "<table><tr><th>Id<th>A rather long header of it<tr><td>internationalisation"
        "<td>misunderstandings everywhere</table>"
    )
    assert lines(html, 32) == [
        "Id: internationalisation", "A rather long header of it:",
        "  misunderstandings everywhere",
    ]  # fmt: skip


def test_a_long_name_is_cut_after_a_sign_before_its_table_is_told_line_by_line():
    html = (
        "<table><tr><th>Field<th>Type<th>Set by<tr><td>scheduled_timestamp<td>datetime"
        "<td>enqueue_timeout</table>"
    )
    assert lines(html, 30)[2:] == [
        "scheduled_   datetime enqueue_", "timestamp             timeout",
    ]  # fmt: skip


def test_columns_that_are_hardly_longer_than_records_stay_columns():
    cell = "<br>".join(f"word {n}" for n in range(15))
    html = f"<table><tr><th>K<th>V<tr><td>{cell}<td>{cell}</table>"
    assert lines(html)[:3] == ["K        V", "────────────────", "word 0   word 0"]


def test_a_first_row_in_bold_is_the_header():
    html = "<table><tr><td><b>K</b><td><b>V</b><tr><td>a<td>b</table>"
    assert table(html).head_rows == 1


def test_a_title_over_all_columns_is_no_header():
    assert table("<table><tr><th colspan=2>T<tr><td>a<td>b</table>").head_rows == 0


def test_a_box_of_facts_with_a_list_is_told_line_by_line():
    html = "<table><tr><th>A<td><ul><li>b<li>c<li>d<li>e</ul><tr><th>F<td>g</table>"
    assert lines(html) == ["A:", "  • b", "  • c", "  • d", "  • e", "F: g"]


def test_a_caption_stands_above():
    assert lines("<table><caption>Cap</caption><tr><td>a<td>b<tr><td>c<td>d</table>")[0] == "Cap"


def test_a_table_of_a_hundred_columns_fits():
    row = "".join(f"<td>cell{n}" for n in range(100))
    shown = lines(f"<table><tr>{row}<tr>{row}</table>", 40)
    assert max(map(cell_len, shown)) <= 40
    assert sum(line.count("cell99") for line in shown) == 2


def test_a_row_of_a_name_alone_keeps_it_and_one_without_a_first_value_too():
    html = "<table><tr><th>Born<td>x<br>y<br>z<br>w<tr><th>Died<td><tr><th>Seat<td></td></table>"
    assert [line for line in lines(html, 30) if line][-2:] == ["Died", "Seat"]


def cells_of(row: str) -> str:
    return row.replace("\xa0", " ")


def test_short_values_without_headers_share_lines():
    html = "<table>" + "<tr>" + "<td>123" * 12 + "<tr>" + "<td>45" * 12 + "</table>"
    assert list(map(cells_of, lines(html, 30))) == [
        "123 · 123 · 123 · 123 · 123 ·", "123 · 123 · 123 · 123 · 123 ·", "123 · 123", "",
        "45 · 45 · 45 · 45 · 45 · 45 ·", "45 · 45 · 45 · 45 · 45 · 45",
    ]  # fmt: skip


def test_rows_that_take_a_line_each_stand_without_gaps():
    rows = "".join(f"<tr><td>{n}<td>{n}{'<td>' * 30}" for n in "123")
    html = f"<table>{rows}</table>"
    assert list(map(cells_of, lines(html, 30))) == ["1 · 1", "2 · 2", "3 · 3"]


def test_values_under_one_header_share_its_line():
    html = (
        "<table><tr><th>Unreasonably<th>Considerable<th colspan=2>Inhabitants"
        "<tr><td>Shore<td>x<td>535<td>persons<tr><td>Inland<td>y<td>12<td>persons</table>"
    )
    assert "Inhabitants: 535 · persons" in map(cells_of, lines(html, 28))


def test_what_surrounds_a_header_for_its_look_is_not_part_of_a_record():
    html = (
        "<table><tr><th>Tool<th>— Unreasonably —<th>Considerable:"
        "<tr><td>One<td>1<td>2<tr><td>Two<td>3<td>4</table>"
    )
    assert lines(html, 22)[:3] == ["Tool: One", "Unreasonably: 1", "Considerable: 2"]


def test_a_first_row_that_is_one_cell_is_the_caption_and_the_header_is_below_it():
    html = "<table><tr><th colspan=3>By size<tr><td>Tool<td>Unreasonably<td>Considerable{}</table>"
    rows = "<tr><td>One<td>1<td>2<tr><td>Two<td>3<td>4"
    assert lines(html.format(rows), 22)[:3] == ["By size", "Tool: One", "Unreasonably: 1"]
    assert table(html.format(rows)).head_rows == 0
    assert plain(table(html.format(rows)).caption) == "By size"


@pytest.mark.parametrize(
    "first",
    [
        "<tr><td colspan=2>One<tr><td>a<td>b",  # of two rows
        "<caption>c</caption><tr><td colspan=2>One<tr><td>a<td>b<tr><td>c<td>d",
        "<tr><td colspan=2><img src=a alt=One><tr><td>a<td>b<tr><td>c<td>d",
        "<tr><td>One<tr><td>a<td>b<tr><td>c<td>d",
    ],
)
def test_other_first_rows_stay_rows(first: str):
    assert plain(table(f"<table>{first}</table>").cells[0].inlines) == "One"


def test_a_column_of_long_text_gets_most_of_the_room_and_short_ones_stay_whole():
    rows = "".join(
        f"<tr><td>the name of row {n}<td>2019-11-{n}<td>{'long text that goes on and on ' * 4}"
        for n in (11, 12, 13)
    )
    html = f"<table><tr><th>Name<th>Date<th>What was seen there{rows}</table>"
    shown = lines(html, 60)
    assert all(any(f"2019-11-{n}" in line for line in shown) for n in (11, 12, 13))
    assert len(shown) < 19
    assert shown[2].index("long") < 28


STATES = (
    "<table><tr><th>Entity state<th>Association<th>Timestamp<th>Comment"
    "<tr><td>enqueued<td>started<td>enqueued_timestamp<td>{}"
    "<tr><td>processing<td>completed<td>N/A<td></table>"
)
PROSE = "Put it back where it was for too long, which happens where an unreasonably slow queue is."


def test_where_columns_have_no_room_long_text_stands_under_its_row():
    rule = "─" * 36
    assert lines(STATES.format(PROSE), 36) == [
        "Entity state Association Timestamp", "  Comment", rule,
        "enqueued     started     enqueued_", "                         timestamp",
        "  Put it back where it was for too", "  long, which happens where an",
        "  unreasonably slow queue is.", rule,
        "processing   completed   N/A",
    ]  # fmt: skip


def test_short_text_under_a_long_header_stands_in_records():
    html = STATES.format("Put it back.").replace("<th>Comment", f"<th>{PROSE}")
    assert lines(html, 36)[0] == "Entity state: enqueued"


def test_text_under_a_row_is_found_and_named_as_a_cell():
    layout = lay_out(build(STATES.format(PROSE).replace("<td>Put", "<td id=here>Put")), 36)
    assert layout.lines[layout.anchors["here"]].text.startswith("enqueued")
    assert [line.pieces[0].cell for line in layout.lines[5:8]] == [(1, 3)] * 3
