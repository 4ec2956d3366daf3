"""What a worker hands over of an entry: nothing of it is lost, and nothing in it is believed."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, subscription, update
from hypothesis import given
from hypothesis import strategies as st
from rooms import library_in_memory

from tui_reader.errors import StoreDamaged
from tui_reader.model.entry import Enclosure, EntryId, Stripped
from tui_reader.model.feed import Author
from tui_reader.parse.feed import parse_feed
from tui_reader.store import codec, entries, feeds
from tui_reader.store.database import Database
from tui_reader.store.packing import packed, words_in, words_of

if TYPE_CHECKING:
    from pathlib import Path

FULL = entry(
    "full",
    aliases=("l:example.org/full", "c:1"),
    comments_url="https://example.org/full#comments",
    authors=(Author(name="Ann", role="Editor"),),
    categories=("one", "two"),
    html="<p>The 日本 &amp; <b>text</b>.</p>",
    html_base="https://example.org/",
    summary_html="<p>In short.</p>",
    language="en",
    image_url="https://example.org/full.png",
    enclosures=(Enclosure(url="https://example.org/full.mp3", media_type="audio/mpeg", size=7),),
)


def test_nothing_of_an_entry_is_lost_on_its_way_into_the_library() -> None:
    with library_in_memory() as connection:
        feed_id = feeds.subscribe(connection, [subscription()], NOON).added[0]
        feeds.apply(connection, update(feed_id, FULL), NOON)

        assert entries.content_of(connection, EntryId(1)) == FULL


@given(html=st.text(), summary=st.text(), title=st.text())
def test_the_index_takes_of_a_packed_entry_what_it_takes_of_the_stored_one(
    html: str, summary: str, title: str
) -> None:
    content = entry("k", title=title, html=html, summary_html=summary)

    assert words_in(packed(content)) == words_of(content, None)


_PIECES = (
    "<p>", "</P>", "<br/>", "<b class='a>b'>", "<", ">", "< b>", "<>", "</>", "<!-- a -->", "<!--",
    "-->", "<script>", "</script>", "<ſtyle>", "<style>", "<?pi?>", "&lt;", "&amp;lt;", "&nbsp",
    "&#0;", "&#xd800;", "word", " ", "日本", "é…", "\0",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=12), st.lists(st.sampled_from(_PIECES)))
def test_the_text_that_the_parser_has_found_is_that_of_the_index(
    pieces: list[str], summary: list[str]
) -> None:
    item = {"id": "1", "content_html": "".join(pieces) + "end", "summary": "".join(summary)}
    (content,) = parse_feed(json.dumps({"items": [item]}).encode(), url="https://a.org/").entries

    assert words_in(packed(content)) == words_of(content, None)


def test_whole_tags_are_taken_off_once() -> None:
    item = {"id": "1", "content_html": "<p>One &amp; <b>“two”</b></p>"}
    (content,) = parse_feed(json.dumps({"items": [item]}).encode(), url="https://a.org/").entries

    text = " One &  “two”  ".encode()
    assert content.stripped == Stripped(
        html=content.html, utf8=content.html.encode(), text=text, beyond="“”"
    )
    assert packed(replace(content, stripped=None)) == packed(content)


def test_a_text_is_not_taken_for_that_of_other_html() -> None:
    before = "<p>before</p>"
    stale = Stripped(html=before, utf8=before.encode(), text=b" before ", beyond="")
    content = entry("k", html="<p>after</p>", stripped=stale)

    assert packed(content) == packed(replace(content, stripped=None))
    assert packed(content).text == b" after "


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no zlib",
        zlib.compress(b"no json"),
        zlib.compress(b"[]"),
        zlib.compress(b"[" * 100_000),
        zlib.compress(b'{"html": "cut"}')[:-1],
        *(
            zlib.compress(json.dumps(fields).encode())
            for fields in (
                {"html": 7},
                {"aliases": "l:a"},
                {"aliases": [7]},
                {"enclosures": 7},
                {"enclosures": [["https://example.org/a.mp3"]]},
            )
        ),
    ],
)
async def test_a_packed_text_that_is_none_is_a_damage_of_the_library(
    tmp_path: Path, body: bytes
) -> None:
    database = await Database.open(tmp_path / "library.db", now=NOON)
    try:
        (feed_id,) = (await database.write(feeds.subscribe, [subscription()], NOON)).added
        await database.write(feeds.apply, update(feed_id, FULL), NOON)
        await database.write(lambda link: link.execute("UPDATE entry_body SET body = ?", (body,)))

        with pytest.raises(StoreDamaged, match="packed text"):
            await database.read(entries.get, EntryId(1))
    finally:
        await database.close()


def test_a_packed_text_that_would_fill_the_memory_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(codec, "_MOST_BODY", 1000)
    body = codec.pack_body({"html": "x" * 1000})

    with pytest.raises(codec.Garbled):
        codec.unpack_body(body)
