"""The strict reader: what it is sure of, what it declines, and that it knows feedparser."""

import gc
import time
from datetime import UTC, datetime

import feedparser.html
import feedparser.mixin
import feedparser.sanitizer
import pytest

from tui_reader.parse import fast, lenient
from tui_reader.parse.fast_rules import (
    ASIDE,
    KNOWN_PREFIXES,
    MEANINGFUL,
    MEANINGFUL_NAMES,
    NAMESPACES,
    RULES,
    Place,
)
from tui_reader.parse.fast_values import (
    _CERTAIN_TAGS,
    Unsure,
    date,
    is_settled,
    looks_like_html,
    person,
    settled,
)
from tui_reader.parse.feed import made_of

URL = "https://feeds.example.org/feed.xml"
MIXIN = feedparser.mixin._FeedParserMixin
NAMESPACE_DECLARATIONS = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:unknown="urn:unknown"'
)


def rss(inside: str, *, attrs: str = "") -> bytes:
    return (
        f'<rss version="2.0" {NAMESPACE_DECLARATIONS} {attrs}><channel><title>T</title>'
        f"<item>{inside}</item></channel></rss>"
    ).encode()


def check_same(body: bytes, content_type: str = "") -> None:
    told = fast.read(body, content_type)
    assert told is not None
    expected = made_of(lenient.read(body, content_type), body, url=URL)
    assert made_of(told, body, url=URL) == expected


@pytest.mark.parametrize(
    "inside",
    [
        "<title>A &amp;amp; B</title><link>https://a.example/?x=1&amp;amp;y=2</link>",
        "<media:title>M</media:title><title>T</title><title>second</title>",
        "<title/><title>T</title><media:group><media:title>M</media:title></media:group>",
        "<description>D</description><itunes:summary>S</itunes:summary>",
        "<itunes:summary>S</itunes:summary><description>D</description>",
        "<content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded><description>D</description>",
        (
            "<media:content url='u'><media:description>deep</media:description></media:content>"
            "<description>D</description>"
        ),
        "<author>a@b.example.org (Ann)</author><dc:creator>Bo</dc:creator>",
        "<dc:creator>Bo</dc:creator><author><name>Ann</name><email>a@b.org</email></author>",
        "<itunes:author>A</itunes:author><itunes:owner><itunes:name>O</itunes:name></itunes:owner>",
        (
            "<category domain='d'>x</category><category>x</category><itunes:keywords>k, l"
            "</itunes:keywords><media:category label='L'>m</media:category>"
        ),
        "<guid>https://a.example/1</guid><atom:link rel='replies' href='/c'/>",
        "<guid isPermaLink='false'>1</guid><atom:link href='https://a.example/2'/>",
        (
            "<atom:content xml:base='https://b.example/x/' xml:lang='de_AT'>c</atom:content>"
            "<link>y</link>"
        ),
        "<unknown:box><unknown:title>x</unknown:title></unknown:box><pdalink>y</pdalink>",
        "<site xmlns='urn:other'>1</site><title>caf\u00c3\u00a9 &#150; x</title>",
        "<description>caf\u00c3\u00a9</description>",
        "<description>caf&#195;&#xA9;</description>",
        "<description>a \u0096 b \u2014 c</description>",
        "<description>a &#150; b \u2014 c</description>",
        "<description>caf\u00e9 \u2014 <![CDATA[&#150;]]></description>",
        "<source url='https://s.example/'>S</source><enclosure url='e' type='Image/PNG'/>",
        "<pubDate>Mon, 02 Jan 2006 15:04:05 PST</pubDate><dc:date>2006-01-02</dc:date>",
    ],
)
def test_an_ordinary_entry_is_read_as_feedparser_reads_it(inside):
    check_same(rss(inside))


