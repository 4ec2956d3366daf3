"""Any HTML: no exception, no overflow, no control character, and the words in order."""

from __future__ import annotations

import os
import re

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from sound import assert_sound

from tui_reader.article.build import build
from tui_reader.article.layout import lay_out
from tui_reader.cli.paint import paint

TAGS = [
    "a",
    "b",
    "i",
    "p",
    "br",
    "hr",
    "div",
    "span",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tr",
    "td",
    "th",
    "pre",
    "code",
    "blockquote",
    "h1",
    "h3",
    "img",
    "figure",
    "figcaption",
    "details",
    "summary",
    "sup",
    "sub",
    "q",
    "abbr",
    "ruby",
    "rt",
    "math",
    "mfrac",
    "mi",
    "msup",
    "iframe",
    "video",
    "script",
    "style",
    "aside",
    "section",
    "input",
    "noscript",
    "svg",
    "del",
    "kbd",
    "small",
    "template",
    "select",
]
ATTRIBUTES = [
    "href=/x",
    "href='#a'",
    "href='javascript:x'",
    "id=a",
    "class=footnotes",
    "class=note",
    "class=language-python",
    "src=a.png",
    "alt='t\x1b[31m'",
    "title=t",
    "hidden",
    "colspan=3",
    "rowspan=2",
    "rowspan=0",
    "align=right",
    "dir=rtl",
    "start=7",
    "type=a",
    "reversed",
    "value=3",
    "display=block",
    "style='display:none'",
    "srcset='a 1x, b 2x'",
]
TEXTS = (
    "word|two words|  spaced  out |日本語の文章です。|עברית|👩\u200d👧 ❤\ufe0f|e\u0301\u0301\u0301|"
    "&amp;&#27;[2J|\x1b]0;x\x07|\u202egnp|\u200b\u200d|$x^2$|\\(\\frac{a}{b}\\)|$5 and $6|a-b—c|https://e.example/a/b?c=d|\n\n|\t|x"
    + "x"
    * 90
).split("|")
PIECES = st.one_of(
    st.sampled_from(TEXTS),
    st.builds(
        lambda tag, attrs: f"<{tag} {' '.join(attrs)}>",
        st.sampled_from(TAGS),
        st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
    ),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.text(max_size=8),
)
DOCUMENTS = st.lists(PIECES, max_size=40).map("".join)
PLAIN_TAGS = st.sampled_from(["p", "div", "b", "em", "li", "blockquote", "h2", "span", "code"])


def check(html: str, width: int) -> None:
    assert_sound(build(html, base="https://e.example/"), [width])


@settings(max_examples=examples(100))
@given(DOCUMENTS, st.integers(20, 200))
def test_any_markup_is_laid_out_within_its_width(html: str, width: int):
    check(html, width)


@settings(max_examples=examples(40))
@given(st.text(st.characters(codec=None, exclude_categories=())), st.integers(20, 60))
def test_any_text_is_laid_out_within_its_width(html: str, width: int):
    check(html, width)


@settings(max_examples=examples(60))
@given(
    st.lists(st.tuples(PLAIN_TAGS, st.integers(1, 5)), min_size=1, max_size=12),
    st.integers(20, 100),
)
def test_words_keep_their_order_and_none_is_lost(parts: list[tuple[str, int]], width: int):
    html, words = "", []
    for tag, count in parts:
        new = [f"w{len(words) + n}" for n in range(count)]
        words.extend(new)
        html += f"<{tag}>{' '.join(new)}</{tag}> "
    shown = paint(lay_out(build(html), width), plain=True)
    assert re.findall(r"w\d+", shown) == words


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 200_000 + "deep",
        "<blockquote>" * 50_000 + "deep",
        "<ul><li>" * 50_000 + "deep",
        "<table><tr><td>" * 20_000 + "deep",
        "<math>" + "<mrow>" * 20_000 + "<mi>deep</mi></math>",
        "<p>" + "<b>" * 20_000 + "deep",
        "<p>" + "a\u0301" * 200_000 + " deep",
        "<a href=x>deep</a> " * 20_000,
        "<pre>" + "deep\n" * 50_000,
    ],
    ids=["div", "quote", "list", "table", "maths", "bold", "marks", "links", "code"],
)
def test_size_and_depth_are_no_trouble(html: str):
    layout = lay_out(build(html, base="https://e.example/"), 40)
    assert any("deep" in line.text for line in layout.lines)


if __name__ == "__main__":
    # A long run, FUZZ_EXAMPLES or 100,000: ``PYTHONPATH=tests python tests/fuzz/test_article.py``.
    many = int(os.environ.get("FUZZ_EXAMPLES", "100000"))
    settings(max_examples=many, deadline=None, database=None)(
        given(DOCUMENTS, st.integers(20, 200))(check)
    )()
    print(f"{many:,} documents laid out")
