import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.errors import NotAFeed
from tui_reader.model.entry import Enclosure
from tui_reader.model.feed import Author
from tui_reader.parse.feed import parse_feed

BODY = (Path(__file__).parent.parent / "data" / "feeds" / "feed.json").read_bytes()
URL = "https://json.example/feed.json"


def read(**document):
    return parse_feed(json.dumps(document).encode(), url=URL)


def test_the_feed_is_read():
    feed = parse_feed(BODY, url=URL)
    assert feed.format == "JSON Feed 1.1"
    assert feed.complaints == ("An item that is no object was left out.",)
    assert feed.info.title == "A JSON log"
    assert feed.info.description == "On things & more"
    assert feed.info.site_url == "https://json.example/"
    assert feed.info.icon_url == "https://json.example/icon.png"
    assert feed.info.language == "en-gb"
    ann = Author(name="Ann Lee", role="Editor", url="https://ann.example/")
    assert feed.info.authors == (ann,)


def test_an_item_is_read():
    entry = parse_feed(BODY, url=URL).entries[0]
    assert entry.key == "one"
    assert entry.title == "Using <b> in HTML"
    assert entry.url == "https://json.example/one"
    assert entry.html == "<p>First.</p><p>Second.</p>"
    assert entry.summary_html == "<p>In &lt;short&gt;</p>"
    assert entry.excerpt == "In <short>"
    assert entry.published_at == datetime(2024, 1, 1, 10, tzinfo=UTC)
    assert entry.updated_at == datetime(2024, 1, 2, tzinfo=UTC)
    assert entry.categories == ("HTML", "a, b")
    assert entry.image_url == "https://json.example/one.png"
    assert entry.authors[0].name == "Ann Lee"
    assert entry.enclosures == (
        Enclosure(
            url="https://json.example/one.mp3", media_type="audio/mpeg", size=12, title="Talk"
        ),
    )


def test_version_1_and_wrong_types_are_read():
    entry = parse_feed(BODY, url=URL).entries[1]
    assert entry.key == "2"
    assert entry.url == "https://elsewhere.example/two"
    assert entry.title == "Look < here"
    assert entry.html == "<p>Look &lt; here</p><p>Now</p>"
    assert entry.authors == (Author(name="Bo Ray"),)
    assert entry.categories == entry.enclosures == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_unicode_encoding_is_read(encoding):
    feed = parse_feed(BODY.decode().encode(encoding), url=URL)
    assert len(feed.entries) == 2


def test_a_document_without_version_but_with_items_is_a_feed():
    feed = read(title="T", items=[{"id": "1", "title": "x"}])
    assert feed.format == "JSON Feed"
    assert [entry.title for entry in feed.entries] == ["x"]


@pytest.mark.parametrize(
    "document",
    [
        {"items": [1, 2]},
        {"items": [{"id": 1, "price": 2}]},
        {"version": 3, "items": {}},
        {"version": "2.0"},
    ],
)
def test_other_json_is_no_feed(document):
    with pytest.raises(NotAFeed, match="a JSON document"):
        read(**document)


@pytest.mark.parametrize("value", [None, 5, True, [], {}, [[]], "x", [None], {"a": []}])
def test_any_value_in_any_place_is_survived(value):
    names = (
        *("id", "url", "external_url", "title", "content_html", "content_text", "summary"),
        *("image", "banner_image", "author", "authors", "date_published", "date_modified"),
        *("tags", "language", "attachments"),
    )
    version = "https://jsonfeed.org/version/1"
    feed = read(version=version, title=value, icon=value, items=[dict.fromkeys(names, value)])
    assert len(feed.entries) == 1
    assert read(version=version, items=value).format == "JSON Feed 1.0"


def test_the_items_before_a_break_are_kept():
    feed = parse_feed(BODY[: BODY.index(b'"external_url"')], url=URL)
    assert [entry.key for entry in feed.entries] == ["one"]
    assert feed.info.title == "A JSON log"
    assert "breaks off" in feed.complaints[0]


def test_raw_controls_inside_strings_are_let_pass_and_cleaned():
    body = b'{"version": "jsonfeed.org/version/1", "items": [{"id": "1", "title": "a\x1bb\tc"}]}'
    assert parse_feed(body, url=URL).entries[0].title == "a�b c"


@pytest.mark.parametrize(
    "inside",
    [b"[" * 100_000, b"9" * 100_000, b'{"a":' * 50_000],
    ids=["lists", "digits", "objects"],
)
def test_hostile_json_is_refused(inside):
    with pytest.raises(NotAFeed):
        parse_feed(b'{"items": ' + inside, url=URL)
