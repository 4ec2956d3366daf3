"""Changes of state: stored, published to observers, undone by their inverse."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.model.entry import EntryId
    from tui_reader.model.feed import FeedId

ChangeId = NewType("ChangeId", int)


class Field(StrEnum):
    """What a change changes."""

    READ = "read"
    STARRED = "starred"
    SUBSCRIBED = "subscribed"
    TITLE = "title"
    ADDRESS = "address"
    SETTINGS = "settings"
    FOLDERS = "folders"
    PURGED = "purged"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChange:
    """One journalled act: only the entries (or feeds) whose state really turned are in it."""

    id: ChangeId
    field: Field
    value: bool
    at: datetime
    scope: str
    """Where it was done, for people: “Heroku Blog”, an entry's title."""
    count: int
    """How many entries or feeds turned."""
    entry_ids: tuple[EntryId, ...] = ()
    """The entries, at most the first 1,000 of them."""
    feed_ids: tuple[FeedId, ...] = ()
    undone: bool = False

    @property
    def summary(self) -> str:
        """A sentence such as “Marked 24 read in Heroku Blog”."""
        words = {
            (Field.READ, True): "Marked {n} read",
            (Field.READ, False): "Marked {n} unread",
            (Field.STARRED, True): "Starred {n}",
            (Field.STARRED, False): "Unstarred {n}",
            (Field.SUBSCRIBED, True): "Subscribed to {n}",
            (Field.SUBSCRIBED, False): "Unsubscribed from {n}",
            (Field.TITLE, True): "Renamed {n}",
            (Field.ADDRESS, True): "Changed the address of {n}",
            (Field.SETTINGS, True): "Changed the settings of {n}",
            (Field.FOLDERS, True): "Moved {n}",
            (Field.PURGED, True): "Purged {n}",
            (Field.PURGED, False): "Brought back {n} from the bin",
        }[self.field, self.value]
        where = f" in {self.scope}" if self.scope and self.count > 1 else ""
        what = str(self.count)
        if self.count == 1:
            what = f"“{self.scope}”" if self.scope else "1"
        return words.format(n=what) + where
