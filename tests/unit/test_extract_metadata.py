"""What a page tells of itself, in JSON-LD, in ``meta``, in its byline's markup."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tui_reader.article.extract import extract
from tui_reader.article.extraction.metadata import instant
from tui_reader.model.feed import Author

URL = "https://e.example/2026/03/04/post"
PROSE = "<p>This is a sentence of some length, with a comma, so that it counts as text.</p>" * 8


def read(head: str, body: str = "", url: str = "https://e.example/post"):
    return extract(f"<head>{head}</head><body>{body}<main>{PROSE}</main></body>", url=url)


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>A post about sails | Sea Notes</title>", "", "A post about sails"),
        ("<title>A post about sails – Sea Notes</title>", "", "A post about sails"),
        ("<title>Sails: how they pull</title>", "", "Sails: how they pull"),
        ("<title>Sea Notes » A post about sails</title>", "<h1>A post about sails</h1>",
         "A post about sails"),
        ("<meta property=og:site_name content=Sea><meta property=og:title content='A post - Sea'>",
         "", "A post"),
        ("<meta property=og:title content='Tea &amp;amp; toast'>", "", "Tea & toast"),
        ("<meta property=og:title content='Another post'><title>The post</title>",
         "<h1>The post</h1>", "The post"),
        ("<title>Half-open doors</title>", "", "Half-open doors"),
        ("", "<h1>Only here</h1>", "Only here"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_the_title_is_the_posts_without_the_sites(head: str, body: str, title: str):
    assert read(head, body).title == title


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<p class=byline>By Ada Finch</p>", [("Ada Finch", "")]),
        ("<p class=byline>By Ada Finch and Ben Crane, March 4, 2026</p>",
         [("Ada Finch", ""), ("Ben Crane", "")]),
        ("<div class=author><b class=p-name>Ada Finch</b><i class=author-title>Rigger</i></div>",
         [("Ada Finch", "Rigger")]),
        ("<span class='author vcard'>Von <a class='url fn' href=/a>Ada Finch</a></span>",
         [("Ada Finch", "")]),
        ("<a rel=author href=/a>Ada Finch</a>", [("Ada Finch", "")]),
        ("<div itemprop=author><b itemprop=name>Ada Finch</b> <i itemprop=jobTitle>Cook</i></div>",
         [("Ada Finch", "Cook")]),
        ("<p class=byline>By</p>", []),
        ("<div class=comments><p class=author>Some Body</p></div>", []),
        ("<p class=meta>4 March</p>", []),
    ],
)  # fmt: skip
def test_the_byline_names_authors_and_roles(byline: str, authors: list[tuple[str, str]]):
    found = read("", byline)
    assert [(author.name, author.role) for author in found.authors] == authors


def test_the_role_of_an_author_known_by_name_is_looked_up_in_the_byline():
    byline = "<div class=byline>Ada Finch <span class=author-role>Rigger</span></div>"
    found = read("<meta name=author content='Ada Finch'>", byline)
    assert found.authors == (Author(name="Ada Finch", role="Rigger"),)


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ('{"@type": "Article", "headline": "x", "author": "Ada Finch"}', ["Ada Finch"]),
        ('[{"@type": ["NewsArticle"], "author": [{"name": "A B"}, {"name": "C D"}]}]',
         ["A B", "C D"]),
        ('<!-- {"@type": "https://schema.org/BlogPosting", "author": {"name": ["A B"]}} -->',
         ["A B"]),
        ('{"@type": "WebPage", "mainEntity": {"@type": "Article", "author": {"name": "A B"}}}',
         ["A B"]),
        ('{"@type": "Article", "author": {"@id": "#p"}}', []),
        ('{"@type": "Article", "author": {"name": "https://x.example/"}}', []),
        ('{"@type": "Organization", "author": "A B"}', []),
        ('{"@type": "Article", "author": 7}', []),
        ('{"@type": "Article", "author": ', []),
    ],
)  # fmt: skip
def test_linked_data_of_any_form_is_read(data: str, names: list[str]):
    found = read(f"<script type=application/ld+json>{data}</script>")
    assert [author.name for author in found.authors] == names


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        ("2026-03-04T05:06:07Z", datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)),
        ("2026-03-04T05:06:07.123+0200", datetime(2026, 3, 4, 3, 6, 7, tzinfo=UTC)),
        ("2026/3/4 5:06", datetime(2026, 3, 4, 5, 6, tzinfo=UTC)),
        ("Wed, 04 Mar 2026 05:06:07 -0500", datetime(2026, 3, 4, 10, 6, 7, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("2026-13-40", None),
        ("yesterday", None),
        ("", None),
        ("1" * 100, None),
    ],
)
def test_dates_are_read_or_left_alone(text: str, when: datetime | None):
    assert instant(text) == when


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property=article:published_time content=2026-03-04>", ""),
        ("<meta name=date content='2026-03-04 00:00'>", ""),
        ("", "<time datetime=2026-03-04>now</time>"),
        ("", "<time datetime=2020-01-01></time><time pubdate datetime=2026-03-04>now</time>"),
    ],
)
def test_the_date_is_the_one_of_publication(head: str, body: str):
    assert read(head, body).published_at == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_date_in_the_address_serves_where_the_page_tells_none():
    assert read("", url=URL).published_at == datetime(2026, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "image"),
    [
        ("/i.png", "https://e.example/i.png"),
        ("//cdn.example/i.png", "https://cdn.example/i.png"),
        ("javascript:x", ""),
        ("http://[x", ""),
    ],
)
def test_the_lead_image_is_a_web_address_or_nothing(address: str, image: str):
    assert read(f"<meta property=og:image content='{address}'>").image_url == image


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=de-AT>", "de-at"),
        ("<meta property=og:locale content=pt_BR>", "pt-br"),
        ("<html lang='\x1b[31m'>", ""),
    ],
)
def test_the_language_is_a_tag_or_nothing(html: str, language: str):
    assert extract(html + PROSE, url="").language == language


def test_metadata_is_clean_text():
    found = read("<title>A\x1b]0;x\x07 post\n of\tmine</title><meta name=author content='\x9b1m'>")
    assert found.title == "A\ufffd]0;x\ufffd post of mine"
    assert all("\x9b" not in author.name for author in found.authors)
