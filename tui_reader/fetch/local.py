"""Feeds that need no network: the Handbook inside the package, and files of this machine."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tui_reader import handbook
from tui_reader.errors import Forbidden, TooLarge, Unreachable
from tui_reader.fetch.answer import Answer, Fetched, NotModified, body_hash
from tui_reader.model.feed import HANDBOOK_URL

if TYPE_CHECKING:
    from typing import Final

MOST_BYTES: Final = 15 * 1024 * 1024


def is_local(url: str) -> bool:
    """Whether an address is read here rather than fetched."""
    return url.partition(":")[0].lower() in {"blogread", "file"}


def read(url: str, known_hash: str = "") -> Answer:
    """Read a local feed; the hash of the stored body is the validator.

    Raises:
        Forbidden: There is no such address, or it is no regular file of this machine.
        Unreachable: The file cannot be read.
        TooLarge: It holds more than a feed may.
    """
    if url == HANDBOOK_URL:
        body, content_type = handbook.feed_bytes(), "application/atom+xml"
    else:
        body, content_type = _file(url), ""
    if known_hash and body_hash(body) == known_hash:
        return NotModified(url=url)
    return Fetched(url=url, body=body, content_type=content_type)


def _file(url: str) -> bytes:
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"}:
        raise Forbidden(url, reason="it is no file of this machine")
    path = Path(url2pathname(parts.path))
    try:
        # A pipe or a device would be opened for ever: look before opening.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Forbidden(url, reason="it is not a regular file")
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreachable(url, reason=f"{path}: {error.strerror or 'unreadable'}") from None
    except ValueError:
        raise Forbidden(url, reason="it is not a well-formed address") from None
    if len(body) > MOST_BYTES:
        raise TooLarge(url, what="content", limit=MOST_BYTES)
    return body
