"""Any page: an answer, never an exception; well-formed; linear in size and depth."""

from __future__ import annotations

import gc
import os
import re
import time

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.article.build import build
from tui_reader.article.extract import extract
from tui_reader.dom import Comment, Element, Text, parse_html

URL = "https://e.example/post/"
TAGS = [
    "a", "b", "i", "p", "br", "hr", "div", "span", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "caption", "tbody", "tr", "td", "th", "pre", "code", "blockquote", "h1", "h2", "h3", "img",
    "figure", "figcaption", "picture", "source", "details", "summary", "sup", "math", "mi", "svg",
    "iframe", "video", "script", "style", "aside", "section", "article", "main", "nav", "header",
    "footer", "form", "fieldset", "input", "button", "select", "option", "textarea", "noscript",
    "template", "dialog", "object", "embed", "title", "base", "body", "head", "center", "font",
    "label", "xmp",
]  # fmt: skip
ATTRIBUTES = [
    "href=/x", "href='#a'", "href='javascript:x'", "href='//[x'", "id=comments", "class=content",
    "class='related-posts'", "class=byline", "class='share bar'", "class='sidebar ad'", "src=a.png",
    "data-src='b.jpg'", "srcset='a 1x, b 2x'", "src='data:image/gif;base64,x'",
    "alt='t\x1b[31m<>\"'",
    "hidden", "colspan=3", "rowspan=99999", "style='display:none'", "style='text-align:right'",
    "onclick=x()", "role=navigation", "itemprop=author", "width=1", "type=checkbox",
]  # fmt: skip
TEXTS = [
    "word", "A sentence with commas, of some length, so that it counts as text, does it not?",
    "日本語の、文章。", "&amp;&lt;b&gt;", "\x1b]0;x\x07", "\n\n", "Related posts", "By Ada Finch",
    "Tags:", '{"@type":"Article","author":[1]}', "<!-- c -->", "<![CDATA[x]]>", "&#13;", "\u00a0",
]  # fmt: skip
FORBIDDEN = {"script", "style", "form", "select", "textarea", "nav", "noscript", "template", "link"}
PIECES = st.one_of(
    st.sampled_from(TEXTS),
    st.builds(
        lambda tag, attrs: f"<{tag} {' '.join(attrs)}>",
        st.sampled_from(TAGS),
        st.lists(st.sampled_from(ATTRIBUTES), max_size=2),
    ),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.text(max_size=8),
)
PAGES = st.lists(PIECES, max_size=60).map("".join)


def words(root: Element) -> list[str]:
    return "".join(node.data for node in root.descendants if isinstance(node, Text)).split()


def shape(root: Element) -> list[str]:
    return [element.tag for element in root.iter_elements()]


def check(html: str) -> None:
    found = extract(html, url=URL)
    assert bool(found.html) != bool(found.reason)
    root = parse_html(found.html)
    for node in root.descendants:
        assert not isinstance(node, Comment)
        if isinstance(node, Element):
            assert node.tag not in FORBIDDEN
            assert not any(name.startswith("on") for name in node.attrs)
            href = node.attrs.get("href") or ""
            assert re.match(r"#|https?:|mailto:|//\[x|$", str(href)), href
    build(found.html, base=URL)
    for tag in re.findall(r"<(\w+)", found.html):
        assert tag not in FORBIDDEN


@settings(max_examples=examples(120))
@given(PAGES)
def test_any_page_gives_clean_markup_or_a_reason(html: str):
    check(html)


@settings(max_examples=examples(40))
@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_any_text_is_a_page(html: str):
    check(html)


@settings(max_examples=examples(60))
@given(PAGES)
def test_what_is_written_is_read_back_with_the_same_words(html: str):
    found = extract(html, url=URL)
    text = re.sub(r"<[^>]*>", "", found.html)
    for sign, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", "\xa0")):
        text = text.replace(sign, char)
    assert words(parse_html(found.html)) == text.replace("&amp;", "&").split()


@pytest.mark.parametrize(
    "data", ["1" * 5000, "[" * 50_000, '{"a":' * 5000, "null", '"x"', "{", "[[],{}]"]
)
def test_any_linked_data_is_survived(data: str):
    page = f"<script type='application/ld+json'>{data}</script><p>Some words of an article.</p>"
    assert "Some words" in extract(page, url=URL).html


LONG = "deep words, of some length, " * 30


@pytest.fixture
def collector_off():
    """As in the worker; here it would walk all that other tests have left behind."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "<div>" * n + LONG,
        lambda n: "<blockquote>" * n + LONG,
        lambda n: "<ul><li>" * (n // 2) + LONG,
        lambda n: "<table><tr><td>" * (n // 4) + LONG,
        lambda n: "<div class=byline>short " * (n // 2) + LONG,
        lambda n: "<h2>short<div>" * (n // 2) + LONG,
        lambda n: "<h2>Related posts</h2><p><a href=x>deep</a>" * (n // 4) + LONG,
        lambda n: f"<p>{LONG}" * (n // 20),
        lambda n: "<noscript><img src=x></noscript>" * (n // 2) + LONG,
        lambda n: "<a href=x>deep</a> words and more of them <br><br>" * (n // 2) + LONG,
        lambda n: f"<p {'style=' + repr('text-align:left;' * n)} class='{'share ' * n}'>{LONG}",
        lambda n: f"<img src='{'blank' * n}' srcset='{'a, ' * n}' data-x='{'a.jpg? ' * n}'>{LONG}",
    ],
    ids=[
        "div", "quote", "list", "table", "byline", "heading", "related", "text", "noscript",
        "links", "attributes", "picture",
    ],
)  # fmt: skip
def test_the_cost_grows_no_faster_than_the_page(make, collector_off):
    costs = []
    for size in (2_000, 16_000):
        html = make(size)
        start = time.process_time()
        assert "deep" in extract(html, url=URL).html
        costs.append(time.process_time() - start)
    assert costs[1] < 8 * 4 * costs[0] + 0.3


if __name__ == "__main__":
    # A long run: ``python tests/fuzz/test_extract.py`` (FUZZ_EXAMPLES, else 100,000).
    many = int(os.environ.get("FUZZ_EXAMPLES", "100000"))
    settings(max_examples=many, deadline=None, database=None)(given(PAGES)(check))()
    print(f"{many:,} pages extracted")
