"""How a child of ours is started: this interpreter, this package, nothing from the folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import tui_reader
from tui_reader.errors import BlogreadError, reason

_ROOT = str(Path(tui_reader.__file__).parent.parent)


def command(module: str, *arguments: str) -> tuple[str, ...]:
    """Give the command line that runs a module.

    ``-P`` keeps the current folder out of the module path: whoever reads feeds in a folder of
    downloads must not run a ``feedparser.py`` that lies there.
    """
    return (sys.executable, "-P", "-m", module, *arguments)


def environment() -> dict[str, str]:
    """Give the environment in which that finds the package, installed or not."""
    path = [_ROOT, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return os.environ | {"PYTHONPATH": os.pathsep.join(dict.fromkeys(path))}


def not_started(error: OSError) -> BlogreadError:
    """Say that a child could not be started: no memory, too many processes, no interpreter."""
    return BlogreadError(
        f"A background process could not be started: {reason(error)}.",
        hint="Nothing was changed. Close some programs and try again.",
    )
