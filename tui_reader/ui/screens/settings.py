"""How a feed or a folder is fetched and shown: what is set, and what is inherited from where."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui_reader import urls
from tui_reader.clean import clean_line
from tui_reader.errors import BlogreadError
from tui_reader.model.settings import SETTINGS
from tui_reader.ui.screens.dialog import KEY_LINES, MUTED, Dialog, error_text
from tui_reader.ui.screens.login import ask_login, login_text
from tui_reader.ui.screens.prompt import PromptScreen
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows, Row

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from textual.widget import Widget

    from tui_reader.model.change import StatusChange
    from tui_reader.model.feed import Feed, FolderPath
    from tui_reader.model.settings import Setting, Value
    from tui_reader.reader import Reader
    from tui_reader.reader.upkeep import Tuning

_BODY = 6
"""Lines beside the rows: the title, two of help, and blanks between."""
_STEPS: dict[str, tuple[int, ...]] = {
    "interval_minutes": (15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080),
    "measure": tuple(range(40, 101, 4)),
    "keep_days": (0, 30, 90, 180, 365, 730),
}
_BY_NAME = {each.name: each for each in SETTINGS}
_ADDRESS, _LOGIN = "address", "login"
_MORE = {
    _ADDRESS: "Where the feed is fetched. Another address keeps entries and marks.",
    _LOGIN: "Kept in the system’s keyring or a private file, and sent to this feed’s site only.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is set: one feed, or a folder with all that is in it."""

    title: str
    feed: Feed | None = None
    path: FolderPath = ()


def scopes(feed: Feed | None, path: FolderPath) -> tuple[Scope, ...]:
    """Give a feed, the folders above it, and all feeds, the nearest first."""
    own = (Scope(title=f"{clean_line(feed.title)}", feed=feed),) if feed is not None else ()
    above = (
        Scope(title=f"All feeds in {clean_line(path[depth - 1])}", path=path[:depth])
        for depth in range(len(path), 0, -1)
    )
    return (*own, *above, Scope(title="All feeds"))


