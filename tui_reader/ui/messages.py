"""Messages that cross widgets: what a list tells the screen, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui_reader.model.entry import EntryRow
    from tui_reader.model.query import View


@dataclass
class DialogOpened(Message):
    """A dialog is there, and has the focus."""

    dialog: Screen[Any]


@dataclass
class EntryHighlighted(Message):
    """The cursor of the list came to rest on an entry; None where the list is empty."""

    row: EntryRow | None


@dataclass
class EntryChosen(Message):
    """An entry was clicked twice: open it."""

    row: EntryRow


@dataclass
class ViewHighlighted(Message):
    """The cursor of the feeds came to a view."""

    view: View


@dataclass
class ViewChosen(Message):
    """A view was clicked twice: go to its entries."""

    view: View


@dataclass
class FoldToggled(Message):
    """The fold sign of a view was clicked."""

    view: View


@dataclass
class SearchChanged(Message):
    """The words in the search line."""

    text: str


@dataclass
class SearchSubmitted(Message):
    """Enter in the search line: on to the results."""

    text: str
