"""What a sync did, feed by feed, and what adding an address found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tui_reader.model.feed import FeedId, Problem


class OutcomeKind(StrEnum):
    """How a feed fared."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """One feed's result."""

    feed_id: FeedId
    title: str
    kind: OutcomeKind
    new: int = 0
    changed: int = 0
    problem: Problem | None = None
    note: str = ""
    """A sentence that is no failure: republished, moved, entries beyond the limit dropped."""
    elapsed: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncProgress:
    """Where a running sync stands; every line of its progress replaces the one before."""

    done: int
    total: int
    failed: int
    new: int
    outcome: FeedOutcome | None = None
    """The feed that was just finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """A whole sync."""

    outcomes: tuple[FeedOutcome, ...]
    started_at: datetime
    finished_at: datetime
    offline: bool = False

    @property
    def new(self) -> int:
        """New entries over all feeds."""
        return sum(outcome.new for outcome in self.outcomes)

    @property
    def failed(self) -> int:
        """Feeds that failed."""
        return sum(outcome.kind is OutcomeKind.FAILED for outcome in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A feed found behind an address, for the user to choose from."""

    url: str
    title: str
    kind: str
    """“RSS 2.0”, “Atom 1.0”, “JSON Feed 1.1”."""
    entries: int
    newest_at: datetime | None
    recent_titles: tuple[str, ...] = ()
    """At most three, newest first."""
    is_comments: bool = False
    subscribed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddResult:
    """What came of adding an address: one feed subscribed, or several to choose from."""

    feed_id: FeedId | None
    """None where the user has to choose first."""
    title: str
    url: str
    already: bool = False
    """It was subscribed before; nothing was changed."""
    outcome: FeedOutcome | None = None
    """The first fetch."""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import brought in."""

    added: int
    already: int
    folders: int
    refused: tuple[str, ...] = ()
    """A sentence per line or outline that was left out, with its place and the reason."""
