"""The log: one file with rotation, for faults and what led to them; never the screen.

A line of the log is one line: what is logged may come from a feed or a server, so controls and
line breaks are replaced, and what stands before an ``@`` in an address is left out.
"""

from __future__ import annotations

import logging
import logging.handlers
import re
from typing import TYPE_CHECKING

from tui_reader.clean import clean_block, clean_line
from tui_reader.paths import make_private_folder

if TYPE_CHECKING:
    from pathlib import Path

_MAX_BYTES = 512 * 1024
_OLDER_FILES = 3
_USERINFO = re.compile(r"(?<=://)[^\s/@]+@")


def start(path: Path) -> bool:
    """Send what ``tui_reader`` logs to the file; say whether it can be written.

    A log that cannot be written stops nothing: logging then goes nowhere.
    """
    logger = logging.getLogger("tui_reader")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    stop()
    try:
        make_private_folder(path.parent)
        handler: logging.Handler = _PrivateFile(
            path, maxBytes=_MAX_BYTES, backupCount=_OLDER_FILES, encoding="utf-8"
        )
    except OSError:
        logger.addHandler(logging.NullHandler())
        return False
    handler.setFormatter(_OneLine("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"))
    logger.addHandler(handler)
    return True


def stop() -> None:
    """Let go of the file."""
    logger = logging.getLogger("tui_reader")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A rotating file that only its owner reads, and whose trouble stays its own."""

    def _open(self):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the type is logging's own
        stream = super()._open()
        if self.mode == "a" and stream.tell() == 0:
            from os import fchmod  # noqa: PLC0415 - absent where there are no such rights

            fchmod(stream.fileno(), 0o600)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: a full disk must not write on the screen."""


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Give the record without controls or secrets; a traceback follows on its own lines."""
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        text = clean_line(super().format(record))
        if trace:
            text += "\n" + clean_block(trace)
        return _USERINFO.sub("", text)
