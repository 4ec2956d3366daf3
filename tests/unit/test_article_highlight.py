"""Code in the roles of its tokens."""

from __future__ import annotations

import pytest

from tui_reader.article.blocks import Code, Document
from tui_reader.article.highlight import guess, highlighted
from tui_reader.article.layout import lay_out
from tui_reader.article.lines import Line, Role

CODE = 'def f(x):\n    """two\n    lines"""\n    return "x", 1  # why\n'


def lines(text: str, language: str) -> list[Line]:
    return list(lay_out(Document(blocks=(Code(text, language),)), 4000).lines)


def roles(text: str, language: str) -> dict[str, Role]:
    return {s.text.strip(): s.role for line in lines(text, language) for s in line.spans}


def test_tokens_have_their_roles():
    found = roles(CODE, "python")
    assert found["def"] is Role.CODE_KEYWORD
    assert found["f"] is Role.CODE_NAME
    assert found['"x"'] is Role.CODE_STRING
    assert found["1"] is Role.CODE_NUMBER
    assert found["# why"] is Role.CODE_COMMENT


@pytest.mark.parametrize("language", ["python", "py", "no-such-language", ""])
@pytest.mark.parametrize("text", [CODE, "x\n\n  x", "    if (a) {\n}", "x" * 3000, "<a>&amp;</a>"])
def test_colours_change_no_character(text: str, language: str):
    shown = "\n".join(line.text[1:] for line in lines(text, language))
    assert shown == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("from a import b\n", "python"),
        ("#!/bin/bash\nls", "bash"),
        ("$ git status", "console"),
        ("const a = 1;", "javascript"),
        ("#include <stdio.h>", "c"),
        ("fn main() {\n", "rust"),
        ("package main\n", "go"),
        ("SELECT a FROM b", "sql"),
        ('{"a": 1}', "json"),
        ("<?xml version='1.0'?>", "xml"),
        ("<div class='x'>", "html"),
        ("--- a/x\n+++ b/x", "diff"),
        ("Just some words in a box.", ""),
    ],
)
def test_a_language_is_guessed_only_where_the_code_gives_it_away(text: str, language: str):
    assert guess(text) == language


@pytest.mark.parametrize("text", ["x = 1\n" * 20_000, "a" * 30_000])
def test_very_long_code_is_shown_without_colours(text: str):
    assert not list(highlighted(text, "python"))
