"""Look for a feed's address anew, and choose among what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from tui_reader import urls
from tui_reader.clean import clean_line
from tui_reader.errors import BlogreadError
from tui_reader.ui.screens.dialog import KEY_LINES, Dialog, error_text
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows
from tui_reader.wording.ages import ago
from tui_reader.wording.phrases import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from textual.widget import Widget

    from tui_reader.model.feed import Feed
    from tui_reader.model.report import Candidate
    from tui_reader.reader import Reader

_BODY = 6


class RediscoverScreen(Dialog[str | None]):
    """Gives the address that was chosen. The site is looked at in a child process."""

    heading = "Find the feed anew"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "stop"),)

    def __init__(self, reader: Reader, feed: Feed, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._reader = reader
        self._feed = feed
        self._clock = now

    def body(self) -> Iterable[Widget]:
        """What is looked at, what was found, and more of the one under the cursor."""
        yield Static("", classes="question", markup=False)
        rows = ChoiceRows(beside=KEY_LINES + _BODY)
        rows.display = False
        yield rows
        yield Static("", classes="detail", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self._look(self._feed.info.site_url or _root(self._feed.url))

    def on_choice_rows_highlighted(self, event: ChoiceRows.Highlighted) -> None:
        """Tell more of the candidate."""
        detail = event.choice.detail if event.choice is not None else ""
        self.query_one(".detail", Static).update(Content(detail))

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Give the address."""
        self.dismiss(event.choice.id)

    @work(exclusive=True)
    async def _look(self, site: str) -> None:
        self._say(Content(f"Looking at {urls.host(site) or 'the site'} …"))
        try:
            found = await self._reader.net.look_in_child(site)
        except BlogreadError as error:
            self._say(error_text(error))
            self.name_keys(("Esc", "close"))
            return
        rows = self.query_one(ChoiceRows)
        rows.display = True
        rows.show_choices([self._choice(each) for each in found])
        rows.focus()
        title = clean_line(self._feed.title)
        self._say(Content(f"{number(len(found), 'feed')} found. Which one is {title}?"))
        self.name_keys(("Enter", "use it"), ("Esc", "close"))

    def _choice(self, candidate: Candidate) -> Choice:
        newest = ""
        if candidate.newest_at is not None:
            newest = f"newest {ago(self._clock() - candidate.newest_at)}"
        here = urls.canonical(candidate.url) == urls.canonical(self._feed.url)
        facts = [
            candidate.kind,
            number(candidate.entries, "entry", "entries"),
            "as now" if here else "subscribed already" if candidate.subscribed else "",
        ]
        return Choice(
            id=candidate.url,
            text=clean_line(candidate.title) or urls.display(candidate.url),
            side=newest,
            detail=f"{urls.display(candidate.url)}\n{' · '.join(filter(None, facts))}",
            muted=candidate.is_comments or candidate.subscribed,
        )

    def _say(self, said: Content) -> None:
        self.query_one(".question", Static).update(said)


def _root(url: str) -> str:
    """Give the front page of the site that an address is on."""
    return urls.resolve(urls.without_userinfo(url), "/")
