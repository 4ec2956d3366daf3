"""``blogread status``: one glance, also for status bars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session
from tui_reader.errors import UsageError
from tui_reader.wording.ages import ago

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from tui_reader.reader import Reader
    from tui_reader.reader.care import LibraryStatus

_FIELDS = (
    *("unread", "in_progress", "starred", "entries", "feeds", "failing"),
    *("synced", "state", "library"),
)
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``status``."""
    parser.usage = "blogread status [--format TEXT] [options]"
    parser.description = (
        "Tell how the library stands: entries, feeds, the last sync. --format prints one line\n"
        "for a status bar, with these in braces:\n"
        + ", ".join(_FIELDS)
        + ".\n{state} is syncing, offline or idle; braces are doubled."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread status\n"
        "  blogread status --format '{unread} unread, {failing} failing'"
    )
    parser.add_argument("--format", metavar="TEXT", help="a line with fields in braces")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the status."""
    if args.format is not None:
        fill(args.format, dict.fromkeys(_FIELDS, ""))
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        status = await reader.care.status()
        if args.json:
            output.value(
                {
                    "library": str(status.path),
                    "feeds": status.feeds,
                    "failing": status.failing,
                    "entries": status.entries,
                    "unread": status.unread,
                    "starred": status.starred,
                    "in_progress": status.in_progress,
                    "synced_at": forms.instant(status.synced_at),
                    "offline": status.offline,
                    "syncing": status.syncing,
                }
            )
        elif args.format is not None:
            output.line(fill(args.format, _values(status, args.now())))
        else:
            _print(_values(status, args.now()))
        return 0

    return begun.run(work)


def fill(template: str, values: dict[str, str]) -> str:
    """Put values into ``{name}``; nothing else in braces is evaluated.

    Raises:
        UsageError: A name is unknown, or a brace stands alone.
    """

    def piece(found: re.Match[str]) -> str:
        if found[0] in {"{{", "}}"}:
            return found[0][0]
        name = found[1]
        if name is None:
            raise UsageError(
                "--format: a brace stands alone.", hint="Double it to print one: {{ or }}."
            )
        if name not in values:
            raise UsageError(
                f"--format: there is no field “{name}”.", hint="Fields: " + ", ".join(values) + "."
            )
        return values[name]

    return _PIECE.sub(piece, template)


def _values(status: LibraryStatus, now: datetime) -> dict[str, str]:
    resting = "offline" if status.offline else "idle"
    return {
        "unread": str(status.unread),
        "in_progress": str(status.in_progress),
        "starred": str(status.starred),
        "entries": str(status.entries),
        "feeds": str(status.feeds),
        "failing": str(status.failing),
        "synced": ago(now - status.synced_at) if status.synced_at else "never",
        "state": "syncing" if status.syncing else resting,
        "library": str(status.path),
    }


def _print(values: dict[str, str]) -> None:
    failing = f", {values['failing']} failing" if values["failing"] != "0" else ""
    state = f" ({values['state']})" if values["state"] != "idle" else ""
    output.line(f"Unread   {values['unread']}")
    output.line(f"Reading  {values['in_progress']}")
    output.line(f"Starred  {values['starred']}")
    output.line(f"Entries  {values['entries']}")
    output.line(f"Feeds    {values['feeds']}{failing}")
    output.line(f"Synced   {values['synced']}{state}")
    output.line(f"Library  {values['library']}")
