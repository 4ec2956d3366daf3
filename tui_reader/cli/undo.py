"""``blogread undo``: take back the last change, do it again, or list the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cli import forms, output, parsing, session

if TYPE_CHECKING:
    import argparse

    from tui_reader.model.change import StatusChange
    from tui_reader.reader import Reader


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``undo``."""
    parser.usage = "blogread undo [--redo | --list] [options]"
    parser.description = (
        "Take back the last change that stands: marks, stars, subscribing or unsubscribing,\n"
        "made here or in the screen, today or in an earlier session. Repeat it to go further."
    )
    parser.epilog = "Examples:\n  blogread undo\n  blogread undo --redo\n  blogread undo --list"
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--redo", action="store_true", help="do again what was undone last")
    which.add_argument("--list", action="store_true", help="list the last changes, newest first")
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Undo, redo or list."""
    begun = session.begin(args)

    async def work(reader: Reader) -> int:
        if args.list:
            _print_history(await reader.entries.history(), as_json=args.json)
            return 0
        act = reader.entries.redo if args.redo else reader.entries.undo
        change = await act()
        if args.json:
            output.value({"change": forms.change(change)})
        elif change is None:
            output.note(f"There is nothing to {'redo' if args.redo else 'undo'}.")
        else:
            output.note(f"{'Done again' if args.redo else 'Undone'}: {change.summary}.")
        return 0

    return begun.run(work)


def _print_history(changes: tuple[StatusChange, ...], *, as_json: bool) -> None:
    if as_json:
        output.value({"changes": [forms.change(change) for change in changes]})
        return
    rows = [
        (
            forms.instant(change.at) or ""
            if not output.is_terminal()
            else f"{change.at.astimezone():%Y-%m-%d %H:%M}",
            "undone" if change.undone else "",
            change.summary,
        )
        for change in changes
    ]
    if output.is_terminal():
        output.table(rows)
        return
    for cells in rows:
        output.row(*cells)
