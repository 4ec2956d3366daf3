from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui_reader.errors import NotAFeed
from tui_reader.model.entry import Enclosure
from tui_reader.model.feed import Author
from tui_reader.parse.feed import parse_feed

FEEDS = Path(__file__).parent.parent / "data" / "feeds"
URL = "https://feeds.example.org/feed.xml"


def read(name, url=URL):
    return parse_feed((FEEDS / name).read_bytes(), url=url)


def rss(inside, url=URL, channel="", attrs=""):
    body = f"<rss version='2.0' {attrs}><channel><title>T</title>{channel}{inside}</channel></rss>"
    return parse_feed(body.encode(), url=url)


def item(inside, **more):
    return rss(f"<item>{inside}</item>", **more).entries[0]


def test_atom_tells_about_the_feed():
    feed = read("atom.xml")
    assert feed.format == "Atom 1.0"
    assert feed.complaints == ()
    info = feed.info
    assert info.title == "The Example Log"
    assert info.description == "On things"
    assert info.site_url == "https://blog.example/weblog/"
    assert info.icon_url == "https://blog.example/icon.png"
    assert info.language == "en"
    assert info.authors == (Author(name="Ann Lee", url="https://ann.example/"),)


def test_atom_tells_about_an_entry():
    entry = read("atom.xml").entries[0]
    assert entry.key == "tag:blog.example,2020:1"
    assert entry.title == "Using <b> well"
    assert entry.url == "https://blog.example/weblog/2024/one"
    assert entry.comments_url == "https://blog.example/weblog/2024/one#replies"
    assert entry.authors == (Author(name="Ann Lee", url="https://ann.example/"),)
    assert entry.categories == ("HTML & CSS", "life")
    assert entry.published_at == datetime(2024, 1, 1, 10, tzinfo=UTC)
    assert entry.updated_at == datetime(2024, 1, 3, tzinfo=UTC)
    assert entry.html.startswith("<p>Use <code>b</code>")
    assert entry.html_base == "https://cdn.example/one/"
    assert entry.summary_html == "<p>A short word on markup.</p>"
    assert entry.excerpt == "A short word on markup."
    assert entry.image_url == "https://cdn.example/t.jpg"
    assert entry.language == "en"
    assert entry.words == 6
    assert entry.enclosures == (
        Enclosure(
            url="https://blog.example/weblog/one.mp3",
            media_type="audio/mpeg",
            size=1234,
            title="Talk",
        ),
    )


def test_text_content_becomes_paragraphs_and_its_tags_stay_words():
    entry = read("atom.xml").entries[1]
    assert entry.title == "Plain <b> title"
    assert entry.html == "<p>First line<br>second line</p><p>New &lt;paragraph&gt;</p>"
    assert entry.authors == (Author(name="Bo Ray", role="Editor", url="https://bo.example/"),)
    assert entry.published_at is None


def test_content_out_of_line_is_a_link_and_an_enclosure():
    entry = read("atom.xml").entries[2]
    assert entry.url == "https://blog.example/weblog/paper.pdf"
    assert [found.media_type for found in entry.enclosures] == ["application/pdf"]


def test_rdf_in_latin_1_is_read_from_bytes():
    feed = read("rss10.rdf")
    assert feed.format == "RSS 1.0"
    assert feed.info.title == "Café RDF"
    entry = feed.entries[0]
    assert entry.title == "Un café"
    assert entry.key == "https://rdf.example/one"
    assert entry.categories == ("Boissons",)
    assert entry.updated_at == datetime(2005, 6, 7, 6, 9, 10, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "koi8-r"])
def test_any_encoding_is_read(encoding):
    body = (
        f"<?xml version='1.0' encoding='{encoding.removesuffix('-sig')}'?>"
        "<rss version='2.0'><channel><item><title>Привет</title></item></channel></rss>"
    ).encode(encoding)
    assert parse_feed(body, url=URL).entries[0].title == "Привет"


def test_a_wrong_charset_of_the_server_does_not_win_over_utf_8():
    body = "<rss version='2.0'><channel><item><title>Ünï – “x”</title></item></channel></rss>"
    feed = parse_feed(body.encode(), url=URL, content_type="text/xml; charset=ISO-8859-1")
    assert feed.entries[0].title == "Ünï – “x”"


def test_the_servers_charset_is_taken_where_it_serves():
    body = "<rss version='2.0'><channel><item><title>Привет</title></item></channel></rss>"
    feed = parse_feed(body.encode("koi8-r"), url=URL, content_type="text/xml; charset=koi8-r")
    assert feed.entries[0].title == "Привет"


def test_the_rhythm_is_read_whole():
    feed = rss("", channel="<ttl>90</ttl><skipHours><hour>1</hour><hour>2</hour></skipHours>")
    assert feed.info.rhythm.interval == timedelta(minutes=90)
    assert feed.info.rhythm.skip_hours == {1, 2}


