"""The grammar of a row: mark, title, byline by whole parts, excerpt cut at a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import NOON
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui_reader.model.entry import EntryId, EntryRow
from tui_reader.model.feed import Author, FeedId
from tui_reader.ui.themes import Ink
from tui_reader.ui.widgets.glyphs import ASCII
from tui_reader.ui.widgets.lines import line_width
from tui_reader.ui.widgets.rows import DENSITIES, Look, lay_out, search_words
from tui_reader.wording.ages import age, ago, day

ROW = EntryRow(
    id=EntryId(1),
    feed_id=FeedId(1),
    feed_title="Heroku Blog",
    title="Puma 4: Hammering Out H13s, a Debugging Story",
    authors=(Author(name="Richard Schneeman", role="Software Architect"),),
    categories=("engineering", "ruby"),
    sort_at=NOON - timedelta(days=3),
    minutes=9,
    excerpt="For quite some time we have had reports of a mysterious error that showed up.",
    url="https://example.org/",
    read=False,
    starred=False,
    has_enclosure=False,
)
LOOK = Look(now=NOON)


def drawn(row: EntryRow, width: int, look: Look = LOOK) -> list[str]:
    """The lines of a row as text."""
    return ["".join(text for text, _ in line) for line in lay_out(row, width, look).lines]


def test_an_excerpt_row_is_mark_title_byline_excerpt() -> None:
    assert drawn(ROW, 43) == [
        " • Puma 4: Hammering Out H13s, a Debugging",
        "   Story",
        "   engineering · R. Schneeman · 9 min   3d",
        "   For quite some time we have had reports",
        "   of a mysterious error that showed up.",
    ]


@pytest.mark.parametrize(
    ("width", "byline"),
    [
        (80, "engineering · Richard Schneeman, Software Architect · 9 min"),
        (50, "engineering · Richard Schneeman · 9 min"),
        (42, "engineering · R. Schneeman · 9 min"),
        (34, "engineering · R. Schneeman"),
        (28, "engineering · 9 min"),
        (20, "engineering"),
    ],
)
def test_the_byline_drops_whole_parts_and_never_the_age(width: int, byline: str) -> None:
    line = next(each for each in drawn(ROW, width) if each.endswith("3d"))
    assert line.strip().removesuffix("3d").strip() == byline


@pytest.mark.parametrize(
    ("width", "byline"),
    [
        (80, "engineering · Richard Schneeman, Software Architect · 40 %, 5 min left"),
        (44, "engineering · R. Schneeman · 40 %"),
        (28, "engineering · 40 %"),
    ],
)
def test_the_byline_tells_how_far_one_is(width: int, byline: str) -> None:
    row = replace(ROW, progress=40)
    line = next(each for each in drawn(row, width) if each.endswith("3d"))
    assert line.strip().removesuffix("3d").strip() == byline


def test_the_byline_begins_with_what_changed() -> None:
    line = drawn(replace(ROW, changed=True), 60)[1]
    assert line.strip().startswith("± changed · engineering")


def test_a_view_over_several_blogs_leads_with_the_blog() -> None:
    look = replace(LOOK, with_feed=True)
    assert "Heroku Blog · engineering" in drawn(ROW, 60, look)[1]


@pytest.mark.parametrize(
    ("fields", "mark"),
    [
        ({}, "•"),
        ({"starred": True}, "★"),
        ({"progress": 40}, "◐"),
        ({"progress": 40, "read": True}, "◐"),
        ({"progress": 40, "starred": True}, "★"),
        ({"read": True}, " "),
        ({"read": True, "starred": True}, "★"),
    ],
)
def test_the_mark_tells_the_state(fields: dict[str, bool], mark: str) -> None:
    assert drawn(replace(ROW, **fields), 60)[0][1] == mark


def test_unread_is_told_by_weight_not_by_hue_alone() -> None:
    inks = [lay_out(replace(ROW, read=read), 80, LOOK).lines[0][-1][1] for read in (False, True)]
    assert inks == [Ink.STRONG, Ink.QUIET]


def test_a_picture_and_a_heading_stand_apart_in_an_excerpt() -> None:
    row = replace(ROW, excerpt="What is Duke?\n▨ Java Duke\nNo one knows.")
    assert drawn(row, 60)[-1].strip() == "What is Duke?  ▨ Java Duke  No one knows."


def test_an_excerpt_does_not_begin_with_the_title_over_again() -> None:
    row = replace(ROW, excerpt=f"{ROW.title}.\nNo one knows.")
    assert drawn(row, 60)[-1].strip() == "No one knows."


def test_a_long_excerpt_ends_in_a_whole_word() -> None:
    last = drawn(replace(ROW, excerpt="ab cdefgh " * 30), 40)[-1]
    assert last.endswith("…")
    assert last.removesuffix("…").split()[-1] in {"ab", "cdefgh"}


def test_ascii_draws_no_sign_of_ours_beyond_ascii() -> None:
    row = replace(ROW, starred=True, excerpt="▨ a picture and " + "words " * 40)
    for density in DENSITIES:
        look = Look(now=NOON, glyphs=ASCII, density=density, with_feed=True)
        assert all(line.isascii() for line in drawn(row, 40, look))


def test_what_was_searched_for_is_marked_and_in_sight() -> None:
    row = replace(ROW, excerpt="word " * 60 + "the needle in it")
    look = Look(now=NOON, words=search_words("needle puma"))
    lines = lay_out(row, 60, look).lines
    hits = [text for line in lines for text, ink in line if ink is Ink.HIT]
    assert hits == ["Puma", "needle"]


@given(
    title=st.text(max_size=120),
    excerpt=st.text(max_size=300),
    name=st.text(max_size=40),
    width=st.integers(12, 120),
    density=st.sampled_from(DENSITIES),
)
def test_no_line_is_wider_than_its_row(
    title: str, excerpt: str, name: str, width: int, density: str
) -> None:
    row = replace(ROW, title=title, excerpt=excerpt, feed_title=name, authors=(Author(name=name),))
    item = lay_out(row, width, Look(now=NOON, density=density, with_feed=True))
    assert all(line_width(line) <= width for line in item.lines)


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=-9), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=5), "5m"),
        (timedelta(hours=3), "3h"),
        (timedelta(days=2), "2d"),
        (timedelta(days=44), "6w"),
        (timedelta(days=1100), "3y"),
        (timedelta(days=365 * 2000), "999y"),
    ],
)
def test_an_age_takes_at_most_four_cells(span: timedelta, shown: str) -> None:
    assert age(NOON - span, NOON) == shown
    assert cell_len(shown) <= 4


def test_how_long_ago_is_said_in_words() -> None:
    spans = (timedelta(seconds=5), timedelta(minutes=4), timedelta(hours=3), timedelta(days=1))
    assert [ago(span) for span in spans] == ["just now", "4 min ago", "3 h ago", "yesterday"]


def test_a_day_is_named_within_a_week() -> None:
    assert day(NOON - timedelta(days=3), NOON) == "Saturday"
    assert day(NOON - timedelta(days=30), NOON) == "25 Oct 2026"
