"""What is printed: data on stdout, everything else on stderr, and nothing unclean on either.

Text that came from outside passes ``clean`` here, whatever was done to it before: a feed's
title must never drive a terminal, nor what stands behind a pipe.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tui_reader.clean import clean_block, clean_line
from tui_reader.errors import FeedError, UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui_reader.errors import BlogreadError

JsonValue = str | int | float | bool | None | dict[str, "JsonValue"] | list["JsonValue"]


def prepare() -> None:
    """Let no character that the streams' encoding lacks stop the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def flush() -> None:
    """Send on what was printed.

    Raises:
        BrokenPipeError: Whoever read stdout is gone.
        UsageError: stdout cannot be written.
    """
    if sys.stdout is not None:
        with _writing():
            sys.stdout.flush()


def forget_stdout() -> None:
    """Let the interpreter's own flush at its end go nowhere: it would fail once more."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)


def is_terminal() -> bool:
    """Whether a person reads stdout directly."""
    return sys.stdout is not None and sys.stdout.isatty()


def width() -> int:
    """Cells that a line of the terminal has."""
    return max(20, shutil.get_terminal_size().columns)


def printed(text: str) -> None:
    """Print text that is clean already, such as painted lines.

    Raises:
        BrokenPipeError: Whoever read stdout is gone.
        UsageError: stdout cannot be written.
    """
    with _writing():
        print(text)


def line(text: str = "") -> None:
    """Print one line of data; its blanks stay where they are."""
    printed(clean_block(text).replace("\n", " ").replace("\t", " "))


def block(text: str) -> None:
    """Print text of several lines as data."""
    printed(clean_block(text))


def row(*cells: str) -> None:
    """Print one record for other programs: cells parted by a TAB each."""
    printed("\t".join(clean_line(cell) for cell in cells))


def value(data: JsonValue, *, one_line: bool = False) -> None:
    """Print one JSON value, indented only where a person looks at it."""
    printed(json_text(data, indent=not one_line and is_terminal()))
    if one_line:
        flush()


def json_text(data: JsonValue, *, indent: bool = False) -> str:
    """Write clean JSON (RFC 8259) that the stream's encoding can hold."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return json.dumps(
        _cleaned(data),
        ensure_ascii=not encoding.lower().startswith("utf"),
        indent=2 if indent else None,
    )


def note(text: str) -> None:
    """Tell a person something that is not the data."""
    _to_stderr(clean_line(text))


def warning(text: str) -> None:
    """Tell of something that should be mended but stops nothing."""
    _to_stderr(f"blogread: {clean_line(text)}")


def error(problem: BlogreadError, *, as_json: bool = False, about: str = "") -> None:
    """Tell what went wrong and what to do next, with the address or ``about`` before it."""
    if as_json:
        _to_stderr(json_text(error_form(problem)))
        return
    about = problem.url if isinstance(problem, FeedError) else about
    message = f"{about}: {problem.message}" if about else problem.message
    lines = [message, *([problem.hint] if problem.hint else [])]
    _to_stderr("\n".join(clean_line(text) for text in lines))


def error_form(problem: BlogreadError) -> JsonValue:
    """Give the JSON form of an error: ``{"error": {"kind", "message", "hint", …}}``."""
    from tui_reader.sync import wire  # noqa: PLC0415 - only a failure under --json needs it

    return wire.error_to_json(problem)


def table(
    rows: Sequence[Sequence[str]],
    *,
    right: Iterable[int] = (),
    narrowest: Mapping[int, int] | None = None,
    widest: Mapping[int, int] | None = None,
    flexible: int = -1,
    below: Sequence[str] = (),
) -> None:
    """Print rows in columns two blanks apart, cut to the terminal's width.

    Args:
        rows: Of the same length each.
        right: Columns that are aligned at their right edge.
        narrowest: Cells at least, by column, so that several tables stand in line.
        widest: Cells at most, by column.
        flexible: The column that gives way where the terminal is too narrow.
        below: What stands on a line of its own below each row; nothing where it is empty.
    """
    if not rows:
        return
    from tui_reader.cells import cell_len, pad, truncate  # noqa: PLC0415 - only tables for a terminal need it

    cleaned = [[clean_line(cell) for cell in cells] for cells in rows]
    widths = [max(map(cell_len, column)) for column in zip(*cleaned, strict=True)]
    for index, least in (narrowest or {}).items():
        widths[index] = max(widths[index], least)
    for index, most in (widest or {}).items():
        widths[index] = min(widths[index], most)
    flexible %= len(widths)
    others = sum(widths) - widths[flexible] + 2 * (len(widths) - 1)
    widths[flexible] = max(8, min(widths[flexible], width() - others))
    aligned = frozenset(right)
    for cells, more in zip(cleaned, below or [""] * len(cleaned), strict=True):
        parts = [
            " " * (room - cell_len(cell)) + cell if index in aligned else pad(cell, room)
            for index, (cell, room) in enumerate(zip(cells, widths, strict=True))
        ]
        printed(truncate("  ".join(parts).rstrip(), width()))
        if more:
            printed(truncate(f"    {clean_line(more)}", width()))


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        forget_stdout()
        raise UsageError(f"The output cannot be written: {reason(error)}.") from error


def _to_stderr(text: str) -> None:
    # A reader of stderr that went away is no reason to fail, and nobody is left to be told.
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        return


def _cleaned(data: JsonValue) -> JsonValue:
    if isinstance(data, str):
        return clean_block(data)
    if isinstance(data, dict):
        return {key: _cleaned(item) for key, item in data.items()}
    if isinstance(data, list):
        return [_cleaned(item) for item in data]
    return data
