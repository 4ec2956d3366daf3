"""``blogread show --changes``: what a text said when it was read, beside what it says now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from builders import entry, update

from tui_reader.cli import schema

if TYPE_CHECKING:
    from collections.abc import Callable

BEFORE, AFTER = "<p>The sail is <b>blue</b>.</p>", "<p>The sail is <b>red</b>.</p>"


@pytest.fixture
def sail(ids: dict[str, str], blogread: Callable[..., Any], fill: Callable[[Any], None]) -> str:
    """The id of an entry that its author changed after it was read."""
    blogread("mark", "read", ids["Sail"])
    fill(update(3, changed=[(int(ids["Sail"]), entry("sail", title="Sail", html=AFTER))]))
    return ids["Sail"]


def test_what_was_edited_is_marked_and_stays_to_be_looked_at(
    sail: str, blogread: Callable[..., Any]
) -> None:
    for _ in range(2):
        shown = blogread("show", sail, "--changes")
        assert shown.code == 0
        assert "~ The sail is blue red.\n" in shown.out
        assert "blue" not in blogread("show", sail).out


def test_json_has_the_text_that_was_read(sail: str, blogread: Callable[..., Any]) -> None:
    found = blogread("show", sail, "--changes", "--json").json
    assert list(found) == list(schema.ENTRY)
    assert found["html"] == AFTER
    assert found["as_read"] == {"html": BEFORE, "html_base": "", "summary_html": ""}
    assert blogread("show", sail, "--json").json["as_read"] is None


def test_a_text_that_has_not_changed_is_printed_and_that_is_said(
    ids: dict[str, str], blogread: Callable[..., Any]
) -> None:
    shown = blogread("show", ids["Sail"], "--changes")
    assert shown.code == 0
    assert "The sail is blue." in shown.out
    assert shown.err == "This text is as it was when you read it.\n"


@pytest.mark.parametrize("other", ["--html", "--full"])
def test_changes_go_with_no_other_text(sail: str, blogread: Callable[..., Any], other: str) -> None:
    refused = blogread("show", sail, "--changes", other)
    assert (refused.code, refused.out) == (2, "")
    assert "--changes" in refused.err