def test_hours_that_a_text_quotes_are_not_skipped():
    quoted = "<![CDATA[<skipHours><hour>1</hour></skipHours>]]>"
    assert rss(f"<item><description>{quoted}</description></item>").info.rhythm.skip_hours == set()


@pytest.mark.parametrize(
    ("inside", "url"),
    [
        ("<link>https://x.example/a</link>", "https://x.example/a"),
        ("<guid>https://x.example/g</guid>", "https://x.example/g"),
        ("<guid isPermaLink='false'>https://x.example/g</guid>", ""),
        ("<guid>12345</guid>", ""),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>/a</link>", "https://feeds.example.org/a"),
        ("<link> https://x.example/a\n</link>", "https://x.example/a"),
        ("<link>http://[broken</link>", ""),
    ],
)
def test_the_permalink_is_a_web_address_or_nothing(inside, url):
    assert item(inside).url == url


def test_relative_links_of_a_feed_on_another_host_lead_to_the_site():
    entry = item(
        "<link>/a</link><description>&lt;p&gt;x&lt;/p&gt;</description>",
        channel="<link>https://site.example/</link>",
    )
    assert entry.url == "https://site.example/a"
    assert entry.html_base == "https://site.example/a"


def test_a_link_blogs_html_is_not_based_on_the_page_it_links_to():
    entry = item(
        "<link>https://elsewhere.example/a</link><description>x</description>",
        channel="<link>https://site.example/</link>",
    )
    assert entry.html_base == "https://site.example/"


def test_feedburners_original_link_is_the_permalink():
    entry = item(
        "<link>https://proxy.example/~r/1</link>"
        "<f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>https://x.example/a</f:origLink>"
    )
    assert entry.url == "https://x.example/a"


def test_a_guid_stays_as_given_wherever_the_feed_lies():
    one = item("<guid>12345</guid>", url="https://a.example/feed")
    two = item("<guid>12345</guid>", url="https://b.example/feed")
    assert one.key == two.key == "12345"


def test_a_guid_repeated_in_one_document_counts_once_and_is_said():
    feed = rss("<item><guid>1</guid><title>a</title></item>" * 3)
    assert [entry.title for entry in feed.entries] == ["a"]
    assert feed.complaints == ("2 entries repeat the identity of an earlier one.",)


def test_entries_that_share_a_link_but_not_a_guid_stay_two():
    link = "<link>https://x.example/a</link>"
    feed = rss(f"<item><guid>1</guid>{link}</item><item><guid>2</guid>{link}</item>")
    assert [entry.key for entry in feed.entries] == ["1", "2"]
    assert not set(feed.entries[0].aliases) & set(feed.entries[1].aliases)


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        (
            "<description>&lt;p&gt;Some &lt;b&gt;words&lt;/b&gt;.&lt;/p&gt;</description>",
            "Some words.",
        ),
        ("<enclosure url='https://x.example/my-talk.mp3' type='audio/mpeg'/>", "my talk.mp3"),
        ("<link>https://x.example/2024/my-first_post/</link>", "my first post"),
        ("<pubDate>Tue, 19 Aug 2014 10:00:00 GMT</pubDate>", "Untitled, 2014-08-19"),
        ("", "Untitled"),
    ],
)
def test_a_missing_title_has_a_stand_in(inside, title):
    assert item(inside).title == title


def test_missing_dates_stay_missing():
    entry = item("<title>x</title>")
    assert entry.published_at is None
    assert entry.updated_at is None


def test_an_update_is_not_made_up_from_the_publication():
    entry = item("<pubDate>Tue, 19 Aug 2014 10:00:00 GMT</pubDate>")
    assert entry.published_at == datetime(2014, 8, 19, 10, tzinfo=UTC)
    assert entry.updated_at is None


def test_a_date_that_feedparser_cannot_read_is_read():
    entry = item("<pubDate>mer, 16 nov 2022 00:38:15 +0100</pubDate>")
    assert entry.published_at == datetime(2022, 11, 15, 23, 38, 15, tzinfo=UTC)


def test_several_creators_and_podcast_authors_are_one_list():
    attrs = (
        "xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
    )
    entry = item(
        "<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ray, Editor</dc:creator>"
        "<itunes:author>ann lee</itunes:author>",
        attrs=attrs,
    )
    assert entry.authors == (Author(name="Ann Lee"), Author(name="Bo Ray", role="Editor"))


def test_a_writers_credit_serves_where_no_author_is_told():
    entry = item(
        "<media:credit role='photographer'>Cy</media:credit>"
        "<media:credit role='author'>Ann Lee</media:credit>",
        attrs="xmlns:media='http://search.yahoo.com/mrss/'",
    )
    assert entry.authors == (Author(name="Ann Lee"),)


def test_categories_keep_order_commas_and_count_once():
    entry = item(
        "<category>Redis, Kafka &amp;amp; more</category><category> b </category>"
        "<category>B</category><category/>"
    )
    assert entry.categories == ("Redis, Kafka & more", "b")


