"""The lease row: one sync at a time, and nothing that stays locked after a crash."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tui_reader.errors import SyncHeld
from tui_reader.store import lease, opening

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from conftest import Clock


@pytest.fixture
def connection(library: Path, clock: Clock) -> Iterator[sqlite3.Connection]:
    made, _ = opening.open_writer(library, now=clock(), seed=None, patience=1)
    yield made
    opening.close_writer(made)


def test_a_lease_is_held_by_one(connection: sqlite3.Connection, clock: Clock) -> None:
    mine, other = lease.owner_name(), lease.owner_name()
    lease.acquire(connection, mine, clock())

    with pytest.raises(SyncHeld) as caught:
        lease.acquire(connection, other, clock.advance(seconds=30))

    assert str(os.getpid()) in caught.value.owner
    assert mine.rpartition(", ")[2] not in caught.value.owner
    assert caught.value.since == clock() - timedelta(seconds=30)


def test_a_lease_that_was_given_back_is_free(connection: sqlite3.Connection, clock: Clock) -> None:
    mine, other = lease.owner_name(), lease.owner_name()
    lease.acquire(connection, mine, clock())
    lease.release(connection, mine)

    lease.acquire(connection, other, clock())

    current = lease.current(connection, clock())
    assert current is not None
    assert current[0] == other


def test_only_the_holder_gives_it_back(connection: sqlite3.Connection, clock: Clock) -> None:
    mine = lease.owner_name()
    lease.acquire(connection, mine, clock())

    lease.release(connection, lease.owner_name())

    assert lease.current(connection, clock()) is not None


def test_a_heartbeat_keeps_it_and_silence_loses_it(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    mine, other = lease.owner_name(), lease.owner_name()
    lease.acquire(connection, mine, clock())
    lease.beat(connection, mine, clock.advance(seconds=50))

    with pytest.raises(SyncHeld):
        lease.acquire(connection, other, clock.advance(seconds=50))
    lease.acquire(connection, other, clock.advance(seconds=11))

    with pytest.raises(SyncHeld):
        lease.beat(connection, mine, clock())


def test_a_heartbeat_takes_a_lease_back_that_nobody_holds(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    mine = lease.owner_name()

    lease.beat(connection, mine, clock())

    assert lease.current(connection, clock()) is not None


def test_the_lease_of_a_dead_process_is_free_at_once(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    lease.acquire(connection, lease.owner_name(), clock())
    connection.execute("UPDATE lease SET pid = ?", (int(dead.stdout),))

    lease.acquire(connection, lease.owner_name(), clock())

    assert connection.execute("SELECT pid FROM lease").fetchone() == (os.getpid(),)


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="only Linux tells in /proc when a process was born"
)
def test_a_number_that_was_given_to_another_process_keeps_no_lease(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    dead = f"{socket.gethostname()}, process {os.getppid()}, 1.x"
    lease.acquire(connection, dead, clock())
    connection.execute("UPDATE lease SET pid = ?", (os.getppid(),))

    lease.acquire(connection, lease.owner_name(), clock())

    assert connection.execute("SELECT pid FROM lease").fetchone() == (os.getpid(),)


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="only Linux tells in /proc when a process was born"
)
def test_a_dead_process_that_nobody_asked_after_keeps_no_lease(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    code = "from tui_reader.store import lease; print(lease.owner_name())"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        owner = child.stdout.read().strip()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        lease.acquire(connection, owner, clock())
        connection.execute("UPDATE lease SET pid = ?", (child.pid,))

        lease.acquire(connection, lease.owner_name(), clock())

    assert connection.execute("SELECT pid FROM lease").fetchone() == (os.getpid(),)


def test_a_process_of_another_machine_is_believed_to_live(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    lease.acquire(connection, "elsewhere, process 999999999, x", clock())
    connection.execute("UPDATE lease SET pid = 999999999")

    with pytest.raises(SyncHeld, match="elsewhere"):
        lease.acquire(connection, lease.owner_name(), clock())


def test_a_clock_that_went_back_does_not_lock_for_years(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    lease.acquire(connection, lease.owner_name(), clock() + timedelta(days=3650))

    lease.acquire(connection, lease.owner_name(), clock())


def test_a_host_is_left_alone_until_its_time(connection: sqlite3.Connection, clock: Clock) -> None:
    until = clock() + timedelta(minutes=2)
    lease.wait(connection, "example.org", until, clock())

    assert lease.waits(connection, clock()) == {"example.org": until}
    assert lease.waits(connection, until) == {}


def test_no_host_is_left_alone_for_years(connection: sqlite3.Connection, clock: Clock) -> None:
    ahead = clock() + timedelta(days=3650)
    lease.wait(connection, "example.org", ahead + timedelta(hours=1), ahead)

    assert lease.waits(connection, clock()) == {}


def test_waits_that_are_over_are_forgotten(connection: sqlite3.Connection, clock: Clock) -> None:
    lease.wait(connection, "old.example", clock() + timedelta(minutes=1), clock())

    lease.wait(connection, "new.example", clock() + timedelta(minutes=9), clock.advance(minutes=2))

    assert connection.execute("SELECT host FROM host_wait").fetchall() == [("new.example",)]
