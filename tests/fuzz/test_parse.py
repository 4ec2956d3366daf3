"""Whatever comes in, a value or a plain refusal comes out."""

import re
from pathlib import Path

from effort import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_reader import urls
from tui_reader.errors import NotAFeed, UsageError
from tui_reader.model.feed import Subscription
from tui_reader.parse.authors import byline
from tui_reader.parse.dates import from_text
from tui_reader.parse.discover import feed_links, guesses
from tui_reader.parse.excerpt import cut, digest
from tui_reader.parse.feed import parse_feed
from tui_reader.parse.markup import Markup
from tui_reader.parse.newsboat import parse_urls
from tui_reader.parse.opml import OpmlDocument, parse_opml, write_opml

FEEDS = sorted((Path(__file__).parent.parent / "data" / "feeds").iterdir())
DOCUMENTS = [path.read_bytes() for path in FEEDS]
OPML = (
    b"<opml version='2.0'><head><title>T</title></head><body><outline text='x'>"
    b"<outline type='rss' text='A' xmlUrl='https://a.example/'/></outline></body></opml>"
)
SPLINTERS = [
    b"<![CDATA[", b"]]>", b"&#x110000;", b"&#99999999999;", b"&#xD800;", b"&#;", b"&x;",
    b"<item>", b"</item>", b"<entry>", b"</entry>", b"<!DOCTYPE x [", b"<!ENTITY a 'b'>",
    b"\x00", b"\xff\xfe", b"\x1b]52;c;x\x07", b"<svg>", b"</svg>", b"<div>", b"<!--", b"<?",
    b"<content type='xhtml'>", b" mode='base64'", b" xml:base='http://['", b"http://[::1",
    b"<image>", b"<source>", b"<author>", b"<textinput>", b"<category/>", b"<media:thumbnail/>",
    b"<media:credit/></media:credit>", b"<link href='http://[x'/>", b"'", b'"', b"{", b"[", b"}",
    b"<outline", b" xmlUrl='", b"<pubDate>99999999999999</pubDate>", b"encoding='utf-16'",
]  # fmt: skip
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|nbsp);")
LIMITS = settings(
    max_examples=examples(50), suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@st.composite
def broken(draw, documents):
    """A document with a few splinters, cuts and doublings."""
    body = draw(st.sampled_from(documents))
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(body)))
        end = min(len(body), place + draw(st.integers(0, 200)))
        kind = draw(st.integers(0, 4))
        if kind <= 1:
            body = body[:place] + draw(st.sampled_from(SPLINTERS)) + body[place:]
        elif kind == 2:
            body = body[:place] + body[end:]
        elif kind == 3:
            body = body[:end] + body[place:]
        else:
            body = body[:place]
    return body


def check(body, content_type=""):
    try:
        feed = parse_feed(body, url="https://example.org/feed", content_type=content_type)
    except NotAFeed:
        return
    keys = [entry.key for entry in feed.entries]
    assert len(keys) == len(set(keys))
    for entry in feed.entries:
        assert entry.key
        assert entry.title
        assert entry.content_hash
        shown = [entry.title, *entry.categories, *entry.excerpt.split("\n")]
        shown += [text for author in entry.authors for text in (author.name, author.role)]
        for text in shown:
            assert not CONTROL.search(text)
            assert not ENTITY.search(text)
            text.encode()
        for url in (entry.url, entry.comments_url, entry.image_url):
            assert not url or urls.is_web(url)


@LIMITS
@given(broken(DOCUMENTS), st.sampled_from(["", "text/xml", "text/html; charset=x", "\n;;"]))
def test_a_broken_feed_gives_entries_or_a_refusal(body, content_type):
    check(body, content_type)


@LIMITS
@given(st.binary(max_size=400))
def test_any_bytes_give_entries_or_a_refusal(body):
    check(body)
    check(b"<rss version='2.0'><channel><item>" + body)
    check(b'{"version": "https://jsonfeed.org/version/1", "items": [' + body)


@LIMITS
@given(broken([OPML]))
def test_a_broken_list_is_read_and_exports_the_same_twice(body):
    try:
        document = parse_opml(body)
    except UsageError:
        return
    text = write_opml(document)
    assert write_opml(parse_opml(text.encode())) == text


NAMES = st.text(max_size=30)
PATHS = st.lists(NAMES.filter(lambda name: name.strip()), max_size=3).map(tuple)


@LIMITS
@given(NAMES, st.lists(st.tuples(NAMES, NAMES, st.lists(PATHS, min_size=1)), max_size=4))
def test_any_names_export_well_formed_and_the_same_twice(title, feeds):
    document = OpmlDocument(
        title=title,
        subscriptions=tuple(
            Subscription(
                url=f"https://{number}.example/", title=own, feed_title=theirs, folders=tuple(paths)
            )
            for number, (own, theirs, paths) in enumerate(feeds)
        ),
    )
    once = parse_opml(write_opml(document).encode())
    assert len(once.subscriptions) == len(feeds)
    assert not once.refused
    text = write_opml(once)
    assert write_opml(parse_opml(text.encode())) == text


@LIMITS
@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_of_urls_and_a_page(body):
    parse_urls(body)
    feed_links(body, url="https://example.org/")


@LIMITS
@given(st.text(max_size=200))
def test_any_text_is_survived_everywhere(text):
    byline(text)
    from_text(text)
    digest(content=Markup(text), summary=Markup(text[::-1]))
    guesses(text)
    guesses(f"https://{text}")
    assert len(cut(text, 20)) <= max(20, 1)


@LIMITS
@given(st.one_of(st.text(max_size=80), st.text("htps:/[]@%?#.-_a1 é\x1b\u202e", max_size=60)))
def test_any_address_is_survived_and_what_opens_is_safe(text):
    for address in (text, f"https://{text}", f"https://example.org/{text}"):
        urls.host(address)
        urls.resolve("https://example.org/a", address)
        assert not CONTROL.search(urls.display(address))
        once = urls.canonical(address)
        assert isinstance(once, str)
        for make in (urls.openable, urls.feed_url):
            try:
                safe = make(address)
            except UsageError:
                continue
            assert safe.lower().startswith(("http://", "https://", "mailto:", "file:"))
            if make is urls.openable:
                assert safe.isascii()
                assert re.fullmatch(r"[!-~]+", safe)
