"""The article of a page: what is kept, what is left out, what is told when there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui_reader.article.extract import Extracted, extract
from tui_reader.dom import Comment, parse_html
from tui_reader.model.feed import Author

PAGES = Path(__file__).parents[1] / "data" / "pages"
URL = "https://canal.example/2026/lock/"
PROSE = (
    "<p>This is a sentence of some length, with a comma, so that it counts as text here.</p>" * 8
)


def page(name: str) -> Extracted:
    return extract((PAGES / name).read_text(encoding="utf-8"), url=URL)


@pytest.fixture(scope="module")
def blog() -> Extracted:
    return page("blog.html")


def test_the_page_tells_title_authors_roles_and_date(blog: Extracted):
    assert blog.title == "How a lock lifts a boat"
    assert blog.authors == (
        Author(name="Mira Sluice", role="Lock Keeper, North", url="https://canal.example/mira"),
        Author(name="Jonas Weir"),
    )
    assert blog.published_at == datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
    assert blog.image_url == "https://canal.example/img/lock-wide.jpg"
    assert (blog.language, blog.site_name, blog.reason) == ("en-gb", "Canal Notes", "")
    assert 180 < blog.words < 200


@pytest.mark.parametrize(
    "kept",
    [
        "<p>A lock is a chamber",
        '<img class="lazy" src="https://canal.example/img/lock.jpg" alt="A lock, half full">',
        "<figcaption>The chamber fills in six minutes.</figcaption>",
        '<h2 id="steps" class="section-header">The steps</h2>',
        '<ol start="2"><li>Close',
        '<sup><a id="fnref1" href="#fn1">1</a></sup>',
        "    while lock.level &lt; lock.upper:\n\n        lock.paddles.open()   # slowly\n",
        "How much water it takes</h2>",
        '<a href="https://canal.example/reservoir?dry=1&amp;deep=2">',
        '<th align="right">Lift</th>',
        '<td align="right">3.4 m</td>',
        "<blockquote><p>Water is patient",
        '<aside class="note"><p>Keep your fingers',
        '<iframe title="A lock fills" src="https://www.youtube.com/embed/abc"></iframe>',
        '<li id="fn1"><p>A hand\'s breadth',
        "<p>The oldest gates",
    ],
)
def test_what_belongs_to_the_article_is_kept_in_its_own_markup(blog: Extracted, kept: str):
    assert kept in blog.html


@pytest.mark.parametrize(
    "left",
    [
        "cookies", "Boats", "entry-title", "byline", "ads.example", "onclick", "<!--", "track()",
        "navy", "Tweet", "Subscribe", "<form", "<input", "<button", "Related posts", "narrowboat",
        "believe me", "Popular", "©", "data:image",
    ],
)  # fmt: skip
def test_what_surrounds_it_is_left_out(blog: Extracted, left: str):
    assert left not in blog.html


def test_a_page_without_any_structure_becomes_paragraphs():
    found = page("plain.html")
    assert found.html.count("<p>") >= 3
    assert "<p>\nThe sea rises" in found.html
    assert "spring tides" in found.html
    assert "winds" not in found.html


def test_comments_below_a_short_post_are_not_the_post():
    found = page("short.html")
    assert found.html.endswith("is back, and it is blue now.</p>")
    assert "aunt" not in found.html


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "The page holds no text."),
        ("<nav><a href=/>Home</a></nav><script>x()</script>", "The page holds no text."),
        ("<body><div style='display:none'>x</div>", "The page holds no text."),
        (
            "<div id=app>You need to enable JavaScript to run this app.</div>",
            "The page shows its text only to a browser that runs its scripts.",
        ),
    ],
)
def test_a_page_without_an_article_says_why(html: str, reason: str):
    found = extract(html, url=URL)
    assert (found.html, found.words, found.reason) == ("", 0, reason)


def test_a_page_of_links_only_is_no_article():
    links = "".join(f"<li><a href=/{n}>Heading number {n} of many</a></li>" for n in range(60))
    found = extract(f"<ul class=menu>{links}</ul><div><p>Pick one.</p></div>", url=URL)
    assert (found.html, found.words) == ("", 0)
    assert found.reason == "The page holds lists of links, but no article."


def test_links_start_from_the_base_element():
    found = extract(f"<base href=/in/>{PROSE}<p>See <a href=x>here</a> as well.</p>", url=URL)
    assert '<a href="https://canal.example/in/x">' in found.html


def test_no_password_of_the_pages_address_gets_into_links():
    found = extract(f"{PROSE}<p>See <a href=/x>it</a>.</p>", url="https://me:secret@e.example/p")
    assert '<a href="https://e.example/x">' in found.html


def test_a_few_words_beside_many_others_are_no_article():
    items = "".join(f"<li>Chapter {n} of the list</li>" for n in range(90))
    welcome = "<div class=content><p>Welcome, dear reader, to this page.<hr></div>"
    found = extract(f"<ul>{items}</ul>{welcome}", url=URL)
    assert found.html == ""
    assert found.reason == "The page holds no article: too few of its words belong together."


def test_without_an_address_links_stay_as_they_are():
    assert 'href="x?a=1"' in extract(f"{PROSE}<p>See <a href='x?a=1'>it</a>.</p>", url="").html


@pytest.mark.parametrize("address", ["javascript:x()", "JaVa\tscript:x()", "data:text/html,x"])
def test_links_that_run_something_lose_their_address(address: str):
    found = extract(f'{PROSE}<p>See <a href="{address}">this</a> as well.</p>', url=URL)
    assert "See this as well." in found.html
    assert "script" not in found.html.lower()


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ("<img src=/a.png>", "/a.png"),
        ("<img src=/blank.gif data-src=/b.jpg>", "/b.jpg"),
        ("<img src='data:image/gif;base64,x' data-srcset='/s.jpg 1x, /l.jpg 2x'>", "/l.jpg"),
        ("<img class=lazyload src=/low.jpg data-original=/high.jpg>", "/high.jpg"),
        ("<img class=lazy data-whatever='/odd.webp?w=3'>", "/odd.webp?w=3"),
        ("<picture><source srcset='/w.avif 2x'><img alt=a></picture>", "/w.avif"),
        ("<img alt=x class=l><noscript><img src=/real.jpg></noscript>", "/real.jpg"),
        ("<noscript><img src=/only.jpg></noscript>", "/only.jpg"),
    ],
)
def test_lazy_pictures_get_their_real_address(image: str, address: str):
    found = extract(f"<div>{PROSE}<figure>{image}</figure>{PROSE}</div>", url=URL)
    images = [img.attrs["src"] for img in parse_html(found.html).iter_elements("img")]
    assert images == [f"https://canal.example{address}"]


def test_counting_pixels_are_dropped():
    found = extract(f"{PROSE}<p><img src=/p.gif width=1 height=1>Text.</p>", url=URL)
    assert "<img" not in found.html


def test_preformatted_text_keeps_its_first_empty_line_and_its_markup():
    code = "<pre class=language-c>\n\n  a <b>b</b>\n\t&lt;c&gt;\n</pre>"
    found = extract(f"<div>{PROSE}{code}{PROSE}</div>", url=URL)
    inner = "\n  a <b>b</b>\n\t&lt;c&gt;\n"
    assert f'<pre class="language-c">\n{inner}</pre>' in found.html


@pytest.mark.parametrize(
    "wrapper", ["overflow-hidden", "elementor-widget", "scroll-mt-4 md:hidden"]
)
def test_names_of_layout_builders_are_no_reason_to_drop_text(wrapper: str):
    text = f"<div class='{wrapper}'><div><h2>A heading</h2></div><p>A line.</p></div>"
    assert "A heading" in extract(f"<main>{PROSE}{text}{PROSE}</main>", url=URL).html


@pytest.mark.parametrize("names", ["media", "post-meta", "metadata", "shared-state"])
def test_code_is_kept_whatever_it_is_wrapped_in(names: str):
    code = f"<div class='{names}'><pre><code>x = 1</code></pre></div>"
    assert "x = 1" in extract(f"<main>{PROSE}{code}{PROSE}</main>", url=URL).html


@pytest.mark.parametrize("name", ["related-work", "comments", "metadata", "sharing", "cookies"])
def test_a_section_named_after_its_heading_is_not_what_the_name_says(name: str):
    heading = name.replace("-", " ").title()
    section = f"<section id={name}><h2>{heading}<a href='#{name}'>#</a></h2>{PROSE}</section>"
    found = extract(f"<main>{PROSE}{section}<h2 id={name}>{heading}</h2>{PROSE}</main>", url=URL)
    assert found.html.count(f"{heading}<") == 2
    assert found.html.count("This is a sentence") == 24


def test_a_list_below_a_related_heading_goes_with_it_but_no_ordinary_list():
    links = "<ul><li><a href=/a>First of them</a></li><li><a href=/b>Second of them</a></li></ul>"
    found = extract(
        f"<main>{PROSE}<h2>Sources</h2>{links}{PROSE}<h2>You may also like</h2>{links}</main>",
        url=URL,
    )
    assert found.html.count("First of them") == 1
    assert "also like" not in found.html


def test_a_heading_at_the_very_end_goes():
    found = extract(f"<main>{PROSE}<div><h3>Comments</h3></div></main>", url=URL)
    assert "Comments" not in found.html


def test_tables_of_data_stay_whole():
    rows = "".join(f"<tr><td><a href=/{n}>{n}</a><td>{n * n}</tr>" for n in range(12))
    found = extract(f"<main>{PROSE}<table>{rows}</table>{PROSE}</main>", url=URL)
    assert found.html.count("<td>") == 24


def test_cells_that_lost_their_table_are_written_as_divisions():
    found = extract(f"<table><tr><td>{PROSE}<td>{PROSE}</tr></table>", url=URL)
    assert found.html.count("This is a sentence") == 16
    for cell in parse_html(found.html).iter_elements("td"):
        assert cell.parent is not None
        assert cell.parent.tag == "tr"


def test_task_boxes_stay_and_other_fields_go():
    tasks = "<ul><li><input type=checkbox checked> done and dusted</li><li>open</li></ul>"
    found = extract(f"<main>{PROSE}{tasks}<input name=q>{PROSE}</main>", url=URL)
    assert '<input type="checkbox" checked="">' in found.html
    assert 'name="q"' not in found.html


def test_formulas_keep_their_markup():
    maths = "<math display=block><mfrac><mi>a</mi><mn>2</mn></mfrac></math>"
    found = extract(f"<main>{PROSE}{maths}{PROSE}</main>", url=URL)
    assert '<math display="block"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>' in found.html


def test_no_comment_or_processing_instruction_gets_out():
    found = extract(f"<main><!-- a -->{PROSE}<?php b ?><!-- c --></main>", url=URL)
    assert not any(isinstance(node, Comment) for node in parse_html(found.html).descendants)


def test_extracting_twice_changes_nothing_more(blog: Extracted):
    once = extract(blog.html, url=URL).html
    assert extract(once, url=URL).html == once


def test_the_pure_parser_gives_the_same_article():
    script = (
        "import sys; from tui_reader.article.extract import extract;"
        f"sys.stdout.buffer.write(extract(sys.stdin.read(), url={URL!r}).html.encode())"
    )
    html = (PAGES / "blog.html").read_text(encoding="utf-8")
    outputs = [
        subprocess.run(
            [sys.executable, "-c", script],
            input=html.encode(),
            env={**os.environ, "TUI_READER_PURE_HTML": pure, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for pure in ("", "1")
    ]
    assert outputs[0] == outputs[1]


def test_only_an_open_dialog_is_seen():
    found = extract(
        f"<article>{PROSE}<dialog>Subscribe now</dialog><dialog open>Seen</dialog></article>",
        url=URL,
    )
    assert "Subscribe" not in found.html
    assert "Seen" in found.html
