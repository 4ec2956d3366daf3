import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.parse import plain


@pytest.mark.parametrize(
    ("text", "is_html", "shown"),
    [
        ("AT&amp;T", False, "AT&T"),
        ("Tom &amp;amp; Jerry", True, "Tom & Jerry"),
        ("Using <b> in HTML", False, "Using <b> in HTML"),
        ("Using &lt;b&gt; in HTML", True, "Using <b> in HTML"),
        ("The &amp;lt;code&amp;gt; element", True, "The <code> element"),
        ("<em>Very</em> good", False, "Very good"),
        ("<em>Very</em> good", True, "Very good"),
        ("a<br>b", True, "a b"),
        ("How I Broke `git push heroku main`", False, "How I Broke `git push heroku main`"),
        ("List<T> and Map<K>", False, "List<T> and Map<K>"),
        ("a < b", True, "a < b"),
        ("R&D &copyright", False, "R&D &copyright"),
        ("bad \x1b]0;x\x07 title", False, "bad �]0;x� title"),
        ("dec &#27; title", False, "dec title"),
        ("two\n  lines", False, "two lines"),
        ("<script>x</script>y", True, "y"),
    ],
)
def test_a_field_becomes_one_plain_line(text, is_html, shown):
    assert plain.line(text, limit=200, is_html=is_html) == shown


def test_a_long_field_is_cut_with_an_ellipsis():
    assert plain.line("x" * 1000, limit=10) == "x" * 9 + "…"


def test_plain_text_becomes_paragraphs():
    assert plain.escaped("a < b\nc\n\n\nd & e") == "<p>a &lt; b<br>c</p><p>d &amp; e</p>"


@pytest.mark.parametrize(
    ("markup", "repaired"),
    [
        ("&lt;p&gt;Hi&lt;/p&gt;", "<p>Hi</p>"),
        ("&lt;!-- x --&gt;&lt;p&gt;Hi&lt;/p&gt; <b>y</b>", "<!-- x --><p>Hi</p> <b>y</b>"),
        ("<p>&lt;p&gt; is a tag</p>", "<p>&lt;p&gt; is a tag</p>"),
        ("<plaintext><p>Hi</p>", "<p>Hi</p>"),
    ],
)
def test_html_that_was_escaped_once_too_often_is_repaired(markup, repaired):
    assert plain.repaired(markup) == repaired


@given(
    st.text(alphabet="aB1 _-.!…—éÉßİ\u0307\u0301Σς日本ﬁ\ud800\x80", max_size=40)
    | st.text(max_size=200)
)
def test_what_is_folded_is_letters_and_digits_without_case(text):
    assert plain.folded(text) == "".join(re.sub(r"[\W_]", "", char).casefold() for char in text)


def test_no_sign_of_the_block_that_is_cut_out_whole_is_a_letter():
    signs = "".join(map(chr, range(0x2000, 0x2040)))
    assert plain.folded(f"É{signs}a") == "éa"
    assert not any(map(str.isalnum, signs))
