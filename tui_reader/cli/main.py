"""The command ``blogread``: words in, exit code out. Nothing heavy is imported to get here.

Every way a run can end is decided in this module: done, an error of our tree, a signal, a
closed pipe, or a fault of blogread itself, which goes to the log.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tui_reader import errors
from tui_reader.cli import output, parsing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

DONE, SOME_FAILED, USAGE, STORE, FAULT, HELD = 0, 1, 2, 3, 70, 75
_SIGPIPE = 13
_SIGINT = 2


def main(words: Sequence[str] | None = None) -> int:
    """Run ``blogread`` with these words (the process's own where None); give the exit code."""
    words = sys.argv[1:] if words is None else words
    output.prepare()
    try:
        code = _run(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return 128 + _SIGPIPE
    return code


def _run(words: Sequence[str]) -> int:
    try:
        args, run = parsing.parse(words)
        args.now = _now
        return _open_app(args) if run is None else run(args)
    except errors.BlogreadError as error:
        output.error(error, as_json=_wants_json(words))
        return exit_code(error)
    except KeyboardInterrupt:
        return 128 + _SIGINT
    except SystemExit as left:
        # argparse leaves so after --help and --version.
        return left.code if isinstance(left.code, int) else DONE
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - the border: what arrives here is a fault, and goes to the log
        from tui_reader.cli import fault  # noqa: PLC0415 - only a fault needs it

        return fault.report()


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


def _forget_stdout() -> None:
    """Let the interpreter flush at its end into nothing: the reader of the pipe is gone."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)


def _now() -> datetime:
    return datetime.now(UTC)
