"""The door to the parser: both parsers give one tree."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tui_reader import dom
from tui_reader.dom import pure

SAMPLES = [
    "<p>a<b>b<p>c</b>d<table><p>e<tr><td>f</table>",
    "<ul><li>one<li>two<ul><li>in</ul></ul><dl><dt>t<dd>d</dl>",
    "<!doctype html><html lang=en><head><title>T</title></head><body class='a b' hidden>x</body>",
    "<pre>\n\nfirst</pre><textarea>\n&lt;p></textarea>",
    "<svg><title>q</title></svg><math><mi>x</mi></math><noscript><img src=a></noscript>",
    "<p>&amp;&hearts;&#147; &copy</p><!-- c --><a href=x>1<a href=y>2",
    "<select><option>a<option>b</select><form><input type=checkbox checked></form>",
    "<table><tr><th>h<td>1<tr><td colspan=2>2</table>text",
    "",
    "plain text",
    "<div>" * 200 + "deep",
]


def tree(node: object, kinds: tuple[type, type, type]) -> object:
    element, text, comment = kinds
    if isinstance(node, comment):
        return ("comment", node.data)
    if isinstance(node, text):
        return node.data
    if isinstance(node, element):
        children = [] if node.tag == "template" else [tree(c, kinds) for c in node.children]
        attrs = {
            name: " ".join(value) if isinstance(value, list) else value
            for name, value in node.attrs.items()
        }
        return (node.tag, attrs, [child for child in children if child is not None])
    return None


@pytest.mark.parametrize("html", SAMPLES)
def test_both_parsers_build_the_same_tree(html: str):
    fast = tree(dom.parse_html(html), (dom.Element, dom.Text, dom.Comment))
    slow = tree(pure.parse(html), (pure.Element, pure.Text, pure.Comment))
    assert slow == fast


def test_a_comment_is_no_text():
    root = pure.parse("<p>a<!-- b -->c</p>")
    assert [n.data for n in root.descendants if isinstance(n, pure.Text)] == ["a", "c"]


def test_an_attribute_of_several_words_is_one_string():
    element = dom.parse_html("<p class='a b' data-x>").find("p")
    assert element is not None
    assert dom.attr(element, "class") == "a b"
    assert dom.attr(element, "data-x") == dom.attr(element, "absent") == ""


def test_the_pure_tree_is_walked_in_document_order():
    root = pure.parse("<div><p>a<b>c</b></p>d</div>")
    texts = [node.data for node in root.descendants if isinstance(node, pure.Text)]
    assert texts == ["a", "c", "d"]
    bold = root.find("b")
    assert bold is not None
    assert bold.next_sibling is None
    paragraph = bold.parent
    assert paragraph is not None
    assert isinstance(paragraph.next_sibling, pure.Text)


def test_an_article_reads_the_same_through_the_pure_parser():
    html = "<h1>T</h1><p class='a b'>a <b>b</b><ul><li>c</ul><pre class=language-sh>ls</pre>"
    script = (
        "import sys; from tui_reader.article.build import build;"
        "print(build(sys.argv[1])); print('turbohtml' in sys.modules)"
    )
    outputs = []
    for pure_html in ("", "1"):
        done = subprocess.run(
            [sys.executable, "-c", script, html],
            env={**os.environ, "TUI_READER_PURE_HTML": pure_html},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.append(done.stdout.splitlines())
    (fast, loaded), (slow, not_loaded) = outputs
    assert slow == fast
    assert (loaded, not_loaded) == ("True", "False")
