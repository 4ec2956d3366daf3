"""The gate for text: nothing unclean comes through, nothing readable is lost."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.clean import MAX_MARKS, clean_block, clean_line

FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_no_line_holds_what_drives_hides_or_reorders(text: str):
    assert not FORBIDDEN.search(clean_line(text))


@given(ANY_TEXT)
def test_no_block_holds_it_but_newlines_and_tabs(text: str):
    assert not FORBIDDEN.search(clean_block(text).replace("\n", "").replace("\t", ""))


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str):
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_block(clean_block(text)) == clean_block(text)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])))
def test_ordinary_text_of_any_script_stays(text: str):
    assert clean_block(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x1b[31mred\x1b]0;t\x07", "a\ufffd[31mred\ufffd]0;t\ufffd"),
        ("a\u009b31mb\x7fc", "a\ufffd31mb\ufffdc"),
        ("a\u202egnp.exe\u2066x", "agnp.exex"),
        ("super\u00adcali\u200bfragi\ufeff", "supercalifragi"),
        ("one\r\ntwo\tthree\x0bfour\u2028five", "one two three four five"),
        ("  in \u00a0 the  middle ", "in the middle"),
        ("a\ud800b", "ab"),
        ("\U000e0041\U000e0042hidden", "hidden"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a\u200d b \u200dc", "a b c"),
        ("", ""),
    ],
)
def test_a_line_is_cleaned(text: str, clean: str):
    assert clean_line(text) == clean


def test_a_block_keeps_its_lines_tabs_and_blanks():
    assert clean_block("a  b\r\n\tc\rd\x00") == "a  b\n\tc\nd\ufffd"


@pytest.mark.parametrize("limit", [1, 5, 100])
def test_a_limited_line_is_never_longer(limit: int):
    assert len(clean_line("many words in a row " * 50, limit=limit)) <= limit


def test_a_cut_line_ends_in_an_ellipsis():
    assert clean_line("one two three", limit=8) == "one two…"


def test_marks_on_one_character_are_capped():
    assert clean_line("a" + "\u0301" * 2000 + "b") == "a" + "\u0301" * MAX_MARKS + "b"


def test_marks_of_every_script_are_capped():
    over = [
        hex(code)
        for code in range(0x300, sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in {"Mn", "Me"}
        and len(clean_line("x" + chr(code) * 10)) > 1 + MAX_MARKS
    ]
    assert over == []


def test_a_flood_of_joiners_is_capped():
    assert len(clean_line("א" + "\u200d" * 5000 + "ב")) <= 2 + MAX_MARKS


def test_a_long_hostile_text_is_cleaned_in_linear_time():
    assert len(clean_block("\u0301a\x1b" * 300_000)) == 900_000
