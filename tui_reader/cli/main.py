"""The command ``blogread``: words in, exit code out. Nothing heavy is imported to get here.

Every way a run can end is decided in this module: done, an error of our tree, a signal, a
closed pipe, or a fault of blogread itself, which goes to the log.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader import errors
from tui_reader.cli import output, parsing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    Clock = Callable[[], datetime]

DONE, SOME_FAILED, USAGE, STORE, HELD = 0, 1, 2, 3, 75
_SIGPIPE = 13
_SIGINT = 2


def _now() -> datetime:
    return datetime.now(UTC)


def main(words: Sequence[str] | None = None, *, now: Clock = _now) -> int:
    """Run ``blogread`` with these words (the process's own where None); give the exit code."""
    words = sys.argv[1:] if words is None else words
    output.prepare()
    try:
        return _run(words, now)
    except BrokenPipeError:
        output.forget_stdout()
        return 128 + _SIGPIPE


def _run(words: Sequence[str], now: Clock) -> int:
    try:
        code = _perform(words, now)
        output.flush()
    except errors.BlogreadError as error:
        output.error(error, as_json=_wants_json(words))
        return exit_code(error)
    except KeyboardInterrupt:
        return 128 + _SIGINT
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - the border: what arrives here is a fault, and is logged
        from tui_reader.cli import fault  # noqa: PLC0415 - only a fault needs it

        return fault.report()
    return code


def _perform(words: Sequence[str], now: Clock) -> int:
    try:
        args, run = parsing.parse(words)
    except SystemExit:
        # argparse leaves so when it has printed the help or the version.
        return DONE
    args.now = now
    return _open_app(args) if run is None else run(args)


def exit_code(error: errors.BlogreadError) -> int:
    """Give the exit code that stands for an error."""
    match error:
        case errors.StoreError():
            return STORE
        case errors.SyncHeld():
            return HELD
        case errors.FeedError():
            return SOME_FAILED
        case _:
            return USAGE


def _open_app(args: argparse.Namespace) -> int:
    from tui_reader.cli import app  # noqa: PLC0415 - the screen is imported only to be shown

    return app.run(args)


def _wants_json(words: Sequence[str]) -> bool:
    options = words[: words.index("--")] if "--" in words else words
    return "--json" in options