@pytest.mark.parametrize(
    "inside",
    [
        "<title>a<b>c</b></title>",
        "<atom:content type='xhtml'>x</atom:content>",
        "<atom:content mode='base64'>x</atom:content>",
        "<atom:content type='image/png'>x</atom:content>",
        "<pubDate>yesterday</pubDate>",
        "<date>2006-01-02</date>",
        "<link>http:////a.example/</link>",
        "<author>who? me@here.example.com or so</author>",
        "<title>&lt;marquee&gt;x&lt;/marquee&gt;</title>",
        "<atom:content xml:base='../x'>x</atom:content>",
        "<unknown:box><title>x</title></unknown:box>",
        "<atom:source><atom:title>x</atom:title></atom:source>",
        "<media:thumbnail>https://a.example/x.png</media:thumbnail>",
        "<comments kind='x'>c</comments>",
        "<enclosure url='a' unknown:url='b'/>",
        "<title>&nbsp;</title>",
        "<dc:creator><box a='1'>x</box>Ann</dc:creator>",
        "<title>",
    ],
)
def test_what_is_not_certain_is_declined(inside):
    assert fast.read(rss(inside)) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html/>",
        b"<rss version='2.0'><channel/>",
        b"<!DOCTYPE rss><rss version='2.0'><channel/></rss>",
        b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel/></rss>",
        b" <?xml version='1.0'?><rss version='2.0'><channel/></rss>",
        b"<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel/></rss>",
        b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>\xe9</channel></rss>",
        b"<rss version='2.0'><channel><title>\x00</title></channel></rss>",
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item/></rdf:RDF>",
        b"<rss version='2.0'><channel>" + b"<a>" * 60 + b"</a>" * 60 + b"</channel></rss>",
    ],
)
def test_a_document_that_is_not_certain_is_declined(body):
    assert fast.read(body) is None


@pytest.mark.parametrize(
    "inside",
    [
        "<title>%s</title>", "<title><![CDATA[%s]]></title>", "<!-- %s -->", "<?x %s?>",
        "<box a='%s'/>", "<box%s/>",
    ],
)  # fmt: skip
@pytest.mark.parametrize("bad", ["80", "e9", "c3", "c0af", "eda080", "e08080", "f4908080", "ff"])
def test_what_is_not_utf8_is_declined_wherever_it_stands(inside, bad):
    assert fast.read(rss(inside % "é")) is not None
    assert fast.read(rss(inside % "é").replace("é".encode(), bytes.fromhex(bad))) is None


def test_a_document_with_hundreds_of_namespaces_is_declined():
    boxes = "".join(f"<x{n}:box xmlns:x{n}='urn:{n}'/>" for n in range(300))
    assert fast.read(rss(boxes)) is None


def test_a_tag_with_thousands_of_attributes_costs_little():
    attrs = " ".join(f"a{n}=''" for n in range(3000))
    body = rss("".join(f"<box {attrs}/>" for _ in range(20)))
    started = time.process_time()
    fast.read(body)
    assert time.process_time() - started < 1.5


def test_a_foreign_charset_of_the_server_is_declined():
    assert fast.read(rss("<title>x</title>"), "text/xml; charset=utf-16") is None


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "windows-1250"])
def test_an_encoding_of_a_byte_a_character_is_read_as_feedparser_reads_it(label):
    text = rss("<title>é – ö</title>".replace("–", "" if label == "iso-8859-1" else "–"))
    body = f"<?xml version='1.0' encoding='{label}'?>".encode() + text.decode().encode(label)
    check_same(body)
    check_same(body, f"text/xml; charset={label}")


def handlers() -> set[str]:
    """Names of elements that feedparser does something about."""
    found = {name.partition("_")[2] for name in dir(MIXIN) if name.startswith(("start_", "end_"))}
    for name in dir(MIXIN):
        for mark in ("_start_", "_end_"):
            if name.startswith(mark):
                found.add(name.removeprefix(mark).lower())
    return found


def test_every_bare_name_that_means_something_to_feedparser_is_known():
    prefixes = tuple(f"{prefix}_" for prefix in MEANINGFUL)
    bare = {name for name in handlers() if not name.startswith(prefixes)}
    assert bare - MEANINGFUL_NAMES == set()


def test_every_prefix_that_means_something_to_feedparser_is_known():
    known = {prefix.lower() for prefix in MIXIN.namespaces.values()} - {""}
    assert known - KNOWN_PREFIXES == set()
    meant = {prefix for prefix in known for name in handlers() if name.startswith(f"{prefix}_")}
    assert meant - MEANINGFUL == set()


