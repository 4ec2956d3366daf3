import time

import pytest

from tui_reader.parse import bounds, fast
from tui_reader.parse.bounds import MAX_ENTRIES, MAX_NAMES_IN_A_ROW, bounded
from tui_reader.parse.feed import parse_feed

URL = "https://example.org/feed"


def rss(inside: bytes) -> bytes:
    return b"<rss version='2.0'><channel><title>T</title>" + inside + b"</channel></rss>"


def test_an_honest_document_comes_out_as_it_went_in():
    body = rss(b"<item><category>a</category><author>me</author></item>" * 50)
    assert bounded(body, max_entries=50) == (body, ())


def test_entries_beyond_the_limit_leave_a_whole_document():
    items = b"".join(b"<item><guid>g%d</guid></item>" % number for number in range(20))
    body, complaints = bounded(rss(items + b"<ttl>5</ttl>"), max_entries=3)
    assert body.count(b"<item>") == 3
    assert body.endswith(b"<ttl>5</ttl></channel></rss>")
    assert complaints == ("The document has 20 entries; the first 3 were kept.",)


HOSTILE = {
    "author": b"<item><author>" + b"a" * 200_000 + b"</author></item>",
    "cdata author": b"<item><dc:creator><![CDATA[" + b"a" * 200_000 + b"]]></dc:creator></item>",
    "categories": b"<item>"
    + b"".join(b"<category>c%d</category>" % number for number in range(20_000))
    + b"<title>after</title></item>",
    "attributes": b"<item><guid "
    + b"".join(b"a%d='1' " % number for number in range(30_000))
    + b">g</guid></item>",
    "entries": b"<item><title>x</title></item>" * 12_000,
    "open tags": b"<item><category>" * 2_000,
}


@pytest.mark.parametrize("inside", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_is_bounded_and_said(inside):
    start = time.process_time()
    feed = parse_feed(rss(inside), url=URL)
    assert time.process_time() - start < 12
    assert 1 <= len(feed.entries) <= 5_000
    assert feed.complaints


def test_what_follows_a_row_of_categories_stays():
    feed = parse_feed(rss(HOSTILE["categories"]), url=URL)
    assert feed.entries[0].title == "after"
    assert feed.entries[0].categories[:2] == ("c0", "c1")


def test_entities_that_would_fill_the_memory_are_left_out():
    body = (
        b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a '" + b"x" * 20_000 + b"'>]>"
        b"<rss version='2.0'><channel><item><title>"
        + b"&a;" * 10_000
        + b"</title></item></channel></rss>"
    )
    feed = parse_feed(body, url=URL)
    assert any("entities" in complaint for complaint in feed.complaints)
    assert len(feed.entries) == 1


def test_small_entities_serve():
    body = (
        b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY me 'Jane'>]>"
        b"<rss version='2.0'><channel><item><title>&me;</title></item></channel></rss>"
    )
    assert parse_feed(body, url=URL).entries[0].title == "Jane"


def test_an_ordinary_document_is_not_searched_for_what_the_strict_reader_sees(monkeypatch):
    def refuse(*_, **__):
        pytest.fail("it was searched")

    monkeypatch.setattr(bounds, "bounded", refuse)
    assert len(parse_feed(rss(b"<item><title>x</title></item>"), url=URL).entries) == 1


@pytest.mark.parametrize("name", ["category", "dc:subject", "itunes:keywords", "media:category"])
@pytest.mark.parametrize("is_too_many", [False, True])
def test_the_strict_reader_keeps_within_the_bounds_itself(name, is_too_many):
    spaces = (
        b'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
        b'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    )
    row = f"<{name}>x</{name}>".encode() * (MAX_NAMES_IN_A_ROW + is_too_many)
    body = rss(b"<item>" + row + b"</item>" + b"<item>" + row[:-1] + b"></item>")
    body = body.replace(b"<rss", b"<rss " + spaces)
    assert (fast.read(body) is None) == is_too_many
    assert bool(bounded(body)[1]) == is_too_many


def test_the_strict_reader_declines_more_entries_than_are_kept():
    assert fast.read(rss(b"<item/>" * MAX_ENTRIES)) is not None
    assert fast.read(rss(b"<item/>" * (MAX_ENTRIES + 1))) is None


def test_what_a_text_quotes_is_no_row_of_categories():
    quoted = b"<category>x</category>" * (MAX_NAMES_IN_A_ROW + 1)
    feed = parse_feed(
        rss(b"<item><description><![CDATA[" + quoted + b"]]></description></item>"), url=URL
    )
    assert feed.entries[0].html.encode() == quoted
    assert feed.complaints == ()
