"""What is known of a feed, and what is wrong if something is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.containers import Grid, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui_reader import urls
from tui_reader.clean import clean_line
from tui_reader.model.feed import HANDBOOK_URL
from tui_reader.ui.screens.attention import Fix
from tui_reader.ui.screens.dialog import MUTED, PROBLEM, Dialog
from tui_reader.ui.screens.folder import path_text
from tui_reader.ui.screens.login import login_text
from tui_reader.wording.ages import ago, day
from tui_reader.wording.health import when
from tui_reader.wording.phrases import ahead, span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from textual.widget import Widget

    from tui_reader.model.feed import Feed, Rhythm
    from tui_reader.model.health import Trouble

Act = Fix | Literal["copy"]

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class DetailsScreen(Dialog[Act | None]):
    """Facts in two columns; gives what to do with the feed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "act('retry')", show=False),
        Binding("D", "act('remove')", show=False),
        Binding("o", "act('open')", show=False),
        Binding("y", "act('copy')", show=False),
        Binding("E", "act('settings')", show=False),
        Binding("e", "act('address')", show=False),
        Binding("f", "act('find')", show=False),
        Binding("b", "act('back')", show=False),
        Binding("d,q,enter", "close", show=False),
        Binding("j,down", "scroll_facts(1)", show=False),
        Binding("k,up", "scroll_facts(-1)", show=False),
    ]
    heading = "Feed"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("r", "sync now"),
        ("o", "site"),
        ("y", "copy"),
        ("E", "settings"),
        ("D", "unsubscribe"),
        ("Esc", "close"),
    )

    def __init__(self, feed: Feed, now: datetime, trouble: Trouble | None = None) -> None:
        super().__init__()
        self._trouble = trouble
        self._feed = feed
        self._now = now

    def body(self) -> Iterable[Widget]:
        """Title, the problem if there is one, the facts."""
        with VerticalScroll(classes="facts", can_focus=False):
            yield Static(
                Content.styled(clean_line(self._feed.title), "bold"),
                classes="question",
                markup=False,
            )
            if self._feed.fetch.problem is not None or self._trouble is not None:
                said = _problem(self._feed, self._trouble, self._now)
                yield Static(said, classes="problem", markup=False)
            with Grid(classes="table"):
                for label, value in facts(self._feed, self._now):
                    yield Static(Content.styled(label, MUTED), markup=False)
                    yield Static(Content(value), markup=False)

    def on_mount(self) -> None:
        """Name the ways out where something is wrong or the feed has moved."""
        if self._feed.fetch.problem is not None:
            self.name_keys(self.keys[0], ("f", "find anew"), ("e", "address"), *self.keys[3:])
        elif self._feed.moved_from:
            self.name_keys(*self.keys[:-1], ("b", "go back"), self.keys[-1])

    def action_act(self, act: Act) -> None:
        """Give back what to do."""
        self.dismiss(act)

    def action_scroll_facts(self, by: int) -> None:
        """Scroll what does not fit."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def facts(feed: Feed, now: datetime) -> Iterator[tuple[str, str]]:
    """Give label and value of all that is known, in the order of reading."""
    fetch = feed.fetch
    yield "Address", urls.display(feed.url)
    if feed.info.site_url:
        yield "Site", urls.display(feed.info.site_url)
    if feed.user_title and feed.info.title:
        yield "Own title", clean_line(feed.info.title)
    folders = [clean_line(path_text(path)) or "top level" for path in feed.folders]
    yield ("Folder" if len(folders) == 1 else "Folders"), ", ".join(folders)
    yield "Entries", f"{feed.total:,}, {feed.unread:,} unread"
    yield "Last try" if fetch.problem else "Fetched", _instant(fetch.checked_at, now, "never")
    yield "Last change", _instant(fetch.changed_at, now, "none seen yet")
    yield "Next fetch", _next(feed, now)
    rhythm = _rhythm(feed.info.rhythm)
    if rhythm:
        yield "Rhythm", rhythm
    if feed.moved_from:
        yield "Moved from", urls.display(feed.moved_from)
    login = login_text(feed)
    if login:
        yield "Login", login
    if fetch.moved_to:
        yield "Moving to", urls.display(fetch.moved_to)
    added = day(feed.added_at, now)
    yield "Subscribed", f"today, {added}" if ":" in added else added


def _problem(feed: Feed, trouble: Trouble | None, now: datetime) -> Content:
    """Say what is wrong, since when, when it went well last, and what to do."""
    problem = feed.fetch.problem
    message = problem.message if problem else trouble.message if trouble else ""
    advice = problem.hint if problem else trouble.advice if trouble else ""
    ink = PROBLEM if problem else "$foreground"
    said = Content.assemble(
        ("! " if problem else "", f"bold {PROBLEM}"),
        (clean_line(message), ink),
        (f"\n{when(feed, trouble, now)}", MUTED),
    )
    return said + Content(f"\n{clean_line(advice)}") if advice else said


def _instant(at: datetime | None, now: datetime, never: str) -> str:
    return f"{ago(now - at)}, {day(at, now)}" if at else never


def _next(feed: Feed, now: datetime) -> str:
    fetch = feed.fetch
    if feed.url == HANDBOOK_URL:
        return "with each new version of blogread"
    if fetch.stopped:
        return "only by hand: the site says that the feed is gone"
    if fetch.not_before is not None and fetch.not_before > now:
        return f"{ahead(fetch.not_before, now)}, as the server asks"
    if fetch.due_at is None or fetch.due_at <= now:
        return "with the next sync"
    return f"{ahead(fetch.due_at, now)}, {day(fetch.due_at, now)}"


def _rhythm(rhythm: Rhythm) -> str:
    """Say how often the feed asks to be fetched; empty where it does not."""
    parts = []
    if rhythm.interval is not None:
        parts.append(f"not more often than every {span(rhythm.interval)}")
    if rhythm.skip_hours:
        hours = ", ".join(str(hour) for hour in sorted(rhythm.skip_hours))
        parts.append(f"not in the hours {hours} (GMT)")
    if rhythm.skip_days:
        parts.append("not on " + ", ".join(_DAYS[day] for day in sorted(rhythm.skip_days)))
    return "; ".join(parts)
