"""The labels of link hints."""

from __future__ import annotations

import pytest

from tui_reader.ui.widgets.hints import LETTERS, labels


@pytest.mark.parametrize(("count", "length"), [(1, 1), (9, 1), (10, 2), (81, 2), (82, 3), (400, 3)])
def test_labels_are_as_short_as_can_be_and_none_begins_another(count: int, length: int):
    made = labels(count)
    assert len(set(made)) == count
    assert {len(label) for label in made} == {length}
    assert set("".join(made)) <= set(LETTERS)


def test_no_link_has_no_label():
    assert labels(0) == ()
