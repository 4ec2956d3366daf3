"""The markup of an entry, laid out."""

from __future__ import annotations

import pytest
from builders import NOON
from builders import entry as content

from tui_reader.article.lines import Role
from tui_reader.article.source import source_layout
from tui_reader.cells import cell_len
from tui_reader.model.entry import Entry, EntryId, EntryStatus
from tui_reader.model.feed import FeedId
from tui_reader.ui.widgets.article_lines import copied

HEAD = 3


def source(html: str, width: int = 40):
    entry = Entry(
        id=EntryId(1),
        feed_id=FeedId(1),
        feed_title="Blog",
        content=content("k", html=html),
        status=EntryStatus(read=False, starred=False),
        first_seen_at=NOON,
        sort_at=NOON,
    )
    return source_layout(entry, width)


def roles(html: str) -> dict[str, Role]:
    return {span.text: span.role for line in source(html, 200).lines[HEAD:] for span in line.spans}


def test_the_head_says_how_much_it_is_and_whose():
    assert source("<p>one").lines[1].text == "Source: 6 characters of HTML from the feed"


def test_the_parts_of_markup_are_told_apart():
    seen = roles("<!-- note --><a href='x' id=\"y\" class=z hidden>word &amp; more</a>")
    assert seen["<!-- note -->"] is Role.CODE_COMMENT
    assert seen["<a"] is seen["</a"] is seen[">"] is Role.CODE_KEYWORD
    assert seen["href"] is seen["hidden"] is Role.CODE_NAME
    assert seen["'x'"] is seen['"y"'] is seen["z"] is Role.CODE_STRING
    assert seen["&amp;"] is Role.CODE_NUMBER
    assert seen["word "] is Role.CODE


@pytest.mark.parametrize("width", [3, 17, 40, 200])
@pytest.mark.parametrize(
    "html",
    [
        "<p>" + "word " * 60 + "</p>\n<pre>\n  a\n\n</pre>",
        "x" * 500,
        "<p>" + "东西南北" * 30,
        "<a '" * 200,
        "e\u0301\u0301" * 100,
    ],
)
def test_no_line_is_too_wide_and_no_character_is_lost(html: str, width: int):
    layout = source(html, width)
    assert max(cell_len(line.text) for line in layout.lines[HEAD:]) <= max(width, 3)
    assert copied(layout, (HEAD, 0), (len(layout.lines) - 1, 10_000)) == html.strip("\n")


def test_what_drives_a_terminal_is_made_harmless():
    text = "".join(line.text for line in source("<p>a\x1b]52;c;x\x07b\u202e").lines)
    assert text.isprintable()
