"""Import subscriptions: what the machine has, or a file by its path; then what came of it."""

from __future__ import annotations

import asyncio
import os
import stat
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.clean import clean_line
from tui_reader.errors import BlogreadError, UsageError, reason
from tui_reader.model.report import ImportReport
from tui_reader.ui.screens.dialog import KEY_LINES, MUTED, Dialog, error_text
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows
from tui_reader.ui.widgets.text_field import TextField
from tui_reader.wording.phrases import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from tui_reader.reader import Reader
    from tui_reader.reader.care import Importable

MAX_BYTES = 16 * 1024 * 1024
"""More than any list of subscriptions; what is larger is another kind of file."""
_MAX_NAMES = 500
"""File names looked through for a completion."""
_BODY = 6
"""Lines beside the rows: label, field and status, or status and details, with blanks."""
_ASKING = (("Enter", "import"), ("Tab", "complete"), ("Esc", "close"))
_DONE = (("Enter", "close"),)


class ImportScreen(Dialog[ImportReport | None]):
    """Offer files found on this machine and a line for another; report what was added.

    Gives the report, also where it is closed by Esc after the import.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("tab", "complete", show=False, priority=True),
        Binding("enter", "close", show=False),
    ]
    heading = "Import subscriptions"
    keys: ClassVar[tuple[tuple[str, str], ...]] = _ASKING

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader
        self._found: tuple[Importable, ...] | None = None
        self._importing = False
        self._report: ImportReport | None = None

    def body(self) -> Iterable[Widget]:
        """The path, what is going on, and the files found (later the refused lines)."""
        with Vertical(classes="form"):
            yield Static("Path of an OPML file or newsboat's urls", classes="label", markup=False)
            yield TextField(placeholder="type a path, or choose below", id="path")
        yield Static("", classes="status", markup=False)
        rows = ChoiceRows(beside=KEY_LINES + _BODY)
        rows.can_focus = False
        yield rows
        yield Static("", classes="detail", markup=False)

    def on_mount(self) -> None:
        """Look what other readers have left on this machine."""
        self._say(Content.styled("Looking for the lists of other readers …", MUTED))
        self._look()

    def on_input_changed(self, event: Input.Changed) -> None:
        """With a path in the line the rows complete it; without one they are what was found."""
        event.stop()
        if event.value.strip():
            self._complete(event.value)
        else:
            self._offer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Import the typed path, else the file under the cursor."""
        event.stop()
        typed = event.value.strip()
        if typed:
            self._start(_expanded(typed))
        else:
            self.query_one(ChoiceRows).action_choose()

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Import the file that was found, take over the name, or leave the report."""
        if self._report is not None:
            self.dismiss(self._report)
        elif self.query_one(TextField).value.strip():
            self._type(event.choice.id)
        elif self._found is not None:
            self._start(self._found[int(event.choice.id)].path)

    def on_choice_rows_highlighted(self, event: ChoiceRows.Highlighted) -> None:
        """Show the refused line whole."""
        if self._report is not None and event.choice is not None:
            self.query_one(".detail", Static).update(Content(event.choice.text))

    def action_move(self, by: int) -> None:
        """Move the cursor of the rows."""
        self.query_one(ChoiceRows).action_step(by)

    def action_complete(self) -> None:
        """Complete the path as a shell does: what all names share, else the one at the cursor."""
        field, rows = self.query_one(TextField), self.query_one(ChoiceRows)
        if self._report is not None or not field.value.strip() or rows.chosen is None:
            return
        shared = _shared([choice.id for choice in rows.choices])
        self._type(shared if len(shared) > len(field.value) else rows.chosen.id)

    def action_close(self) -> None:
        """Close, with the report once there is one."""
        if not self._importing:
            self.dismiss(self._report)

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        self._found = await self._reader.care.importable()
        if not self.query_one(TextField).value.strip():
            self._offer()

    @work(exclusive=True, group="complete")
    async def _complete(self, typed: str) -> None:
        names = await asyncio.to_thread(completions, typed)
        rows = self.query_one(ChoiceRows)
        rows.show_choices(
            [Choice(id=name, text=clean_line(name)) for name in names],
            empty="No file begins like this.",
            steady=True,
        )
        self._say(Content.styled("Paths that begin like this:", MUTED))

    @work(exclusive=True, group="import")
    async def _import(self, path: Path) -> None:
        try:
            data = await asyncio.to_thread(_read, path)
            self._report = await self._reader.feeds.import_file(data, path.name)
        except BlogreadError as error:
            self._say(error_text(error))
        else:
            self._show_report(path, self._report)
        finally:
            self._importing = False

    def _start(self, path: Path) -> None:
        if not self._importing:
            self._importing = True
            self.workers.cancel_group(self, "complete")
            self._say(Content.styled(f"Reading {clean_line(str(path))} …", MUTED))
            self._import(path)

    def _offer(self) -> None:
        """List the files that were found."""
        if self._found is None:
            return
        choices = [
            Choice(
                id=str(place),
                text=clean_line(_short(found.path)),
                side=f"{clean_line(found.kind)} · {number(found.feeds, 'feed')}",
            )
            for place, found in enumerate(self._found)
        ]
        self.query_one(ChoiceRows).show_choices(choices, empty="No list of another reader found.")
        self._say(Content.styled("Found on this machine:", MUTED) if choices else Content(""))

    def _show_report(self, path: Path, report: ImportReport) -> None:
        """Say what was added, and list what was refused."""
        parts = [f"{number(report.added, 'feed')} added"]
        if report.already:
            parts.append(f"{report.already:,} already there")
        if report.folders:
            parts.append(number(report.folders, "folder"))
        if report.refused:
            parts.append(f"{number(len(report.refused), 'line')} left out:")
        name = clean_line(path.name)
        self._say(Content.assemble((f"{name}: ", "bold"), ", ".join(parts)))
        self.add_class("-reported")
        rows = self.query_one(ChoiceRows)
        rows.display = self.query_one(".detail").display = bool(report.refused)
        rows.show_choices(
            [
                Choice(id=str(place), text=clean_line(line))
                for place, line in enumerate(report.refused)
            ]
        )
        rows.can_focus = True
        rows.focus()
        self.name_keys(*_DONE)

    def _type(self, path: str) -> None:
        field = self.query_one(TextField)
        field.value = path
        field.cursor_position = len(field.value)

    def _say(self, status: Content) -> None:
        line = self.query_one(".status", Static)
        line.set_class(bool(status.plain), "-said")
        line.update(status)


def completions(typed: str) -> tuple[str, ...]:
    """Give the paths that ``typed`` may go on to, written as it was begun; folders end in “/”."""
    head, slash, start = typed.rpartition("/")
    if typed == "~":
        return ("~/",)
    folder = _expanded(head + slash or ".")
    found: list[str] = []
    try:
        with os.scandir(folder) as names:
            for entry in islice(names, _MAX_NAMES):
                hidden = entry.name.startswith(".") and not start.startswith(".")
                if entry.name.startswith(start) and not hidden:
                    found.append(f"{head}{slash}{entry.name}{'/' if entry.is_dir() else ''}")
    except OSError:
        return ()
    return tuple(sorted(found))


def _expanded(typed: str) -> Path:
    """Put the home folder in the place of “~”; “~nobody” stays as it is."""
    return Path(os.path.expanduser(typed))  # noqa: PTH111 - pathlib's raises for “~nobody”


def _shared(names: list[str]) -> str:
    """Give the longest beginning that all names share."""
    first, last = min(names), max(names)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(char for char, _ in same)


def _read(path: Path) -> bytes:
    """Read a file of at most ``MAX_BYTES``.

    Raises:
        UsageError: It cannot be read, or is too large.
    """
    shown = clean_line(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # Reading a pipe or a terminal could take for ever.
            raise UsageError(f"{shown} is not a file.", hint="Nothing was changed. Check the path.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"{shown} cannot be read: {clean_line(reason(error))}.",
            hint="Nothing was changed. Check the path.",
        ) from error
    if len(data) > MAX_BYTES:
        raise UsageError(
            f"{shown} is larger than the {MAX_BYTES // 1024 // 1024} MiB a list may have.",
            hint="Nothing was changed. Is it the right file?",
        )
    return data


def _short(path: Path) -> str:
    """Write a path below the home folder with “~”."""
    home = _expanded("~")
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
