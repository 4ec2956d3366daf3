"""A terminal that shows all colours, whatever the tests run in; and no waiting by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import textual.app
import textual.pilot
from rest import nothing_left_to_run
from textual.css.stylesheet import Stylesheet

from tui_reader.ui.actions import showing

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def no_waiting_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pilot go on as soon as the app is at rest."""
    for module in (textual.app, textual.pilot):
        monkeypatch.setattr(module, "wait_for_idle", nothing_left_to_run)
    monkeypatch.setattr(showing, "PAUSE", 0.01)


@pytest.fixture(autouse=True, scope="session")
def stylesheets_parsed_once() -> Iterator[None]:
    """Let apps of the same colours share the rules of their stylesheets."""
    parse = Stylesheet._parse_rules
    known: dict[object, object] = {}

    def once(self: Stylesheet, *source: object, **told: object) -> object:
        key = source, frozenset(told.items()), frozenset(self._variables.items())
        if key not in known:
            known[key] = parse(self, *source, **told)
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "_parse_rules", once)
        yield


@pytest.fixture(autouse=True)
def full_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Textual see a truecolour terminal."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("COLORFGBG", raising=False)
