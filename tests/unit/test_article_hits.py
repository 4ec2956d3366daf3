"""Finding words in a layout: across its lines, whatever case and accents."""

from __future__ import annotations

import pytest

from tui_reader.article.build import build
from tui_reader.article.layout import lay_out
from tui_reader.ui.widgets.article_hits import Finder, Hits


def found(html: str, text: str, width: int = 40, *, words: bool = False) -> list[str]:
    """What the hits cover, line by line, a bar between the lines."""
    layout = lay_out(build(html), width)
    finder = Finder(layout)
    hits = finder.find_words(text) if words else finder.find(text)
    return ["|".join(part_texts(layout, hits, index)) for index in range(len(hits))]


def part_texts(layout, hits: Hits, wanted: int) -> list[str]:
    return [
        line.text[part.start : part.end]
        for number, line in enumerate(layout.lines)
        for index, part in hits.on_line(number)
        if index == wanted
    ]


def test_a_phrase_is_found_over_the_end_of_a_line():
    assert found("<p>The long night has two hundred watches", "two hundred", 24) == ["two|hundred"]


def test_blanks_stand_for_any_white_space():
    assert found("<pre>a    =  1\nb = 2</pre>", "a = 1 b") == ["a    =  1|b"]


def test_the_bars_of_a_quote_are_no_text():
    html = "<blockquote>one two three four five six seven eight nine ten eleven</blockquote>"
    assert found(html, "eight nine ten", 30) == ["eight|nine ten"] or found(
        html, "seven eight nine", 30
    )


def test_a_hit_never_goes_from_one_block_into_the_next():
    assert found("<p>one</p><p>two</p>", "one two") == []


def test_numbers_of_links_and_signs_of_footnotes_are_stepped_over():
    html = "<p>a <a href=https://e.example/>song</a> of <em>cranes</em>"
    assert found(html, "song of cranes")[0].startswith("song")


@pytest.mark.parametrize(
    ("typed", "hits"),
    [("fog", ["Fog", "fog", "FOG"]), ("Fog", ["Fog"]), ("FOG", ["FOG"])],
)
def test_case_counts_only_where_a_capital_is_typed(typed: str, hits: list[str]):
    assert found("<p>Fog and fog and FOG", typed) == hits


@pytest.mark.parametrize(
    ("html", "typed", "hit"),
    [
        ("<p>un café noir", "cafe noir", "café noir"),
        ("<p>un cafe\u0301 noir", "café", "cafe\u0301"),
        ("<p>the ﬁnal word", "final", "ﬁnal"),
        ("<p>İstanbul", "istanbul", "İstanbul"),
        ("<p>שָׁלוֹם", "שלום", "שָׁלוֹם"),
    ],
)
def test_accents_points_and_ligatures_do_not_count(html: str, typed: str, hit: str):
    assert found(html, typed) == [hit]


def test_ideographs_are_found_over_the_end_of_a_line():
    assert found("<p>东西南北中发白东西南北", "发白", 12) == ["发|白"]


def test_signs_of_patterns_are_only_signs():
    assert found("<p>a.b (c) [d] a+b", "a.b (c) [d]") == ["a.b (c) [d]"]
    assert found("<p>axb", "a.b") == []


@pytest.mark.parametrize("typed", ["", "  ", "\0", "zzz"])
def test_nothing_is_found_for_nothing(typed: str):
    assert found("<p>some words</p><p>more", typed) == []


def test_words_of_a_search_are_whole_and_the_last_may_go_on():
    html = "<p>tide tides untied tide-table tidewater"
    assert found(html, "tide table", words=True) == ["tide", "tide", "table"]
    assert found(html, "table tide", words=True) == ["tide", "tide", "tide", "table", "tide"]


def test_a_word_with_signs_is_found_as_the_words_between():
    assert found("<p>north-east, north east", "north-east x", words=True) == [
        "north-east",
        "north east",
    ]
    assert found("<p>north", "- !", words=True) == []


def test_a_table_is_searched_row_by_row():
    html = "<table><tr><th>Port<th>Depth<tr><td>Quay<td>12 m<tr><td>Pier<td>9 m</table>"
    assert found(html, "quay 12 m")[0].startswith("Quay")


def test_no_line_shows_a_hit_that_is_not_there():
    layout = lay_out(build("<p>one</p><p>two one</p>"), 40)
    hits = Finder(layout).find("one")
    assert [number for number in range(len(layout.lines)) if list(hits.on_line(number))] == [0, 2]
    assert [hits.line(index) for index in range(len(hits))] == [0, 2]
    assert hits.first_from(1) == 1
    assert hits.first_from(2) == 1


WRAPPED = (
    "<table><tr><th>What is seen<th>What is behind it"
    "<tr><td>answers come late to everyone<td>the processors sort by a bad rule"
    "<tr><td>files are open to all<td>a list was lost in the move</table>"
)


@pytest.mark.parametrize(
    ("typed", "hits"),
    [
        ("late to everyone", ["late to|everyone"]),
        ("processors sort by a bad", ["processors|sort by a bad"]),
        ("everyone the processors", ["the processors|everyone"]),  # on into the next cell
        ("to the processors", []),  # side by side on the screen only
        ("all a list was", ["a list was|all"]),
    ],
)
def test_a_phrase_is_found_over_the_lines_of_a_cell(typed: str, hits: list[str]):
    assert found(WRAPPED, typed, 32) == hits


def test_a_name_that_a_cell_cuts_is_one_word():
    html = (
        "<table><tr><th>state<th>seen<th>what is left<tr><td>new<td>never"
        "<td>scheduled_timestamp<tr><td>old<td>once<td>x</table>"
    )
    assert found(html, "scheduled_timestamp", 26) == ["scheduled_|timestamp"]


def test_a_cell_over_several_rows_is_read_as_one():
    html = (
        "<table><tr><th>a<th>b<tr><td rowspan=3>one two three four five six seven eight<td>x y"
        "<tr><td>z<tr><td>w<tr><td>last<td>row</table>"
    )
    assert found(html, "two three four five six", 16) == ["two|three four|five six"]
    assert found(html, "y z w", 16) == ["y|z|w"]


def test_the_first_hit_from_a_line_on_is_not_above_it_in_a_row_of_a_table():
    layout = lay_out(build(WRAPPED), 32)
    hits = Finder(layout).find("the")
    lines = [hits.line(index) for index in range(len(hits))]
    for start in range(max(lines) + 1):
        assert hits.line(hits.first_from(start)) >= start
