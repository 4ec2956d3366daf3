"""``blogread mark``: read, unread, star, unstar; each one step of the undo journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session
from tui_reader.cli.list import find_view
from tui_reader.errors import EntryNotFound, UsageError

if TYPE_CHECKING:
    import argparse

    from tui_reader.model.change import StatusChange
    from tui_reader.model.entry import EntryId
    from tui_reader.reader import Reader

_STATES = ("read", "unread", "star", "unstar")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``mark``."""
    parser.usage = "blogread mark read|unread|star|unstar ENTRY… | --view VIEW [options]"
    parser.description = (
        "Mark entries read or unread, star or unstar them. ENTRY is an id as “blogread list”\n"
        "shows it. “blogread undo” takes the whole act back."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread mark read 1204 1207\n"
        "  blogread mark read --view folder:Tech\n"
        "  blogread list --feed heroku | cut -f1 | xargs blogread mark star"
    )
    parser.add_argument("state", choices=_STATES, metavar="STATE", help=", ".join(_STATES))
    parser.add_argument(
        "entries", nargs="*", type=parsing.entry_id, metavar="ENTRY", help="ids of entries"
    )
    parser.add_argument(
        "--view", metavar="VIEW", help="with “read”: every entry of this view, as in “list VIEW”"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Mark the entries and say what turned."""
    if bool(args.entries) == (args.view is not None):
        raise UsageError(
            "Say which entries: their ids, or --view with a view.",
            hint="See “blogread mark --help”.",
        )
    if args.view is not None and args.state != "read":
        raise UsageError(
            "--view works with “mark read” only.", hint="Name the entries by their ids."
        )
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        _tell(await _mark(reader, args), as_json=args.json)
        return 0

    return begun.run(work)


async def _mark(reader: Reader, args: argparse.Namespace) -> StatusChange | None:
    if args.view is not None:
        view = await find_view(reader, args.view)
        return await reader.entries.mark_all(view.query, scope=view.title)
    ids: list[EntryId] = list(dict.fromkeys(args.entries))
    rows = {row.id: row for row in await reader.entries.rows(ids)}
    for entry_id in ids:
        if entry_id not in rows:
            raise EntryNotFound(str(entry_id))
    scope = rows[ids[0]].title if len(ids) == 1 else ""
    if args.state in {"read", "unread"}:
        return await reader.entries.mark(ids, read=args.state == "read", scope=scope)
    return await reader.entries.star(ids, starred=args.state == "star", scope=scope)


def _tell(change: StatusChange | None, *, as_json: bool) -> None:
    if as_json:
        output.value({"change": forms.change(change)})
    elif change is None:
        output.note("Nothing to do: all were so already.")
    else:
        output.note(f"{change.summary}. “blogread undo” takes it back.")
