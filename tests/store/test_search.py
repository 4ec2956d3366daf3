"""The words of an entry are found, and no text a person can type is an error."""

from __future__ import annotations

import pytest
from builders import NOON, entry, subscription, update
from hypothesis import given
from hypothesis import strategies as st
from rooms import library_in_memory

from tui_reader.model.feed import Author
from tui_reader.model.query import EntryQuery
from tui_reader.store import feeds, pages, search

MARKUP = [
    "<p>",
    "</p>",
    "<script>",
    "</STYLE>",
    "<styled>",
    "<!-- x -->",
    "< 5",
    "<i",
    ">",
    "word",
    "&amp;",
    "&lt",
    " ",
    "é",
    "日本",
    "<br/>",
]


def found(text: str, *contents: object) -> list[str]:
    with library_in_memory() as connection:
        feed_id = feeds.subscribe(connection, [subscription()], NOON).added[0]
        feeds.apply(connection, update(feed_id, *contents), NOON)
        return [row.title for row in pages.page(connection, EntryQuery(text=text)).rows]


@pytest.mark.parametrize(
    "text",
    ["shaft", "SHAFT", "shaft light", "sha", "“light”", "caffe", "caffè", "mine-shaft", "  light "],
)
def test_an_entry_is_found_by_words_of_its_text(text):
    content = entry(title="Down", html="<p>The mine-shaft had <b>light</b>, and a caffè.</p>")

    assert found(text, content, entry(title="Other")) == ["Down"]


def test_an_entry_is_found_by_its_title_and_its_authors():
    content = entry(title="Puma 4: hammering", authors=(Author(name="Joe Kutner"),))

    assert found("hammering kutner", content) == ["Puma 4: hammering"]


def test_only_the_last_word_is_taken_as_a_beginning():
    content = entry(title="Garbage collection")

    assert found("garbage coll", content) == ["Garbage collection"]
    assert found("garb collection", content) == []


def test_a_space_after_the_last_word_ends_it():
    assert found("coll ", entry(title="Garbage collection")) == []


def test_a_last_word_of_one_letter_is_a_whole_word():
    assert found("c", entry(title="In C"), entry(title="Collect")) == ["In C"]


@pytest.mark.parametrize("text", ["検索", "索機", "日本"])
def test_scripts_without_spaces_are_found_in_the_middle_of_a_run(text):
    assert found(text, entry(title="日本語の全文検索機能")) == ["日本語の全文検索機能"]


def test_letters_of_scripts_without_spaces_must_stand_together():
    assert found("本検", entry(title="日本語の全文検索機能")) == []


def test_scripts_and_styles_and_tags_are_not_found():
    content = entry(
        title="T",
        html="<style>p{color:zebra}</style><p class=giraffe>seen</p>"
        "<script>if(1<2)lion()</script>x",
    )

    assert found("seen x", content) == ["T"]
    for word in ("zebra", "giraffe", "lion", "script"):
        assert found(word, content) == []


@pytest.mark.parametrize(
    "text",
    [
        '"',
        '""',
        "*",
        "NEAR(",
        "NEAR(a b, 2)",
        "a AND",
        "NOT",
        "title:x",
        "^a",
        "-a",
        "{title}:a",
        "a\0b",
        "\0",
        "🎉",
        "🎉🎊 *",
        "x" * 100_000,
        "a " * 50_000,
        '" OR 1=1 --',
        "\ud800",
        "zq\u0301",
        "٣",
        "_",
    ],
)
def test_nothing_that_is_typed_is_an_error(text):
    assert found(text, entry(title="Hush", html="")) == []


def test_any_text_gives_a_result_or_nothing():
    with library_in_memory() as connection:

        @given(st.text(max_size=60))
        def type_it(text):
            assert pages.page(connection, EntryQuery(text=text)).rows == ()

        type_it()


@given(st.text(alphabet="<>/!scriptyle -&;\"'abc", max_size=80))
def test_text_of_any_markup_is_text(html):
    assert isinstance(search.text_of(html), str)


@given(st.lists(st.sampled_from(MARKUP)).map("".join))
def test_a_broken_tag_at_the_end_changes_nothing_of_the_text_before(html):
    assert search.text_of(f"{html}<b") == search.text_of(html)


@given(st.text(max_size=200), st.text(alphabet="<>&;#x1日本é \ud800a", max_size=60))
def test_a_rewritten_entry_leaves_none_of_its_old_words_in_the_index(title, html):
    with library_in_memory() as connection:
        feed_id = feeds.subscribe(connection, [subscription()], NOON).added[0]
        feeds.apply(connection, update(feed_id, entry("k", title=title, html=html)), NOON)
        changed = ((1, entry("k", title="now", html="")),)
        feeds.apply(connection, update(feed_id, changed=changed), NOON)

        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search, row)")
        assert connection.execute("SELECT term FROM terms").fetchall() == [("now",)]


def test_the_text_of_hostile_markup_takes_linear_time():
    for html in (
        "<" * 400_000,
        "<script>" * 50_000,
        "<a " * 100_000,
        "</" * 200_000,
        "<!--" * 90_000,
    ):
        search.text_of(html)


def test_an_index_that_is_told_to_gather_stays_told_and_finds_the_same():
    with library_in_memory() as connection:
        feed_id = feeds.subscribe(connection, [subscription()], NOON).added[0]
        search.tune(connection)
        search.tune(connection)
        for number in range(20):
            new = entry(str(number), html=f"<p>word{number} everywhere</p>")
            feeds.apply(connection, update(feed_id, new), NOON)
        held = dict(connection.execute("SELECT k, v FROM search_config").fetchall())
        assert held["automerge"] == 32
        assert len(pages.page(connection, EntryQuery(text="everywhere ")).rows) == 20
        assert len(pages.page(connection, EntryQuery(text="word7 ")).rows) == 1


def test_an_entry_that_comes_twice_in_one_update_is_found_by_its_last_words():
    first = entry("same", title="Kept", html="<p>ancient</p>", content_hash="1")
    last = entry("same", title="Kept", html="<p>modern</p>", content_hash="2")
    assert found("modern ", first, last) == ["Kept"]
    assert found("ancient ", first, last) == []
