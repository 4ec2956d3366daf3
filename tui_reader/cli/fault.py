"""A fault of blogread itself: the traceback goes to the log, two lines to the person."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING

from tui_reader import paths
from tui_reader.cli import log, output
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

EXIT_CODE = 70
"""EX_SOFTWARE of sysexits.h."""


def report() -> int:
    """Log the exception being handled and say where; give the exit code."""
    raised = sys.exc_info()[1]
    what = f"blogread has met a fault of its own ({type(raised).__name__})"
    path = _log(raised)
    if path is not None:
        output.note(f"{what}. What was saved is safe.")
        output.note(f"The log tells more: {path}")
        return EXIT_CODE
    output.note(f"{what}; the log cannot be written.")
    for line in traceback.format_exception(raised):
        output.note(line)
    return EXIT_CODE


def _log(raised: BaseException | None) -> Path | None:
    """Write the traceback into the log; give the file, or None where that failed."""
    try:
        path = paths.log_file()
    except UsageError:
        return None
    file = log.start(path)
    logging.getLogger("tui_reader.cli").error("fault", exc_info=raised)
    log.stop()
    return None if file.failed else path