class SettingsScreen(Dialog[None]):
    """Rows of settings. Each change is written at once, and can be undone."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,plus,equals_sign", "step(1)", show=False),
        Binding("left,minus", "step(-1)", show=False),
        Binding("x,backspace,delete", "inherit", show=False),
        Binding("u", "undo", show=False),
        Binding("tab", "scope(1)", show=False, priority=True),
        Binding("shift+tab", "scope(-1)", show=False, priority=True),
        Binding("q,E", "close", show=False),
    ]
    heading = "Feed settings"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("Enter", "change"),
        ("←→", "less, more"),
        ("x", "inherit"),
        ("u", "undo"),
        ("Tab", "folder"),
        ("Esc", "close"),
    )

    def __init__(self, reader: Reader, feed: Feed | None, path: FolderPath) -> None:
        super().__init__()
        self._reader = reader
        self._scopes = scopes(feed, path)
        self._at = 0
        self._tuning: Tuning | None = None
        self._about = ""
        """The row that is explained."""
        self._changes = 0
        """Made here, and not yet undone."""
        self._turn = asyncio.Lock()
        """One change after the other: keys come faster than they are written."""

    @property
    def _scope(self) -> Scope:
        return self._scopes[self._at]

    def body(self) -> Iterable[Widget]:
        """Whose settings, the settings, and what the one under the cursor means."""
        yield Static("", classes="question", markup=False)
        yield ChoiceRows(beside=KEY_LINES + _BODY)
        yield Static("", classes="detail", markup=False)

    def on_mount(self) -> None:
        """Read what is set."""
        self._read()

    def on_choice_rows_highlighted(self, event: ChoiceRows.Highlighted) -> None:
        """Say what the setting means; what was said of it since then stays."""
        if event.choice is not None and event.choice.id != self._about:
            self._about = event.choice.id
            self._explain(Content(_meaning(event.choice.id)))

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Change what was chosen: turn a switch, ask for all else."""
        setting = _BY_NAME.get(event.choice.id)
        if setting is not None and setting.is_switch:
            self._change(lambda: {setting.field: not self._now(setting)})
        elif setting is not None:
            self._ask(setting)
        elif event.choice.id == _ADDRESS:
            self._ask_address()
        else:
            self._ask_login()

    def action_step(self, by: int) -> None:
        """Make the value under the cursor smaller or larger."""
        setting = self._chosen()
        if setting is not None:
            self._change(lambda: self._stepped(setting, by))

    def _stepped(self, setting: Setting, by: int) -> dict[str, Value]:
        now = self._now(setting)
        if setting.is_switch:
            return {setting.field: by > 0}
        if isinstance(now, int) and (steps := _STEPS.get(setting.field)):
            further = [each for each in steps if (each - now) * by > 0]
            if further:
                return {setting.field: min(further, key=lambda each: abs(each - now))}
        return {}

    def action_inherit(self) -> None:
        """Take the setting of its own away."""
        setting = self._chosen()
        if setting is not None:
            self._change(lambda: {setting.field: None})

    def action_scope(self, by: int) -> None:
        """Go to the folder above, or back to the feed."""
        self._at = (self._at + by) % len(self._scopes)
        self._read()

    @work(group="settings")
    async def action_undo(self) -> None:
        """Take the last change made here back."""
        async with self._turn:
            if not self._changes:
                self._explain(Content.styled("Nothing was changed here.", MUTED))
                return
            self._changes -= 1
            change = await self._do(self._reader.entries.undo())
            if change is not None:
                await self._show()
                self._explain(Content(f"Undone: {change.summary}."))

    @work(group="settings")
    async def _read(self) -> None:
        async with self._turn:
            await self._show()

    @work(group="settings")
    async def _change(self, wanted: Callable[[], dict[str, Value]]) -> None:
        """Change what is wanted, seen from what the keys before have made of it."""
        async with self._turn:
            if changes := wanted():
                await self._set(changes)

    @work(exclusive=True, group="dialog")
    async def _ask(self, setting: Setting) -> None:
        own = setting.value(self._tuning.own) if self._tuning is not None else None
        typed = await self.app.push_screen_wait(
            PromptScreen(
                f"{setting.title}: {self._scope.title}",
                setting.write(own),
                f"{setting.allowed[0].upper()}{setting.allowed[1:]}. Empty inherits.",
            )
        )
        if typed is None:
            return
        try:
            value = setting.read(typed) if typed else None
        except BlogreadError as error:
            self._explain(error_text(error))
            return
        async with self._turn:
            await self._set({setting.field: value})

    @work(exclusive=True, group="dialog")
    async def _ask_address(self) -> None:
        feed = self._scope.feed
        if feed is None:
            return
        url = urls.display(feed.url)
        typed = await self.app.push_screen_wait(PromptScreen(f"Address of {feed.title}", url))
        if typed and typed != url:
            async with self._turn:
                await self._count(self._reader.upkeep.set_address(feed.id, typed))

    @work(exclusive=True, group="dialog")
    async def _ask_login(self) -> None:
        feed = self._scope.feed
        if feed is None:
            return
        # Where there is a keyring, it may first have to be unlocked.
        self._explain(Content.styled("Keeping the login …", MUTED))
        try:
            said = await ask_login(self.app, self._reader, feed)
        except BlogreadError as error:
            self._explain(error_text(error))
            return
        if said:
            async with self._turn:
                await self._show()
        self._explain(Content(said or _MORE[_LOGIN]))

    async def _set(self, changes: dict[str, Value]) -> None:
        scope = self._scope
        upkeep = self._reader.upkeep
        await self._count(
            upkeep.tune_folder(scope.path, changes)
            if scope.feed is None
            else upkeep.tune([scope.feed.id], changes)
        )

    async def _count(self, change: Awaitable[StatusChange | None]) -> None:
        """Make a change, and show what it has made."""
        if await self._do(change) is not None:
            self._changes += 1
            await self._show()

    async def _do(self, change: Awaitable[StatusChange | None]) -> StatusChange | None:
        try:
            return await change
        except BlogreadError as error:
            self._explain(error_text(error))
            return None

    async def _show(self) -> None:
        """Read and draw the settings of the scope; the cursor stays."""
        scope = self._scope
        if scope.feed is None:
            self._tuning = await self._reader.upkeep.folder_tuning(scope.path)
        else:
            feed = await self._reader.feeds.get(scope.feed.id)
            self._scopes = (Scope(title=scope.title, feed=feed), *self._scopes[1:])
            found = await self._reader.upkeep.tunings([feed.id])
            self._tuning = found[feed.id]
        self.query_one(".question", Static).update(Content.styled(self._scope.title, "bold"))
        rows = self.query_one(ChoiceRows)
        at = rows.chosen.id if rows.chosen is not None else ""
        rows.show([Row(each) for each in self._choices(self._tuning)], at=at)

    def _choices(self, tuning: Tuning) -> Sequence[Choice]:
        """Write the rows: what is inherited is grey, and says from where."""
        choices = []
        for setting in SETTINGS:
            inherited = setting.value(tuning.own) is None
            origin = clean_line(tuning.origins[setting.field]) if inherited else "set here"
            choices.append(
                Choice(
                    id=setting.name,
                    lead=setting.title,
                    text=setting.show(setting.value(tuning.effective)),
                    side=origin,
                    muted=inherited,
                )
            )
        feed = self._scope.feed
        if feed is not None:
            choices.append(Choice(id=_ADDRESS, lead="Address", text=urls.display(feed.url)))
            login = login_text(feed)
            choices.append(Choice(id=_LOGIN, lead="Login", text=login or "none", muted=not login))
        return choices

    def _chosen(self) -> Setting | None:
        chosen = self.query_one(ChoiceRows).chosen
        return _BY_NAME.get(chosen.id) if chosen is not None else None

    def _now(self, setting: Setting) -> Value:
        return None if self._tuning is None else setting.value(self._tuning.effective)

    def _explain(self, said: Content) -> None:
        self.query_one(".detail", Static).update(said)


def _meaning(name: str) -> str:
    setting = _BY_NAME.get(name)
    return setting.help if setting is not None else _MORE[name]
