"""A place in a text is found again: at any width, and after the text has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.article.build import build
from tui_reader.article.layout import lay_out
from tui_reader.article.lines import Line, Span
from tui_reader.article.stops import line_of, stop_in

HEIGHT = 10
HEAD = (Line(()), Line((Span("The Title"),)), Line(()))
PARAGRAPHS = [
    f"<p>Here begins part {n} of it, with <a href=https://e.example/{n}>link {n}</a> and enough "
    f"words after it to go on over some lines at every width, until part {n} ends.</p>"
    for n in range(40)
]
MIXED = (
    "<h2>On tides</h2>" + PARAGRAPHS[0] + "<pre>def tide():\n\n    return 6\n    # low</pre>"
    "<ul><li>first of the list<li>second of it</ul><blockquote>" + PARAGRAPHS[1] + "</blockquote>"
    "<table><tr><th>Port<th>Tide<tr><td>Ems<td>6<tr><td>Elbe<td>7</table>" + "".join(PARAGRAPHS)
)


def laid_out(html, width=60):
    return lay_out(build(html), width, head=HEAD)


def text_at(layout, line, lines=3):
    return " ".join(" ".join(each.text.split()) for each in layout.lines[line : line + lines])


def stop_at(layout, text):
    """Stop where the first line in sight holds a text."""
    top = next(number for number, line in enumerate(layout.lines) if text in line.text)
    stop = stop_in(layout, top, HEIGHT)
    assert stop is not None
    return stop


@pytest.mark.parametrize("top", [0, 1, 2, 3])
def test_at_the_top_and_in_the_head_nothing_is_begun(top):
    assert stop_in(laid_out("".join(PARAGRAPHS)), top, HEIGHT) is None


def test_below_the_last_line_nothing_is_begun():
    layout = laid_out("".join(PARAGRAPHS))
    assert stop_in(layout, len(layout.lines), HEIGHT) is None


def test_percent_is_the_text_seen_without_the_list_of_links():
    layout = laid_out("".join(PARAGRAPHS))
    assert "Links" in text_at(layout, layout.end, 5)

    top = layout.end // 2 - HEIGHT

    assert stop_in(layout, top, HEIGHT).percent == pytest.approx(50, abs=1)
    assert stop_in(layout, layout.end - 1, HEIGHT).percent == 99


@settings(deadline=None, max_examples=40)
@given(st.integers(4, 200), st.integers(20, 120), st.integers(20, 120))
def test_a_place_is_found_at_every_other_width(top, width, other):
    there, here = laid_out(MIXED, width), laid_out(MIXED, other)
    stop = stop_in(there, top, HEIGHT)
    if stop is None:
        return

    line = here.lines[line_of(here, stop, HEIGHT)]

    assert line.block == stop.block
    assert line.offset <= stop.offset
    following = [each.offset for each in here.lines if each.block == stop.block and each.spans]
    assert not any(line.offset < offset <= stop.offset for offset in following)


def test_text_added_before_moves_the_place_along():
    stop = stop_at(laid_out("".join(PARAGRAPHS)), "begins part 20 ")
    longer = laid_out("<p>New.</p>" * 25 + "".join(PARAGRAPHS), 44)

    assert "begins part 20 " in text_at(longer, line_of(longer, stop, HEIGHT))


def test_text_taken_away_before_moves_the_place_along():
    stop = stop_at(laid_out("".join(PARAGRAPHS)), "begins part 30 ")
    shorter = laid_out("".join(PARAGRAPHS[28:]), 44)

    assert "begins part 30 " in text_at(shorter, line_of(shorter, stop, HEIGHT))


def test_of_the_same_words_twice_the_nearer_ones_count():
    same = "<p>The very same words stand here again and again, as they do in refrains.</p>"
    song = [f"<p>Verse {n}.</p>{same}" for n in range(12)]
    stop = stop_at(laid_out("".join(song)), "Verse 8.")
    refrain = replace(stop, block=stop.block + 1, quote="Theverysamewordsstandhereagainandagain")

    there = line_of(laid_out("<p>New.</p>" + "".join(song)), refrain, HEIGHT)

    assert "Verse 8." in text_at(laid_out("<p>New.</p>" + "".join(song)), there - 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [("Here begins part 20 ", "It goes on as part 20 "), ("link 20</a> and", "link 20</a>, yet")],
    ids=["its beginning", "its end"],
)
def test_a_passage_that_was_edited_is_found_by_what_is_left_of_it(old, new):
    stop = stop_at(laid_out("".join(PARAGRAPHS)), "begins part 20 ")
    assert old in PARAGRAPHS[20]
    edited = laid_out("<p>New.</p>" * 9 + "".join(PARAGRAPHS).replace(old, new))

    assert "part 20 of it" in text_at(edited, line_of(edited, stop, HEIGHT))


def test_where_the_words_are_gone_the_block_counts():
    stop = stop_at(laid_out("".join(PARAGRAPHS)), "begins part 20 ")
    other = laid_out("".join(f"<p>Quite another text, number {n}.</p>" for n in range(40)))

    assert "number 20" in text_at(other, line_of(other, stop, HEIGHT))


def test_where_the_block_is_gone_too_the_share_of_the_text_counts():
    stop = stop_at(laid_out("".join(PARAGRAPHS)), "begins part 20 ")
    other = laid_out("<p>" + "Quite another text in one piece. " * 300)

    line = line_of(other, stop, HEIGHT)

    assert (line + HEIGHT) / other.end == pytest.approx(stop.percent / 100, abs=0.03)


def test_in_an_empty_text_the_place_is_its_top():
    stop = stop_at(laid_out("".join(PARAGRAPHS)), "begins part 20 ")

    assert line_of(laid_out(""), stop, HEIGHT) == 0