def test_bloggers_marks_of_kind_are_no_categories():
    body = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id>"
        "<category scheme='http://schemas.google.com/g/2005#kind' term='post'/>"
        "<category scheme='http://x/ns#' term='real'/></entry></feed>"
    )
    assert parse_feed(body.encode(), url=URL).entries[0].categories == ("real",)


def test_an_address_with_a_control_inside_is_no_enclosure():
    entry = item(
        "<title>x</title><enclosure url='https://x.example/a&#10;b.mp3'/>"
        "<enclosure url='https://x.example/a&amp;#27;b.mp3'/>"
        "<enclosure url='&#10; https://x.example/c.mp3'/>"
    )
    assert [found.url for found in entry.enclosures] == ["https://x.example/c.mp3"]


def test_media_are_enclosures_and_a_picture_is_the_image():
    entry = item(
        "<media:content url='https://x.example/v.mp4' type='video/mp4' fileSize='7'/>"
        "<media:content url='https://secure.gravatar.com/avatar/1' medium='image'/>"
        "<media:content url='https://x.example/p.jpg' medium='image'/>"
        "<enclosure url='https://x.example/v.mp4'/>",
        attrs="xmlns:media='http://search.yahoo.com/mrss/'",
    )
    assert [found.url for found in entry.enclosures] == ["https://x.example/v.mp4"]
    assert entry.image_url == "https://x.example/p.jpg"


def test_the_fullest_text_is_the_content():
    entry = item(
        "<description>&lt;p&gt;Very long text, with all that there is.&lt;/p&gt;</description>"
        "<itunes:summary>Short.</itunes:summary>",
        attrs="xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'",
    )
    assert entry.html.startswith("<p>Very long")
    assert entry.excerpt == "Short."


def test_a_feed_without_entries_is_a_feed():
    assert rss("").entries == ()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "an empty document"),
        (b"<!doctype html><html><body><p>Welcome to the hotel</p></body></html>", "a web page"),
        (b"<html><form><input type=password></form></html>", "a login page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "an image"),
        (b'{"error": "not found"}', "a JSON document"),
        (b"[1, 2]", "a JSON document"),
        (b"{broken", "a JSON document"),
        (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", "an OPML subscription list"),
        (b"Service unavailable", "plain text"),
    ],
)
def test_another_document_is_refused_in_plain_words(body, found):
    with pytest.raises(NotAFeed) as caught:
        parse_feed(body, url="https://me:secret@example.org/feed")
    assert caught.value.found == found
    assert caught.value.url == "https://example.org/feed"


def test_what_was_readable_of_a_broken_feed_is_kept_and_said():
    body = b"<rss version='2.0'><channel><item><title>One</title></item><item><title>Two & <b>"
    feed = parse_feed(body, url=URL)
    assert feed.entries[0].title == "One"
    assert len(feed.entries) == 2
    assert "not well-formed" in feed.complaints[0]


def test_noise_before_the_feed_does_not_hide_it():
    body = (
        b"<br /><b>Warning</b>: x in y.php\n"
        b"<rss version='2.0'><channel><item><title>One</title></item></channel></rss>"
    )
    assert [entry.title for entry in parse_feed(body, url=URL).entries] == ["One"]


def test_an_impossible_character_reference_costs_only_itself():
    body = b"<rss version='2.0'><channel><item><title>a&#99999999999;b & c</title></item>"
    assert parse_feed(body, url=URL).entries[0].title == "ab & c"


def test_external_entities_are_not_read():
    body = (
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
        b"<rss version='2.0'><channel><item><title>a&x;b</title></item></channel></rss>"
    )
    assert "root" not in parse_feed(body, url=URL).entries[0].title


@pytest.mark.parametrize("bad", ["\x1b]52;c;x\x07", "\u202e", "&#x9b;31m", "&amp;#27;[31m", "\x00"])
def test_no_control_reaches_title_author_or_excerpt(bad):
    text = f"a{bad}b"
    entry = item(
        f"<title>{text}</title><author>{text}</author><category>{text}</category>"
        f"<description>{text}</description><guid>{text}</guid>"
    )
    shown = (entry.title, entry.excerpt, entry.key, *entry.categories, entry.authors[0].name)
    assert all(character.isprintable() for text in shown for character in text)


@pytest.mark.parametrize(
    "name",
    [
        "published_parsed", "updated_parsed", "created_parsed", "links", "authors", "content",
        "image", "source", "title_detail", "summary_detail", "media_content", "media_credit",
    ],
)  # fmt: skip
def test_an_element_called_as_feedparser_calls_its_parts_is_none_of_them(name):
    entry = item(f"<title>t</title><{name}>20200102</{name}>")
    assert entry.title == "t"
    assert entry.published_at is entry.updated_at is None
    assert entry.authors == entry.enclosures == ()
