"""The head of an article, and an entry as a whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import entry as content

from tui_reader.article.blocks import Figure, Paragraph, Run
from tui_reader.article.entry import entry_document, entry_galley, entry_galleys, entry_layout
from tui_reader.article.flows import count_words
from tui_reader.article.header import header, reading_minutes
from tui_reader.article.lines import Line, Role
from tui_reader.cells import cell_len
from tui_reader.model.entry import Enclosure, Entry, EntryId, EntryStatus
from tui_reader.model.feed import Author, FeedId

NOON = datetime(2019, 7, 12, 12, tzinfo=UTC)


def head(width: int = 72, **fields: object) -> list[str]:
    given = {
        "title": "Puma 4",
        "authors": (Author(name="Joe Kutner", role="Software Architect"),),
        "when": NOON,
        "categories": ("engineering",),
        "minutes": 9,
        **fields,
    }
    return [line.text for line in header(width=width, **given)]


def entry(**fields: object) -> Entry:
    return Entry(
        id=EntryId(1),
        feed_id=FeedId(1),
        feed_title="Blog",
        content=content("k", **fields),
        status=EntryStatus(read=False, starred=False),
        first_seen_at=NOON,
        sort_at=NOON,
    )


def test_title_and_byline_stand_between_blank_lines():
    assert head() == [
        "", "Puma 4", "Joe Kutner, Software Architect · 12 Jul 2019 · engineering · 9 min", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "byline"),
    [
        ({"authors": ()}, "12 Jul 2019 · engineering · 9 min"),
        ({"categories": (), "minutes": 0}, "Joe Kutner, Software Architect · 12 Jul 2019"),
        (
            {"authors": (Author(name="A"), Author(name="B", role="C")), "categories": ("d", "e")},
            "A; B, C · 12 Jul 2019 · d, e · 9 min",
        ),
    ],
)
def test_a_byline_leaves_out_what_is_not_told(fields: dict[str, object], byline: str):
    assert head(**fields)[2] == byline


def test_a_title_has_three_lines_at_most():
    titles = [line for line in head(20, title="many words " * 20) if "words" in line]
    assert len(titles) == 3
    assert titles[-1].endswith("…")


def test_a_byline_breaks_between_its_parts_and_never_in_one():
    for width in range(34, 72):
        parts = [part for line in head(width)[2:] for part in line.split(" · ") if part]
        assert parts == ["Joe Kutner, Software Architect", "12 Jul 2019", "engineering", "9 min"]


def test_a_part_wider_than_the_head_is_wrapped():
    lines = head(16)
    assert all(cell_len(line) <= 16 for line in lines)
    assert lines[2:4] == ["Joe Kutner,", "Software"]


def test_nothing_unclean_stands_in_a_head():
    text = "".join(head(title="a\x1b[31m\u202eb", authors=(Author(name="c\x07"),)))
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two", 2),
        ("It’s – one\u00a0two", 4),
        ("漢", 1),
        ("漢字、かな", 3),
        ("a漢b", 3),
        ("\ud800 x", 2),
    ],
)
def test_an_ideograph_counts_as_half_a_word(text: str, words: int):
    assert count_words((Run(text),)) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (230, 1), (2300, 10)])
def test_reading_takes_at_least_a_minute(words: int, minutes: int):
    assert reading_minutes(words) == minutes


def test_an_entry_is_its_head_and_its_text():
    shown = entry(html="<p>Text.</p>", title="T")
    layout = entry_layout(shown, entry_galley(shown), 40)
    assert [line.text for line in layout.lines][-1] == "Text."
    assert layout.lines[1].spans[0].role is Role.TITLE


def test_an_entry_without_a_text_shows_its_summary():
    document = entry_document(content("k", html="", summary_html="<p>Only this.</p>"))
    assert document.words == 2


def test_relative_links_start_from_the_entrys_own_address():
    document = entry_document(content("k", html="<a href=x>y</a>", url="https://e.example/a/b"))
    assert document.links[0].url == "https://e.example/a/x"


def test_attached_files_close_the_article_unless_the_text_links_them():
    files = (
        Enclosure(url="https://e.example/a.mp3", media_type="audio/mpeg", size=24_000_000),
        Enclosure(url="https://e.example/b.pdf", media_type="application/pdf"),
        Enclosure(url="javascript:x"),
    )
    html = "<a href='https://e.example/b.pdf'>b</a>"
    document = entry_document(content("k", html=html, enclosures=files))
    last = document.blocks[-1]
    assert (last.kind, last.title) == ("Audio", "a.mp3 (24 MB)")
    assert [link.number for link in document.links] == [1, 2]


@pytest.mark.parametrize(
    ("media_type", "name", "kind"),
    [
        ("", "a.JPG", "Picture"),
        ("", "a.opus", "Audio"),
        ("application/x-shockwave-flash", "v", "Video on e.example"),
        ("application/zip", "a.zip", "File"),
    ],
)
def test_an_attached_file_is_known_by_its_type_else_by_its_name(media_type, name, kind):
    file = Enclosure(url=f"https://e.example/{name}", media_type=media_type)
    block = entry_document(content("k", html="x", enclosures=(file,))).blocks[-1]
    assert kind == ("Picture" if isinstance(block, Figure) else block.kind)


def test_a_text_is_shown_from_behind_its_own_title():
    text = content("k", title="Low tide", html="<h1>Low tide</h1><p>It was low.</p>")
    assert [type(block) for block in entry_document(text).blocks] == [Paragraph]


def test_only_what_takes_long_has_a_beginning_of_its_own():
    short = entry(html="<p>short</p><pre>no words of a language</pre>")
    assert [galley.is_whole for galley in entry_galleys(short)] == [True]
    first, whole = entry_galleys(entry(html="<p>some text here</p>" * 10_000))
    assert not first.is_whole
    assert 60 < len(entry_layout(entry(), first, 40).lines) < 200
    assert len(whole.items) == 10_000


def test_code_far_below_gets_its_colours_last():
    code = "<pre class=language-python>def f(): pass</pre>"
    shown = entry(html=f"{code}<p>text</p>{'<p>more text</p>' * 60}{code}")
    entry_galley(shown)  # loads the lexer
    first, whole = (entry_layout(shown, each, 40) for each in entry_galleys(shown))
    assert [line.text for line in first.lines] == [line.text for line in whole.lines]
    coloured = [
        [number for number, line in enumerate(layout.lines) if Role.CODE_KEYWORD in roles(line)]
        for layout in (first, whole)
    ]
    assert [len(each) for each in coloured] == [1, 2]
    assert coloured[0][0] == coloured[1][0]


def test_the_galley_is_the_last_of_the_galleys():
    html = "<details><summary>a</summary>b</details><pre class=language-tcl>c</pre><a href=/d>d</a>"
    shown = entry(html=html, url="https://e.example/")
    *_, last = entry_galleys(shown, hint="x: more")
    ways = (entry_layout(shown, each, 40) for each in (last, entry_galley(shown, hint="x: more")))
    first, second = (list(layout.lines) for layout in ways)
    assert first == second


def roles(line: Line) -> set[Role]:
    return {span.role for span in line.spans}
