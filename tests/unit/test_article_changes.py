"""Two states of a text as one: what was added and what was removed can be told apart."""

from __future__ import annotations

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.article.alignment import align
from tui_reader.article.blocks import Change, Changed, Code, ListBlock, Weight
from tui_reader.article.build import build
from tui_reader.article.changes import marked
from tui_reader.article.layout import lay_out
from tui_reader.article.lines import Role
from tui_reader.article.text import markdown


def merged(old, new):
    return marked(build(old), build(new))


def shown(old, new, width=60):
    """Give the lines of the difference: words removed in brackets, words added in braces."""
    lines = []
    for line in lay_out(merged(old, new), width).lines:
        text = ""
        for span in line.spans:
            if Weight.STRIKE in span.weight:
                text += f"[{span.text}]"
            elif Weight.UNDERLINE in span.weight:
                text += "{" + span.text + "}"
            else:
                text += span.text
        lines.append(text.rstrip())
    return [line for line in lines if line]


def test_what_is_the_same_is_not_marked():
    html = "<h2>Tides</h2><p>Six.</p><ul><li>a<li>b</ul><pre>x</pre><hr><p>Six.</p>"
    assert merged(html, html) == build(html)


def test_other_markup_of_the_same_words_is_not_marked():
    assert merged("<p>At <b>six</b>.", "<p>At six.") == build("<p>At six.")


def test_a_paragraph_added_has_a_bar():
    assert shown("<p>One.<p>Two.", "<p>One.<p>Quite new.<p>Two.") == [
        *("One.", "+ Quite new.", "Two.")
    ]


def test_a_paragraph_removed_is_struck_and_has_a_bar():
    assert shown("<p>One.<p>Old words.<p>Two.", "<p>One.<p>Two.") == [
        *("One.", "- [Old words.]", "Two.")
    ]


def test_words_are_marked_inside_a_paragraph_that_was_edited():
    assert shown(
        "<p>The tide comes at six in the morning.",
        "<p>The high tide comes at seven in the morning.",
    ) == ["~ The {high }tide comes at [six ]{seven }in the morning."]


def test_the_last_words_of_a_paragraph_do_not_grow_together():
    assert shown("<p>We met there at six.", "<p>We met there at seven.") == [
        "~ We met there at [six.] {seven.}"
    ]


def test_words_keep_their_weight_and_their_link():
    document = merged(
        "<p>See <a href=https://e.example/>the log</a> of that day.",
        "<p>See <a href=https://e.example/>the whole log</a> of that day.",
    )
    (changed,) = document.blocks
    linked = [run for run in changed.blocks[0].inlines if run.link is not None]
    assert "".join(run.text for run in linked) == "the whole log"
    assert [run.text for run in linked if Weight.UNDERLINE in run.weight] == ["whole "]


def test_what_was_removed_leads_nowhere():
    document = merged("<p>One.<p><a href=https://e.example/>Old</a> words.", "<p>One.")
    assert document.links == ()
    assert document.blocks[1].change is Change.REMOVED
    assert all(run.link is None for run in document.blocks[1].blocks[0].inlines)


def test_a_paragraph_written_anew_stands_below_the_old_one():
    assert shown("<p>One.<p>Nothing alike at all here.", "<p>One.<p>Quite another matter.") == [
        *("One.", "- [Nothing alike at all here.]", "+ Quite another matter.")
    ]


def test_items_of_a_list_are_marked_inside_of_it():
    old, new = (
        "<ul><li>salt<li>two ropes<li>tar</ul>",
        "<ul><li>salt<li>two nets<li>tar<li>oil</ul>",
    )
    assert shown(old, new) == ["• salt", "• ~ two [ropes] {nets}", "• tar", "• + oil"]
    assert isinstance(merged(old, new).blocks[0], ListBlock)


def test_a_paragraph_inside_a_quotation_is_marked_there():
    assert shown(
        "<blockquote><p>Said the master.<p>Twice.</blockquote>",
        "<blockquote><p>Said the old master.<p>Twice.</blockquote>",
    ) == ["▎ ~ Said the {old }master.", "▎", "▎ Twice."]


