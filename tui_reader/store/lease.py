"""The lease: at most one process syncs a library at a time. And what else a sync alone needs.

A row with a heartbeat, not a lock file: a crash leaves nothing that stays locked.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.errors import SyncHeld
from tui_reader.store import meta
from tui_reader.store.codec import instant, micros, sort_at_of

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tui_reader.model.feed import FeedId

BEAT = timedelta(seconds=15)
"""How often a holder says that it lives."""
EXPIRY = timedelta(seconds=60)
"""A lease whose heartbeat is older is dead."""
_LONGEST_WAIT = timedelta(days=1, hours=1)
"""No host is left alone for longer: a later end was noted by a clock that was wrong."""
SYNCED_AT = "synced_at"
"""Key in ``meta``: when the last sync finished, microseconds since 1970."""
OFFLINE = "offline"
"""Key in ``meta``: “1” where the last sync found no network."""


def owner_name() -> str:
    """Name a sync: the machine, the process id, and a mark that no other sync has.

    The mark begins with the time at which the process was born, where the system tells it.
    """
    mark = f"{_birth(os.getpid())}.{secrets.token_hex(8)}"
    return f"{socket.gethostname()}, process {os.getpid()}, {mark}"


def acquire(connection: sqlite3.Connection, owner: str, now: datetime) -> None:
    """Take the lease; a dead one is taken over.

    Raises:
        SyncHeld: Another process holds it.
    """
    holder = current(connection, now)
    if holder is not None and holder[0] != owner:
        raise SyncHeld(holder[0].rpartition(", ")[0], holder[1])
    moment = micros(now)
    connection.execute(
        "INSERT OR REPLACE INTO lease (id, owner, pid, acquired_at, heartbeat_at) "
        "VALUES (1, ?, ?, ?, ?)",
        (owner, os.getpid(), moment, moment),
    )


def current(connection: sqlite3.Connection, now: datetime) -> tuple[str, datetime] | None:
    """Give the living holder and since when; None where nobody syncs.

    A heartbeat from the future, left by a clock that was wrong, is as dead as an old one.
    """
    row = connection.execute("SELECT owner, pid, acquired_at, heartbeat_at FROM lease").fetchone()
    if row is None:
        return None
    owner, pid, acquired_at, heartbeat_at = row
    if abs(now - instant(heartbeat_at)) > EXPIRY:
        return None
    here = owner.startswith(f"{socket.gethostname()}, ")
    if here and not _lives(pid, born=owner.rpartition(", ")[2].rpartition(".")[0]):
        return None
    return owner, instant(acquired_at)


def beat(connection: sqlite3.Connection, owner: str, now: datetime) -> None:
    """Renew the lease; take it again where another process has had it meanwhile, and left.

    Raises:
        SyncHeld: Another process has taken it over.
    """
    cursor = connection.execute(
        "UPDATE lease SET heartbeat_at = ? WHERE owner = ?", (micros(now), owner)
    )
    if cursor.rowcount != 1:
        acquire(connection, owner, now)


def release(connection: sqlite3.Connection, owner: str) -> None:
    """Give the lease back."""
    connection.execute("DELETE FROM lease WHERE owner = ?", (owner,))


def finished(connection: sqlite3.Connection, now: datetime, offline: bool) -> None:
    """Note the end of a sync, for the footer."""
    meta.put(connection, SYNCED_AT, str(micros(now)))
    meta.put(connection, OFFLINE, "1" if offline else "")


def waits(connection: sqlite3.Connection, now: datetime) -> dict[str, datetime]:
    """Give the hosts that asked to be left alone, and until when."""
    rows = connection.execute(
        "SELECT host, until FROM host_wait WHERE until > ? AND until <= ?",
        (micros(now), micros(now + _LONGEST_WAIT)),
    )
    return {host: instant(until) for host, until in rows}


def wait(connection: sqlite3.Connection, host: str, until: datetime, now: datetime) -> None:
    """Leave a host alone until then; forget the waits that are over."""
    connection.execute("DELETE FROM host_wait WHERE until <= ?", (micros(now),))
    connection.execute(
        "INSERT OR REPLACE INTO host_wait (host, until) VALUES (?, ?)", (host, micros(until))
    )


def newest(connection: sqlite3.Connection, feed_id: FeedId) -> datetime | None:
    """Give the sort date of a feed's newest entry; None where it has none."""
    row = connection.execute(
        "SELECT max(position) FROM entry WHERE feed_id = ?", (feed_id,)
    ).fetchone()
    return None if row[0] is None else sort_at_of(row[0])


def _lives(pid: int, *, born: str) -> bool:
    """Whether a process lives, and is the one that was born then: numbers are given out again."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not born or _birth(pid) == born


def _birth(pid: int) -> str:
    """Tell when a process was born, in the kernel's own count; empty where no such file is.

    Source: proc(5), field 22 of ``stat``. The dead that nobody has asked after have none.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return fields[19] if fields[0] != "Z" else ""
