"""A fault of blogread itself: the traceback goes to the log, two lines to the person."""

from __future__ import annotations

import logging
import sys
import traceback

from tui_reader import paths
from tui_reader.cli import log, output
from tui_reader.errors import UsageError

EXIT_CODE = 70
"""EX_SOFTWARE of sysexits.h."""


def report() -> int:
    """Log the exception being handled and say where; give the exit code."""
    raised = sys.exc_info()[1]
    what = type(raised).__name__
    try:
        path = paths.log_file()
        written = log.start(path)
    except UsageError:
        written = False
    if not written:
        output.note(f"blogread has met a fault of its own ({what}); the log cannot be written.")
        for line in traceback.format_exception(raised):
            output.note(line)
        return EXIT_CODE
    logging.getLogger("tui_reader.cli").error("fault", exc_info=raised)
    log.stop()
    output.note(f"blogread has met a fault of its own ({what}). What was saved is safe.")
    output.note(f"The log tells more: {path}")
    return EXIT_CODE
