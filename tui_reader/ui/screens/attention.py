"""The feeds that need attention: what is wrong, and one key for each way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui_reader import urls
from tui_reader.clean import clean_line
from tui_reader.model.health import Ailment, long
from tui_reader.ui.screens.dialog import KEY_LINES, MUTED, Dialog
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows, Row
from tui_reader.wording.health import when

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from datetime import datetime

    from textual.widget import Widget

    from tui_reader.model.feed import FeedId
    from tui_reader.model.health import Trouble
    from tui_reader.reader import Reader

Fix = Literal[
    "retry", "follow", "back", "find", "address", "login", "open", "pause", "remove", "settings"
]
Wish = tuple[Fix, "FeedId"]

REFRESH = 1.0
"""Seconds between two looks at what a retry has brought."""
_DETAIL = 6
"""Lines below the rows: the address, what is wrong, since when, what to do."""
_WORDS = {
    Ailment.GONE: "gone",
    Ailment.LOGIN: "needs a login",
    Ailment.NOT_A_FEED: "not a feed",
    Ailment.FAILING: "failing",
    Ailment.STAYED: "moved, not followed",
    Ailment.MOVED: "moved",
}


class AttentionScreen(Dialog["Wish | None"]):
    """Gives the fix that was chosen, and for which feed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "fix('retry')", show=False),
        Binding("a", "fix('follow')", show=False),
        Binding("b", "fix('back')", show=False),
        Binding("f", "fix('find')", show=False),
        Binding("e", "fix('address')", show=False),
        Binding("E", "fix('settings')", show=False),
        Binding("L", "fix('login')", show=False),
        Binding("o", "fix('open')", show=False),
        Binding("p", "fix('pause')", show=False),
        Binding("D", "fix('remove')", show=False),
        Binding("q", "close", show=False),
    ]
    heading = "Needs attention"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "close"),)

    def __init__(
        self,
        reader: Reader,
        now: Callable[[], datetime],
        troubles: Sequence[Trouble],
        trying: Callable[[], Container[FeedId]],
        *,
        at: FeedId | None = None,
    ) -> None:
        """Show troubles.

        Args:
            reader: For what changes while one looks.
            now: The clock.
            troubles: The feeds, the worst first.
            trying: Gives the feeds that are being fetched.
            at: The feed under the cursor.
        """
        super().__init__()
        self._reader = reader
        self._clock = now
        self._troubles = tuple(troubles)
        self._trying = trying
        self._first = at
        self._drawn: object = None

    def body(self) -> Iterable[Widget]:
        """The feeds, and what there is to say of the one under the cursor."""
        yield ChoiceRows(beside=KEY_LINES + _DETAIL + 2)
        yield Static("", classes="detail", markup=False)

    def on_mount(self) -> None:
        """List the feeds, and follow what becomes of them."""
        self._draw(str(self._first) if self._first is not None else "")
        self.set_interval(REFRESH, self._refresh)

    def on_choice_rows_highlighted(self, event: ChoiceRows.Highlighted) -> None:
        """Tell what is wrong, and name the keys that help."""
        del event
        trouble = self._chosen()
        if trouble is not None:
            self.query_one(".detail", Static).update(_told(trouble, self._clock()))
            self.name_keys(*_keys(trouble))

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Enter is the fix that suits best."""
        del event
        trouble = self._chosen()
        if trouble is not None:
            self.action_fix(_best(trouble))

    def action_fix(self, fix: Fix) -> None:
        """Give back what to do."""
        trouble = self._chosen()
        if trouble is not None and fix in _fixes(trouble):
            self.dismiss((fix, trouble.feed.id))

    @work(exclusive=True, group="refresh")
    async def _refresh(self) -> None:
        troubles = await self._reader.upkeep.troubles()
        if not self.is_current:
            # A key has closed it meanwhile.
            return
        self._troubles = troubles
        if not self._troubles:
            self.dismiss(None)
            return
        chosen = self.query_one(ChoiceRows).chosen
        self._draw(chosen.id if chosen is not None else "")

    def _draw(self, at: str) -> None:
        trying = self._trying()
        choices = [_row(each, self._clock(), trying) for each in self._troubles]
        drawn = (choices, self._troubles)
        if drawn != self._drawn:
            self._drawn = drawn
            # None is there any more where the app ends while this opens.
            for rows in self.query(ChoiceRows):
                rows.show([Row(each) for each in choices], at=at, steady=False)

    def _chosen(self) -> Trouble | None:
        chosen = self.query_one(ChoiceRows).chosen
        if chosen is None:
            return None
        found = (each for each in self._troubles if str(each.feed.id) == chosen.id)
        return next(found, None)


def _row(trouble: Trouble, now: datetime, trying: Container[FeedId]) -> Choice:
    side = _WORDS.get(trouble.kind, "")
    if trouble.kind is Ailment.SILENT and trouble.since is not None:
        side = f"silent {long(now - trouble.since)}"
    calm = trouble.kind in {Ailment.SILENT, Ailment.MOVED}
    return Choice(
        id=str(trouble.feed.id),
        lead=" " if calm else "!",
        text=clean_line(trouble.feed.title),
        side="fetching …" if trouble.feed.id in trying else side,
        muted=calm,
    )


def _told(trouble: Trouble, now: datetime) -> Content:
    lines = [
        Content.styled(urls.display(trouble.feed.url), MUTED),
        Content.styled(clean_line(trouble.message), "$foreground"),
        Content(when(trouble.feed, trouble, now)),
        Content(clean_line(trouble.advice)),
    ]
    return Content("\n").join(line for line in lines if line.plain)


def _fixes(trouble: Trouble) -> dict[Fix, tuple[str, str]]:
    """Give the fixes that make sense, with their keys, the most likely first."""
    feed, kind = trouble.feed, trouble.kind
    fixes: dict[Fix, tuple[str, str]] = {}
    if kind is Ailment.LOGIN:
        fixes["login"] = ("L", "log in")
    if kind is Ailment.STAYED:
        fixes["follow"] = ("a", "use the new address")
    if kind is Ailment.MOVED:
        fixes["back"] = ("b", "go back")
    if kind not in {Ailment.MOVED, Ailment.SILENT}:
        fixes["retry"] = ("r", "retry")
    fixes["find"] = ("f", "find anew")
    fixes["address"] = ("e", "address")
    if feed.info.site_url:
        fixes["open"] = ("o", "site")
    fixes |= {
        "pause": ("p", "pause"),
        "settings": ("E", "settings"),
        "remove": ("D", "unsubscribe"),
    }
    return fixes


def _best(trouble: Trouble) -> Fix:
    """Choose what Enter does: never what takes something away."""
    if trouble.kind in {Ailment.GONE, Ailment.NOT_A_FEED, Ailment.SILENT}:
        return "find"
    return next(iter(_fixes(trouble)))


def _keys(trouble: Trouble) -> tuple[tuple[str, str], ...]:
    return (*_fixes(trouble).values(), ("Esc", "close"))
