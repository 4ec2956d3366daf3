"""Add a blog: paste anything, and choose where it has several feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tui_reader import urls
from tui_reader.clean import clean_line
from tui_reader.errors import BlogreadError
from tui_reader.model.report import AddResult
from tui_reader.ui.screens.dialog import KEY_LINES, MUTED, Dialog, error_text
from tui_reader.ui.screens.folder import typed_path
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows
from tui_reader.ui.widgets.text_field import TextField
from tui_reader.wording.ages import ago
from tui_reader.wording.phrases import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from textual.widget import Widget
    from textual.worker import Worker

    from tui_reader.model.report import Candidate
    from tui_reader.reader import Reader

_BODY = 8
"""Lines beside the candidates: the status, five of details, and blanks between."""
_ASKING = (("Enter", "add"), ("Tab", "folder"), ("Esc", "close"))
_LOOKING = (("Esc", "stop"),)
_CHOOSING = (("1–9 Enter", "subscribe"), ("Esc", "back"))
_KNOWN = (("Enter", "go there"), ("Esc", "close"))


class SubscribeScreen(Dialog[AddResult | None]):
    """Ask for an address and a folder, add the feed in a child process, show what came of it.

    Gives the result once a feed is subscribed, now or before. Reading goes on meanwhile:
    nothing here waits on the event loop.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(digit), f"pick({digit})", show=False) for digit in range(1, 10)
    ]
    heading = "Add a blog"
    keys: ClassVar[tuple[tuple[str, str], ...]] = _ASKING

    def __init__(self, reader: Reader, clock: Callable[[], datetime] | None = None) -> None:
        """Ask.

        Args:
            reader: Adds the feed.
            clock: Gives the present, for “3 days ago”; without it the date is written.
        """
        super().__init__()
        self._reader = reader
        self._clock = clock
        self._adding: Worker[None] | None = None
        self._address = ""
        self._candidates: tuple[Candidate, ...] = ()
        self._known: AddResult | None = None

    def body(self) -> Iterable[Widget]:
        """Two fields, what is going on, and room for candidates."""
        with Vertical(classes="form"):
            yield Static("Site, post, feed address or file", classes="label", markup=False)
            yield TextField(placeholder="paste anything", id="address")
            yield Static("Folder", classes="label second", markup=False)
            yield TextField(placeholder="none", id="folder")
        yield Static("", classes="status", markup=False)
        with Vertical(classes="candidates"):
            yield ChoiceRows(beside=KEY_LINES + _BODY)
            yield Static("", classes="detail", markup=False)

    async def on_mount(self) -> None:
        """Offer the folders there are."""
        try:
            folders = await self._reader.feeds.folders()
        except BlogreadError as error:
            self._say(error_text(error))
            return
        paths = [clean_line("/".join(path)) for path in folders if path]
        folder = self.query_one("#folder", TextField)
        folder.suggester = SuggestFromList(paths, case_sensitive=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add what was typed; once it turned out to be known, go there."""
        event.stop()
        if self._known is not None:
            self.dismiss(self._known)
        elif self._adding is None:
            self._start(pick=None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Forget what was said of another address."""
        if event.input.id == "address" and self._adding is None:
            self._known = None
            self._say(Content(""))
            self.name_keys(*_ASKING)

    def on_choice_rows_highlighted(self, event: ChoiceRows.Highlighted) -> None:
        """Tell more of the candidate under the cursor."""
        detail = event.choice.detail if event.choice else ""
        self.query_one(".candidates .detail", Static).update(Content(detail))

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Subscribe to the candidate."""
        if self._adding is None:
            self._start(pick=int(event.choice.id))

    def action_pick(self, number: int) -> None:
        """Choose a candidate by its number."""
        self.query_one(ChoiceRows).pick(number)

    def action_close(self) -> None:
        """Stop what is going on; else go a step back; else close."""
        if self._adding is not None:
            self._adding.cancel()
            self._adding = None
            self._ask(Content.styled("Stopped.", MUTED))
        elif self._candidates:
            self._ask(Content(""))
        else:
            self.dismiss(self._known)

    def _start(self, *, pick: int | None) -> None:
        if pick is None:
            self._address = self.query_one("#address", TextField).value.strip()
            if not self._address:
                self._say(Content.styled("Paste or type an address first.", MUTED))
                return
            self._say(Content.styled(f"Looking at {_host(self._address)} …", MUTED))
        else:
            title = clean_line(self._candidates[pick - 1].title)
            self._say(Content.styled(f"Subscribing to “{title}” …", MUTED))
        self.name_keys(*_LOOKING)
        self._adding = self._add(self._address, pick)

    @work(exclusive=True)
    async def _add(self, address: str, pick: int | None) -> None:
        folder = typed_path(self.query_one("#folder", TextField).value)
        try:
            result = await self._reader.net.add_in_child(address, pick=pick, folder=folder)
        except BlogreadError as error:
            self._adding = None
            self._ask(error_text(error))
            return
        self._adding = None
        if result.candidates and result.feed_id is None:
            self._offer(result.candidates)
        elif result.already:
            self._tell_known(result)
        else:
            self.dismiss(result)

    def _ask(self, status: Content) -> None:
        """Go back to the address, with a word on why."""
        self._candidates = ()
        self._known = None
        self.remove_class("-choosing")
        self.query_one("#address").focus()
        self._say(status)
        self.name_keys(*_ASKING)

    def _offer(self, candidates: tuple[Candidate, ...]) -> None:
        """List what was found; the address gives way to it."""
        self._candidates = candidates
        rows = self.query_one(ChoiceRows)
        rows.show_choices(
            [self._choice(place, candidate) for place, candidate in enumerate(candidates, 1)]
        )
        self.add_class("-choosing")
        rows.focus()
        self._say(Content(f"{number(len(candidates), 'feed')} found. Which one?"))
        self.name_keys(*_CHOOSING)

    def _tell_known(self, result: AddResult) -> None:
        self._ask(
            Content.assemble(
                ("You read this one already: ", MUTED), (clean_line(result.title), "bold")
            )
        )
        self._known = result
        self.name_keys(*_KNOWN)

    def _choice(self, place: int, candidate: Candidate) -> Choice:
        newest = self._newest(candidate)
        facts = [candidate.kind, newest, number(candidate.entries, "entry", "entries")]
        if candidate.is_comments:
            facts.append("comments")
        if candidate.subscribed:
            facts.append("subscribed already")
        lines = [urls.display(candidate.url), " · ".join(fact for fact in facts if fact)]
        lines += [f"• {title}" for title in candidate.recent_titles[:3]]
        return Choice(
            id=str(place),
            text=clean_line(candidate.title) or urls.display(candidate.url),
            lead=str(place),
            side=newest,
            detail="\n".join(clean_line(line) for line in lines),
            muted=candidate.is_comments,
        )

    def _newest(self, candidate: Candidate) -> str:
        if candidate.newest_at is None:
            return "no entries" if not candidate.entries else ""
        if self._clock is None:
            return f"newest {candidate.newest_at:%d %b %Y}"
        return f"newest {ago(self._clock() - candidate.newest_at)}"

    def _say(self, status: Content) -> None:
        line = self.query_one(".status", Static)
        line.set_class(bool(status.plain), "-said")
        line.update(status)


def _host(address: str) -> str:
    """Name what is looked at: the host, else what was typed."""
    try:
        return urls.host(urls.feed_url(address)) or clean_line(address, limit=60)
    except BlogreadError:
        return clean_line(address, limit=60)
