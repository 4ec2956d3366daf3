"""The log: one file with rotation, for faults and what led to them; never the screen.

A line of the log is one line: what is logged may come from a feed or a server, so controls and
line breaks are replaced, and what stands before an ``@`` in an address is left out.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.clean import clean_block, clean_line
from tui_reader.paths import make_private_folder

if TYPE_CHECKING:
    from io import TextIOWrapper

_LOGGERS = {"tui_reader": logging.INFO, "asyncio": logging.WARNING}
"""What is logged, from which level on. asyncio would write on the screen what it wonders about,
such as a child process that was ended together with us."""
_MAX_BYTES = 512 * 1024
_OLDER_FILES = 3
_USERINFO = re.compile(r"(?<=://)[^\s/@]+@")


class LogFile(logging.handlers.RotatingFileHandler):
    """The file: made at the first line, for its owner alone; its trouble stays its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=_MAX_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True
        )
        self.setFormatter(_OneLine("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"))
        self.failed = False
        """A line could not be written."""

    def _open(self) -> TextIOWrapper:
        make_private_folder(Path(self.baseFilename).parent)
        stream = super()._open()
        os.fchmod(stream.fileno(), 0o600)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - logging's own
        """Remember it only: a full disk must not write on the screen."""
        self.failed = True


def start(path: Path) -> LogFile:
    """Send what is logged to the file, and nowhere else."""
    stop()
    file = LogFile(path)
    for name, level in _LOGGERS.items():
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.setLevel(level)
        logger.addHandler(file)
    return file


def stop() -> None:
    """Let go of the file."""
    for logger in map(logging.getLogger, _LOGGERS):
        logger.propagate = True
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            handler.close()


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Give the record without controls or secrets; a traceback follows on its own lines."""
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        text = clean_line(super().format(record))
        if trace:
            text += "\n" + clean_block(trace)
        return _USERINFO.sub("", text)