def test_a_closed_part_that_changed_is_open():
    document = merged(
        "<details><summary>More</summary><p>Old words here.</details>",
        "<details><summary>More</summary><p>New words here.</details>",
    )
    assert document.blocks[0].is_open


def test_code_is_compared_line_by_line():
    document = merged(
        "<pre>def a():\n    return 6\n# end</pre>", "<pre>def a():\n    return 7\n# end</pre>"
    )
    (changed,) = document.blocks
    assert changed.blocks == (Code("  def a():\n-     return 6\n+     return 7\n  # end", "diff"),)


@pytest.mark.parametrize(
    "block",
    [
        "<table><tr><th>a<th>b<tr><td>1<td>2</table>",
        "<figure><img src=/a.png alt='a ship'><figcaption>At sea</figcaption></figure>",
        "<dl><dt>tide<dd>water</dl>",
        "<iframe src=https://www.youtube.com/embed/x title=film></iframe>",
        "<details><summary>s</summary><p>t</details>",
        "<blockquote><p>q</blockquote>",
        "<ol><li>one<li>two</ol>",
        "<pre>code</pre>",
        "<h3>head</h3>",
        "<p>\\[x^2\\]</p>",
    ],
)
def test_a_block_of_any_kind_may_come_and_go(block):
    came, went = merged("<p>One.", "<p>One." + block), merged("<p>One." + block, "<p>One.")
    assert {each.change for each in came.blocks[1:]} == {Change.ADDED}
    assert {each.change for each in went.blocks[1:]} == {Change.REMOVED}
    for document in (came, went):
        layout = lay_out(document, 40)
        (first,) = layout.changes
        assert layout.lines[first].spans[0].role is Role.CHANGE_BAR
        assert markdown(document).startswith("One.\n")


def test_japanese_is_compared_by_the_character():
    assert shown(
        "<p>今日は良い天気です。散歩に行きます。", "<p>今日は悪い天気です。散歩に行きます。"
    ) == ["~ 今日は[良]{悪}い天気です。散歩に行きます。"]


words = st.lists(
    st.sampled_from(["tide", "wind", "rain", "fog", "ship", "<b>rope</b>"]), max_size=6
)
articles = st.lists(words.map(" ".join), max_size=6).map(
    lambda paragraphs: "".join(f"<p>{text}</p>" for text in paragraphs)
)


@settings(max_examples=examples(50))
@given(articles, articles)
def test_each_of_both_texts_can_be_read_from_the_difference(old, new):
    document = merged(old, new)
    assert _side(document, Change.REMOVED, Weight.STRIKE) == _words(build(new))
    assert _side(document, Change.ADDED, Weight.UNDERLINE) == _words(build(old))


def _side(document, other, weight):
    """Read one of the two texts: without what is only in the other one."""
    out = []
    for block in document.blocks:
        if not isinstance(block, Changed):
            out += _words_of(block.inlines)
        elif block.change is not other:
            (inner,) = block.blocks
            kept = [run for run in inner.inlines if weight not in run.weight]
            if block.change is not Change.EDITED:
                kept = list(inner.inlines)
            out += _words_of(kept)
    return out


def _words(document):
    return [word for block in document.blocks for word in _words_of(block.inlines)]


def _words_of(runs):
    return "".join(run.text for run in runs).split()


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30))
def test_an_alignment_covers_both_sequences_in_order(old, new):
    stretches = list(align(old, new))
    assert [each for s in stretches for each in old[s.old]] == old
    assert [each for s in stretches for each in new[s.new]] == new
    assert all(old[s.old] == new[s.new] for s in stretches if s.same)


def test_what_repeats_without_end_is_still_compared():
    old, new = ["x", *["same"] * 3000, "y"], ["z", *["same"] * 2999, "w"]
    assert sum(s.old.stop - s.old.start for s in align(old, new)) == len(old)
