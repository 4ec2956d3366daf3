"""The figures of a tree: what was changed is summed up anew, and only that."""

from __future__ import annotations

import random

import pytest

from tui_reader.article.extraction import figures
from tui_reader.article.extraction.copying import copy
from tui_reader.article.extraction.tree import Node, in_order, text_figures
from tui_reader.dom import parse_html

PAGE = (
    "<div class=main><h2>Head, first</h2><p>Some text, <a href=/x>a link</a> and <b>more</b>.</p>"
    "<ul><li>one<li><a href=#n>two</a><li><img src=x></ul><form><input><label>Name</label></form>"
    "<table><tr><td>1, 2<td><pre>code</pre></table><iframe src=//youtube.com/1></iframe></div>"
    "<div id=side><p>Beside.<div><span>deep, <i>deeper</i></span></div></div>"
)
SUMS = (
    "size", "commas", "linked", "headed", "listed", "paragraphs", "items", "inputs", "images",
    "frames", "players", "shows", "textual", "inline", "holds_kept",
)  # fmt: skip


def sums(nodes: list[Node]) -> list[tuple[object, ...]]:
    return [tuple(getattr(node, name) for name in SUMS) for node in nodes]


def test_a_copy_is_measured_in_document_order():
    nodes = copy(parse_html(PAGE))
    assert nodes == in_order(nodes[0])
    found = sums(nodes)
    for node in nodes:
        node.stale = True
    figures.measure(nodes)
    assert sums(nodes) == found


@pytest.mark.parametrize("seed", range(40))
def test_a_changed_tree_has_the_figures_that_it_would_have_anew(seed: int):
    chance = random.Random(seed)
    nodes = copy(parse_html(PAGE * 3))
    for node in chance.sample(nodes[2:], 6):
        chance.choice([node.remove, lambda node=node: node.become("p")])()
    figures.measure(nodes)
    figures.measure(in_order(nodes[0]))  # what was cut counts in the first measuring only
    left = in_order(nodes[0])
    found = sums(left)
    for node in left:
        node.stale = True
    figures.measure(left)
    assert sums(left) == found
    assert not any(node.cut for node in left)


def test_only_what_was_changed_and_what_is_around_it_is_summed_up(monkeypatch):
    nodes = copy(parse_html(PAGE * 50))
    link = next(node for node in nodes if node.tag == "a")
    around = list(link.ancestors())
    summed: list[Node] = []
    finish = figures.finish
    monkeypatch.setattr(figures, "finish", lambda node: (summed.append(node), finish(node)))
    link.remove()
    figures.measure(nodes)
    assert summed == around
    assert around[0].cut == len("a link")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (0, 0)),
        (" \n ", (0, 0)),
        ("one", (3, 0)),
        (" one two ", (8, 0)),
        ("one  two,\nthree", (14, 1)),
        ("one\u00a0\u00a0two", (7, 0)),
        ("\u3000一、二\uff0c三\u3000", (6, 2)),
        ("a\u200bb", (3, 0)),
    ],
)
def test_white_space_counts_once_and_commas_of_any_script(text: str, found: tuple[int, int]):
    assert text_figures(text) == found
