"""Cells: measuring, cutting, wrapping."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len as rich_cell_len

from tui_reader.cells import break_lines, cell_len, graphemes, is_single, pad, truncate, wrap

SCRIPTS = st.text(
    st.sampled_from("ab -é日本語「」。、한국어🙂👍🏽👩\u200d\u2764\ufe0f🇩🇪\u0301שלוםعربनमस्ते☀ —\n")
)


def test_every_assigned_character_is_as_wide_as_rich_says():
    wrong = [
        hex(code)
        for code in [*range(0x20, 0x7F), *range(0xA0, 0xD800), *range(0xE000, 0x20000)]
        if unicodedata.category(chr(code)) not in {"Cn", "Co"}
        and cell_len(chr(code)) != rich_cell_len(chr(code))
    ]
    assert wrong == []


def test_every_character_that_counts_as_single_takes_one_cell_for_rich():
    wrong = [
        hex(code)
        for code in range(0x20, 0x3000)
        if is_single(chr(code)) and rich_cell_len(chr(code)) != 1 and code != 0x7F
    ]
    assert wrong == []


@given(SCRIPTS)
def test_text_is_as_wide_as_rich_says(text: str):
    line = text.replace("\n", " ")
    assert cell_len(line) == rich_cell_len(line)


@given(SCRIPTS)
def test_graphemes_are_the_whole_text(text: str):
    pieces = list(graphemes(text.replace("\n", " ")))
    assert "".join(piece for piece, _ in pieces) == text.replace("\n", " ")
    assert sum(width for _, width in pieces) == cell_len(text.replace("\n", " "))


@pytest.mark.parametrize(
    "piece", ["e\u0301", "👍🏽", "👩\u200d❤\ufe0f\u200d👩", "🇩🇪", "日", "☀\ufe0f"]
)
def test_a_grapheme_is_one_piece(piece: str):
    assert [p for p, _ in graphemes(f"a{piece}b")] == ["a", piece, "b"]


def test_two_flags_are_two_pieces():
    assert [p for p, _ in graphemes("🇩🇪🇫🇷")] == ["🇩🇪", "🇫🇷"]


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("two words", 5, "two…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("cafe\u0301s", 4, "caf…"),
        ("anything", 0, ""),
        ("anything", 1, "…"),
        ("日", 1, "…"),
    ],
)
def test_truncate_cuts_at_a_cell_boundary(text: str, width: int, cut: str):
    assert truncate(text, width) == cut


@given(SCRIPTS, st.integers(0, 12))
def test_padded_text_is_exactly_as_wide_as_asked(text: str, width: int):
    assert cell_len(pad(text.replace("\n", " "), width)) == width


@given(SCRIPTS, st.integers(2, 12))
def test_no_wrapped_line_is_too_wide(text: str, width: int):
    assert all(cell_len(line) <= width for line in wrap(text, width))


@given(SCRIPTS, st.integers(2, 12))
def test_wrapping_loses_nothing_but_blanks(text: str, width: int):
    kept = "".join(wrap(text, width)).replace(" ", "")
    assert kept == text.replace(" ", "").replace("\n", "")


@given(SCRIPTS, st.integers(2, 12), st.integers(1, 3))
def test_wrapping_gives_at_most_max_lines(text: str, width: int, most: int):
    lines = wrap(text, width, most)
    assert len(lines) <= most
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("a b c", 3, ["a b", "c"]),
        ("fits", 4, ["fits"]),
        ("a\n\nb", 9, ["a", "", "b"]),
        ("a well-known case", 8, ["a well-", "known", "case"]),
        ("range 10-20 stays", 9, ["range", "10-20", "stays"]),
        ("long—dashes—here", 9, ["long—", "dashes—", "here"]),
        (
            "see https://a.example/path/to/page.html",
            16,
            ["see", "https://a.", "example/path/to/", "page.html"],
        ),
        ("x" * 7, 3, ["xxx", "xxx", "x"]),
        ("ab[1]", 1, ["a", "b", "[", "1", "]"]),
        ("10\u00a0km far", 6, ["10\u00a0km", "far"]),
        ("字字字字。字", 8, ["字字字", "字。字"]),
        ("字字字「字」", 8, ["字字字", "「字」"]),
        ("한국어 문장", 8, ["한국어", "문장"]),
        ("中文 and Latin", 8, ["中文 and", "Latin"]),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, width: int, lines: list[str]):
    assert wrap(text, width) == lines


def test_wrap_marks_what_was_left_out():
    assert wrap("one two three four", 9, 2) == ["one two", "three…"]


def test_an_ellipsis_never_makes_the_last_line_too_wide():
    assert wrap("one three more", 5, 2) == ["one", "thre…"]


def test_break_lines_stops_at_the_limit():
    assert list(break_lines("a b c d", 1, 2)) == [(0, 1), (2, 3)]


def test_a_very_long_text_breaks_in_linear_time():
    assert sum(1 for _ in break_lines("word " * 200_000, 72)) == 14286
    assert sum(1 for _ in break_lines("x" * 1_000_000, 72)) == 13889
