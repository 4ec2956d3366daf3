"""Folds of a layout: what is hidden, and where it can be opened."""

from __future__ import annotations

from tui_reader.article.build import build
from tui_reader.article.galley import compose
from tui_reader.article.layout import set_lines
from tui_reader.cli.paint import paint

HTML = (
    "<p>a</p><details><summary>One</summary><h2 id=h>b</h2><p id=p>c"
    "<details><summary>Two</summary><p id=q>d</details></details>"
    "<details open><summary>Three</summary>e</details><p>f"
)
GALLEY = compose(build(HTML))


def lines(*folded: int) -> list[str]:
    return [line.text for line in set_lines(GALLEY, 40, folded=folded).lines if line.text]


def test_details_are_folded_by_themselves_unless_open():
    assert GALLEY.folded == {0, 1}


def test_nothing_is_folded_unless_asked_for():
    assert lines() == ["a", "▾ One", "  b", "  c", "  ▾ Two", "    d", "▾ Three", "  e", "f"]


def test_what_is_folded_shows_its_summary_alone():
    assert lines(0) == ["a", "▸ One", "▾ Three", "  e", "f"]
    assert lines(1, 2) == ["a", "▾ One", "  b", "  c", "  ▸ Two", "▸ Three", "f"]


def test_folds_have_a_line_and_a_number_in_any_state():
    assert [(at.fold, at.line, at.folded) for at in set_lines(GALLEY, 40).folds] == [
        (0, 2, False), (1, 8, False), (2, 12, False),
    ]  # fmt: skip
    assert [(at.fold, at.line, at.folded) for at in set_lines(GALLEY, 40, folded=[0]).folds] == [
        (0, 2, True), (2, 4, False),
    ]  # fmt: skip


def test_blocks_keep_their_numbers_in_any_state():
    whole = {line.text.strip(): line.block for line in set_lines(GALLEY, 40).lines}
    for line in set_lines(GALLEY, 20, folded=[1, 2]).lines:
        assert whole[line.text.strip().replace("▸", "▾")] == line.block or not line.text


def test_what_is_folded_away_is_named_at_the_line_that_unfolds_it():
    layout = set_lines(GALLEY, 40, folded=[0, 1])
    assert [(place.text, place.line) for place in layout.headings] == [("b", 2)]
    assert layout.anchors == {"h": 2, "p": 2, "q": 2}
    assert layout.folds_over(layout.hidden_anchors["p"]) == {0}
    assert layout.folds_over(layout.hidden_anchors["q"]) == {0, 1}
    assert not set_lines(GALLEY, 40).hidden_anchors


def test_the_line_of_a_fold_is_a_place_to_step_to():
    layout = set_lines(GALLEY, 40, folded=[0])
    assert [(layout.links[at.link].fold, at.line) for at in layout.places()] == [(0, 2), (2, 4)]


def test_a_fold_is_no_hyperlink_in_print():
    assert "\x1b]8" not in paint(set_lines(GALLEY, 40), plain=False)
