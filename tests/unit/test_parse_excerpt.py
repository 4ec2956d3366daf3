import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_reader.parse import excerpt as excerpts
from tui_reader.parse.excerpt import cut, digest, first_words
from tui_reader.parse.markup import Markup, Prose
from tui_reader.parse.plain import utf8
from tui_reader.parse.words import count_words

LOREM = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor. "


def excerpt(content, summary=""):
    return digest(content=Markup(content), summary=Markup(summary)).excerpt


@pytest.mark.parametrize(
    "fold",
    [
        "<!--more-->",
        "<!-- more keep reading -->",
        '<span id="more-123"></span>',
        "<a name='more'></a>",
        "<!--truncate-->",
        '<a class="more-link" href="/x">Continue reading</a>',
    ],
)
def test_the_authors_fold_ends_the_excerpt(fold):
    assert excerpt(f"<p>Before.</p>{fold}<p>{LOREM * 20}</p>") == "Before."


@pytest.mark.parametrize("fold", ['<span id = "more-7">', f"<a name={' ' * 40}more>"])
def test_a_fold_may_have_blanks_before_its_name(fold):
    assert excerpt(f"<p>More or less.</p>{fold}<p>{LOREM * 20}</p>") == "More or less."


def test_a_fold_in_mid_sentence_gets_an_ellipsis():
    assert excerpt("<p>Out-of-date, <!--more-->and after</p>") == "Out-of-date…"


def test_a_fold_on_top_is_none():
    assert excerpt("<!--more--><p>All of it.</p>") == "All of it."


def test_the_fold_counts_more_than_the_summary():
    assert excerpt("<p>Before.</p><!--more--><p>After.</p>", summary="Other words.") == "Before."


def test_what_stands_before_a_far_fold_is_cut():
    found = excerpt(f"<p>{LOREM * 100}</p><!--more--><p>After.</p>")
    assert 1200 < len(found) <= 1500
    assert found.endswith("…")


def test_a_summary_that_says_something_else_is_the_excerpt():
    assert excerpt(f"<p>{LOREM * 9}</p>", summary="<p>In <b>short</b>.</p>") == "In short."


def test_a_summary_that_only_begins_the_content_is_not():
    content = "<p>One sentence is here. Then comes another one, and <i>more</i>.</p>"
    found = excerpt(content, summary="One sentence is here. Then comes [&#8230;]")
    assert found == "One sentence is here. Then comes another one, and more."


def test_without_fold_the_first_words_are_cut_at_a_word():
    found = excerpt(f"<p>{LOREM * 9}</p>")
    assert 280 <= len(found) <= 400
    assert found.endswith("…")
    assert found[:-1].split()[-1] in LOREM


def test_no_paragraph_follows_once_there_is_enough():
    assert excerpt(f"<p>{LOREM * 4}</p><p>Next.</p>") == (LOREM * 4).strip()


def test_headings_and_pictures_keep_their_own_lines():
    content = (
        "<p>First.</p><h2>A heading</h2><p>Then <img src=x alt='A cat'>after.</p>"
        "<ul><li>one</li><li>two</li></ul>"
    )
    assert excerpt(content).split("\n") == [
        "First.",
        "A heading",
        "Then",
        "▨ A cat",
        "after.",
        "• one",
        "• two",
    ]


@pytest.mark.parametrize(
    ("picture", "line"),
    [
        ("<img src=x>", "a b"),
        ("<img src=x alt=':-)' class='wp-smiley'>", "a :-)b"),
        ("<img src=x alt=smile height=20>", "a smileb"),
        ("<img src=x alt=counter width=1 height=1>", "a b"),
    ],
)
def test_small_pictures_stay_in_the_line(picture, line):
    assert excerpt(f"<p>a {picture}b</p>") == line


