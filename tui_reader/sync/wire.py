"""What a sync or an add says to the process that started it, as JSON objects.

``sync --json`` writes one ``SyncProgress`` a line to stdout, after each feed; ``add --json``
writes one ``AddResult``. Where the command fails, stderr holds
``{"error": {"kind": …, "message": …, "hint": …}}``. The fields are those of ``model.report``;
one that has its default is left out; instants are ISO 8601 in UTC, durations seconds.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tui_reader.errors import BlogreadError, FeedError, SyncHeld
from tui_reader.model.report import AddResult, SyncProgress
from tui_reader.sync.plain import from_plain, record_to_plain

JsonObject = dict[str, Any]


def progress_to_json(progress: SyncProgress) -> JsonObject:
    """Say where a sync stands."""
    return record_to_plain(progress)


def add_to_json(result: AddResult) -> JsonObject:
    """Say what came of adding."""
    return record_to_plain(result)


def error_to_json(error: BlogreadError) -> JsonObject:
    """Say why it ended early; ``url`` is there where an address is to blame."""
    words: JsonObject = {"kind": _kind(error), "message": error.message, "hint": error.hint}
    if isinstance(error, FeedError):
        words["url"] = error.url
    if isinstance(error, SyncHeld):
        words |= {"owner": error.owner, "since": error.since.isoformat()}
    return {"error": words}


def read_progress(line: bytes) -> SyncProgress | None:
    """Read a line of a sync's stdout; None where it is none."""
    try:
        return from_plain(SyncProgress, json.loads(line))
    except ValueError:
        return None


def read_add(text: bytes) -> AddResult | None:
    """Read an add's stdout; None where it is no result."""
    try:
        return from_plain(AddResult, json.loads(text))
    except ValueError:
        return None


def read_error(text: bytes) -> BlogreadError | None:
    """Find the error in what a child wrote to stderr; None where it said none."""
    for line in reversed(text.splitlines()):
        try:
            words = json.loads(line)["error"]
            if words["kind"] == "held":
                return SyncHeld(words["owner"], datetime.fromisoformat(words["since"]))
            if "url" in words:
                error = FeedError(words["message"], url=words["url"], hint=words["hint"])
                error.kind = words["kind"]
                return error
            return BlogreadError(words["message"], hint=words["hint"])
        except (ValueError, KeyError, TypeError):
            continue
    return None


def _kind(error: BlogreadError) -> str:
    """Give a stable word: a feed error's own, else the name of the exception, ``store-locked``."""
    if isinstance(error, FeedError):
        return error.kind
    if isinstance(error, SyncHeld):
        return "held"
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in type(error).__name__)[1:]
