"""Documents as Markdown."""

from __future__ import annotations

import pytest

from tui_reader.article.build import build
from tui_reader.article.text import markdown


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>a <b>b</b></h2><p>c", "## a **b**\n\nc\n"),
        ("<p>a <i>b</i> <code>c</code> <del>d</del>", "a *b* `c` ~~d~~\n"),
        ("<p><b>a </b>b", "**a** b\n"),
        ("<p>*no* [x] a_b", "\\*no\\* \\[x\\] a\\_b\n"),
        ("<p># no heading", "\\# no heading\n"),
        ("<p>1. no list", "1\\. no list\n"),
        ("<p>a<br>b", "a\\\nb\n"),
        ("<a href='https://e.example/(x)'>a <b>b</b></a>", "[a **b**](<https://e.example/(x)>)\n"),
        ("<img src='https://e.example/i.png' alt=x>", "![x](<https://e.example/i.png>)\n"),
        ("<a href='javascript:x'>a</a>", "a\n"),
        ("<ul><li>a<li>b<ol start=3><li>c</ol></ul>", "- a\n- b\n  3. c\n"),
        ("<ul><li><p>a<p>b</ul>", "- a\n\n  b\n"),
        ("<ul><li><input type=checkbox checked>a</ul>", "- [x] a\n"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b\n"),
        ("<pre class=language-py>a\n```\nb</pre>", "````py\na\n```\nb\n````\n"),
        ("<code>a`b</code>", "`` a`b ``\n"),
        ("<hr>", "---\n"),
        (
            "<table><tr><th>a<th>b<tr><td>c|d<td>e<br>f</table>",
            "| a | b |\n| --- | --- |\n| c\\|d | e<br>f |\n",
        ),
        ("<dl><dt>a<dd>b</dl>", "**a**\n\nb\n"),
        ("<details><summary>a</summary>b</details>", "**a**\n\nb\n"),
        ("<p>x<sup><a href='#n'>1</a></sup>", "x\\[1\\]\n"),
        (
            "<iframe src='https://e.example/'></iframe>",
            "[Frame on e.example](<https://e.example/>)\n",
        ),
        ("", "\n"),
    ],
)
def test_an_article_is_written_as_markdown(html: str, text: str):
    assert markdown(build(html)) == text