@pytest.mark.parametrize(
    "tail",
    [
        "<p><a href=x>Continue reading →</a></p>",
        "<p>Read more</p>",
        "<p>Weiterlesen …</p>",
        "<p>The post <a>My post</a> appeared first on <a>My blog</a>.</p>",
        "<p>Der Beitrag X erschien zuerst auf Y.</p>",
    ],
)
def test_tails_of_the_blog_engine_are_dropped(tail):
    assert excerpt(f"<p>Text.</p>{tail}") == "Text."


def test_a_summary_that_only_says_read_on_gives_way_to_the_content():
    assert excerpt("<p>What it is about.</p>", summary="Read more…") == "What it is about."


def test_a_sentence_that_begins_with_read_on_stays():
    text = "Read on to preview the maps of the season."
    assert excerpt(f"<p>{text}</p>") == text


def test_cut_marks_become_one_ellipsis():
    assert excerpt("<p>And so it goes [&#8230;]</p>") == "And so it goes…"
    assert excerpt("<p>And so it goes...</p>") == "And so it goes…"


def test_scripts_styles_and_hidden_things_are_not_text():
    assert excerpt("<style>a{}</style><script>b()</script><p>c</p><noscript>d</noscript>") == "c"


def test_markup_talked_about_survives_and_entities_do_not():
    assert excerpt("<p>The &lt;code&gt; tag &amp;amp; more</p>") == "The <code> tag & more"


def test_controls_and_bidi_are_gone():
    assert excerpt("<p>a\x1b[31mb\u202ec</p>") == "a�[31mbc"


def test_an_article_without_text_has_no_excerpt():
    assert excerpt("<p> </p><img src=x>") == ""
    assert digest(content=Markup(""), summary=Markup("")).words == 0


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("one two three", 9, "one two…"),
        ("one two, three", 9, "one two…"),
        ("short", 10, "short"),
        ("日本語の文章です", 9, "日本語の…"),
        ("ab👩‍👩‍👧cdefgh", 6, "ab…"),
        ("xxxxé́yyyy", 6, "xxxx…"),
        ("Links. Then on", 8, "Links…"),
    ],
)
def test_a_cut_tears_neither_words_nor_graphemes(text, limit, shown):
    assert cut(text, limit) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two  three", 3),
        ("日本語の文章です", 4),
        ("日本 means Japan", 3),
        ("", 0),
        ("«ja»\xa0oui", 2),
    ],
)
def test_words_are_counted_and_cjk_counts_half(text, words):
    assert count_words(Prose(utf8(text))) == words


@given(
    st.text(alphabet="ab1-é«…日本\u3000 \t\n\x1c\x85\xa0\u2003\u2028\ud800", max_size=40)
    | st.text()
)
def test_whatever_parts_words_is_counted_alike(text):
    cjk = "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
    letters = len(re.findall(cjk, text))

    assert (
        count_words(Prose(utf8(text))) == len(re.sub(cjk, " ", text).split()) + (letters + 1) // 2
    )


_PIECES = (
    "<p>", "</p>", "<b>", "</b>", "<i>", "<a href=x>", "</a>", "<div>", "</div>", "<li>", "<br>",
    "<table><tr><td>", "</td></tr></table>", "<select><option>", "<template>", "<h2>", "<svg>",
    "<img alt='A cat'>", "&amp;", "&am", "<", "<!-- ", " -->", "<title>", "<pre>", LOREM, LOREM,
)  # fmt: skip


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=40), glance=st.integers(300, 900))
def test_a_glance_sees_what_all_of_it_shows(pieces, glance):
    content = "".join(pieces) * 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excerpts, "_GLANCE", glance)
        found = excerpt(content)
        patch.setattr(excerpts, "_GLANCE", len(content))

        assert found == excerpt(content)


def test_a_title_is_made_of_the_first_words():
    assert first_words("▨ \n▨ A cat\nText", limit=80) == "A cat"


def test_a_huge_article_is_not_walked_whole():
    content = "<p>word " * 200_000
    start = time.process_time()
    excerpt(content)
    assert time.process_time() - start < 2


def test_deep_nesting_needs_no_recursion():
    assert excerpt("<div>" * 50_000 + "text").endswith("text")
