"""Preformatted text: its links and names keep their places through the tidying."""

from __future__ import annotations

from tui_reader.article.blocks import Code
from tui_reader.article.build import build
from tui_reader.article.layout import lay_out
from tui_reader.article.lines import Role

BASE = "https://e.example/post/"


def test_links_and_names_in_preformatted_text_keep_their_places():
    html = (
        "<pre>\n\n\tsee <a href=x>the\tmanual </a>,\n"
        "<span class=gutter>9</span><a href=#s2>2</a>. <a href=n></a><b id=s2>Rest</b>  \n</pre>"
    )
    document = build(html, base=BASE)
    (code,) = document.blocks
    assert isinstance(code, Code)
    assert [code.text[start:end] for start, end, _ in code.links] == ["the manual", "2"]
    first, second = (document.links[link] for _, _, link in code.links)
    assert (first.url, second.fragment) == (BASE + "x", "s2")
    (anchor,) = code.anchors
    assert (anchor.name, code.text[anchor.offset :]) == ("s2", "Rest")


def test_a_link_in_code_can_be_followed_and_keeps_the_colours_around_it():
    html = "<pre><code class=language-python>if <a href=/f>f</a>(1): return 'x'</code></pre>"
    layout = lay_out(build(html, base=BASE), 60)
    spans = layout.lines[0].spans
    (linked,) = [span for span in spans if span.link is not None]
    assert linked.text == "f"
    assert {span.role for span in spans} >= {Role.CODE_KEYWORD, Role.CODE_STRING}
    assert [place.line for place in layout.places()][:1] == [0]


def test_a_link_inside_the_article_finds_its_line_in_preformatted_text():
    html = "<p><a href=#b>go</a></p><pre>one\ntwo\n<a name=b>three</a>\n</pre>"
    layout = lay_out(build(html, base=BASE), 60)
    assert layout.lines[layout.anchors["b"]].text.strip() == "three"
