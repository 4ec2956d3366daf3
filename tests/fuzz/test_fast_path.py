"""However a document is bent: what the strict reader accepts, it reads as feedparser does."""

import re
from pathlib import Path

from effort import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui_reader.parse import fast, lenient
from tui_reader.parse.feed import made_of

FOLDER = Path(__file__).parent.parent / "data" / "feeds"
DOCUMENTS = [path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix != ".json"]
ITUNES = b'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
MEDIA = b'xmlns:media="http://search.yahoo.com/mrss/"'
DC = b'xmlns:dc="http://purl.org/dc/elements/1.1/"'
ELEMENTS = [
    b"<title>T &amp;amp; x</title>", b"<title/>", b"<author>Bob</author>", b"<link/>",
    b"<author><name>Al</name></author>", b"<author><email>a@b.co</email></author>",
    b"<author><uri>http://x/</uri><name>Al</name></author>",
    b"<dc:creator %s>C (c@d.org)</dc:creator>" % DC, b"<dc:creator %s/>" % DC,
    b"<itunes:owner %s><itunes:name>O</itunes:name></itunes:owner>" % ITUNES,
    b"<itunes:owner %s><itunes:email>o@p.com</itunes:email></itunes:owner>" % ITUNES,
    b"<itunes:summary %s>S &lt;b&gt;x&lt;/b&gt;</itunes:summary>" % ITUNES,
    b"<itunes:image %s href='http://i/j'/>" % ITUNES, b"<description>D</description>",
    b"<itunes:keywords %s>a, b</itunes:keywords>" % ITUNES, b"<description/>",
    b"<summary>Su</summary>", b"<content>Co</content>", b"<content src='http://x/y'/>",
    b"<content type='html' xml:base='http://b.example/x'>Co</content>",
    (b"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>E"
    b"</content:encoded>"),
    b"<link>http://l/</link>", b"<link>rel/x?a=1&amp;amp;b=2&amp;c;</link>",
    b"<link href='http://h/'/>", b"<link href='rel' rel='alternate'/>",
    b"<link rel='replies' href='c' type='text/html'/>", b"<guid>g</guid>", b"<id>i</id>",
    b"<guid isPermaLink='false'>g2</guid>", b"<category>c</category>", b"<category/>",
    b"<category term='t' label='l'/>", b"<category domain='d'>c,d</category>", b"<pubDate/>",
    b"<pubDate>Mon, 02 Jan 2006 15:04:05 -0700</pubDate>", b"<date>2020</date>",
    b"<updated>2020-01-02T03:04:05.5+01:00</updated>", b"<published>2020-01-02</published>",
    b"<dc:date %s>2020-01-02 03:04:05 -0800</dc:date>" % DC, b"<source url='http://s/'>S</source>",
    b"<image><url>http://u/</url><title>I</title><link>http://k/</link></image>",
    b"<image>x</image>", b"<textInput><title>TI</title><name>n</name></textInput>",
    b"<enclosure url='http://e/e.jpg' type='image/JPEG' length='3'/>",
    b"<media:content %s url='http://m/' medium='image'><media:title>MT</media:title>"
    b"<media:description>MD</media:description></media:content>" % MEDIA,
    b"<media:title %s>M</media:title>" % MEDIA, b"<media:thumbnail %s url='http://t/'/>" % MEDIA,
    b"<media:credit %s role='author'>Cr</media:credit>" % MEDIA,
    b"<media:keywords %s>a,c</media:keywords>" % MEDIA, b"<language>fr_FR</language>",
    b"<foo:title xmlns:foo='urn:x'>F</foo:title>", b"<foo xmlns='urn:y'><title>z</title></foo>",
    b"<bar a='1'>t</bar>", b"<comments>http://c/</comments>", b"<ttl>60</ttl>",
    b"<contributor><name>N</name></contributor>", b"<rights type='html'>r</rights>",
    b"<subtitle>ss</subtitle>", b"<icon>/i.png</icon>", b"<logo>http://lo/</logo>",
    (b"<cc:license xmlns:cc='http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html'>x"
    b"</cc:license>"),
]  # fmt: skip
ATTRIBUTES = [
    b" type='html'", b" type='text'", b" type='xhtml'", b" xml:lang='de_AT'", b" xml:lang=''",
    b" lang='it'", b" xml:base='http://base.example/a/b'", b" mode='escaped'", b" rel='self'",
    b" href='http://at/'", b" isPermaLink='false'", b" foo='1'", b" version='0.91'",
    b" xmlns:atom='http://www.w3.org/2005/Atom'", b" xmlns='urn:z'", b" xmlns:media='urn:wrong'",
    b" xmlns:dc='http://purl.org/rss/1.0/'", b" role='author'", b" src='http://s/'",
    b" label='lab'", b" scheme='#kind'",
]  # fmt: skip
TEXTS = [
    b"&amp;amp;", b"&lt;b&gt;x&lt;/b&gt;", b"caf\xc3\xa9", b"&#150;", b"&#195;&#169;", b" ",
    b"&#160;", b"a@b.com", b"http:////x", b"\xe2\x80\x99", b"<![CDATA[<p>x</p>]]>", b"<!-- c -->",
    b"<?pi x?>", b"<b>y</b>", b"&#x85;", b"\xe9",
]  # fmt: skip
CONTENT_TYPES = [
    "", "text/xml", "application/rss+xml; charset=UTF-8", "text/html; charset=iso-8859-1",
    "text/xml; charset=utf-16",
]  # fmt: skip
START_TAG = re.compile(rb"<[A-Za-z][\w:.\-]*(?=[^<>]*>)")
LIMITS = settings(
    max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@st.composite
def bent(draw):
    """A document with elements, attributes and texts where nobody expects them."""
    body = draw(st.sampled_from(DOCUMENTS))
    for _ in range(draw(st.integers(1, 3))):
        tags = list(START_TAG.finditer(body))
        tag = draw(st.sampled_from(tags))
        inside = body.index(b">", tag.end()) + 1
        kind = draw(st.integers(0, 3))
        if kind <= 1:
            body = body[:inside] + draw(st.sampled_from(ELEMENTS)) + body[inside:]
        elif kind == 2:
            body = body[: tag.end()] + draw(st.sampled_from(ATTRIBUTES)) + body[tag.end() :]
        else:
            body = body[:inside] + draw(st.sampled_from(TEXTS)) + body[inside:]
    return body


@given(bent(), st.sampled_from(CONTENT_TYPES))
@LIMITS
def test_a_bent_document_is_declined_or_read_as_feedparser_reads_it(body, content_type):
    told = fast.read(body, content_type)
    if told is not None:
        url = "https://example.org/feed"
        expected = made_of(lenient.read(body, content_type), body, url=url)
        assert made_of(told, body, url=url) == expected