def test_namespaces_mean_what_they_mean_to_feedparser():
    theirs = {uri.lower(): prefix.lower() for uri, prefix in MIXIN.namespaces.items()}
    assert {uri: theirs[uri] for uri in NAMESPACES} == NAMESPACES
    meant = {uri for uri, prefix in theirs.items() if prefix in MEANINGFUL}
    assert meant - NAMESPACES.keys() == set()


def test_no_element_that_is_passed_over_with_its_children_has_a_handler():
    asides = {name for rules in RULES.values() for name, rule in rules.items() if rule is ASIDE}
    silent = {"items", "itunes:category", "media:license", "media:player", "media:rating"}
    silent.add("media:restriction")
    assert {name for name in asides if name.replace(":", "_") in handlers()} <= silent


def test_feedparser_takes_the_certain_tags_for_html():
    assert feedparser.sanitizer._HTMLSanitizer.acceptable_elements >= _CERTAIN_TAGS


def test_windows_characters_are_those_of_feedparser():
    controls = "".join(map(chr, range(0x80, 0xA0)))
    assert settled(f"{controls}\u2014") == f"{controls}\u2014".translate(feedparser.html._cp1252)


def test_nothing_stands_inside_a_text():
    assert RULES[Place.TEXT] == {}


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 02 Jan 2006 15:04:05 -0700", "2 January 2006 15:04 GMT", "02 Sept 2006 01:00:00 EDT",
        "Thu, 1 Oct 2020 00:00:00 BST", "2006-01-02T15:04:05Z", "2006-01-02", "2006-01-02 15:04",
        "2006-01-02T15:04:05.999999+05:30", "2006-01-02 15:04:05 -0800", "2006-01-02T15:04:05+0100",
    ],
)  # fmt: skip
def test_a_date_in_a_standard_spelling_is_that_of_feedparser(text):
    parts = feedparser.datetimes._parse_date(text)[:6]
    assert date(text) == datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "31 Feb 2006 00:00:00 GMT", "Mon, 02 Jan 06 15:04:05 GMT", "2006-01-02T24:00:00Z",
        "2006-01-02T15:04:05+0530", "1 Jan 0001 00:00:00 +1000", "02 Jan 2006 15:04:05",
        "1518478934", "2 Jan 2006 15:04 XYZ",
    ],
)  # fmt: skip
def test_any_other_date_is_not_certain(text):
    with pytest.raises(Unsure):
        date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann", ("Ann", "")),
        ("Ann@home", ("Ann@home", "")),
        ("a@b.org", ("", "a@b.org")),
        ("a@b.org (a@b.org)", ("", "a@b.org")),
        ("a@b.co.uk (Ann B.)", ("Ann B.", "a@b.co.uk")),
        ("Ann <a@b.org>", ("Ann", "a@b.org")),
        ("Ann (a@b.org)", ("Ann", "a@b.org")),
    ],
)
def test_a_name_is_parted_from_its_mail_address(text, expected):
    assert person(text) == expected


@pytest.mark.parametrize("text", ["a@b.museum (Ann)", "a@b.org, c@d.org", "mailto:a@b.org (A)"])
def test_an_odd_mail_address_is_not_certain(text):
    with pytest.raises(Unsure):
        person(text)


@pytest.mark.parametrize("text", ["a < b", "A &amp; B", "<b>x</b>", "x &nosuch; y", "</b> &#x;"])
def test_a_plain_text_is_html_where_feedparser_thinks_so(text):
    assert looks_like_html(text) == MIXIN.looks_like_html(text)


@pytest.mark.parametrize("inside", ["<title>x</title>", "<title>a<b>c</b></title>", "<title>"])
def test_nothing_of_a_document_waits_for_the_collector(inside):
    gc.collect()
    gc.disable()
    try:
        fast.read(rss(inside))
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("signs", [0, 1, 4_999, 5_000, 5_001])
def test_a_character_by_number_is_seen_behind_any_number_of_signs(signs: int) -> None:
    assert is_settled(b"# " * signs + b"&amp; #")
    assert not is_settled(b"# " * signs + b"caf&#233;")
