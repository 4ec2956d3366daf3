"""How a run ends: exit codes, closed pipes, signals, faults, and what gets imported."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from builders import NOON

from tui_reader import errors, paths
from tui_reader.cli import log, session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAVY = {"textual", "rich", "httpx", "feedparser", "turbohtml", "asyncio", "sqlite3", "logging"}


# Exit codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["status"], 0),
        (["nonsense"], 2),
        (["list", "--library", "/dev/null"], 3),
        (["remove", "nothing like this"], 2),
        (["add", "/no/such/feed.xml"], 2),
    ],
)
def test_the_process_ends_with_the_code_of_what_happened(
    process: Callable[..., Any], words: list[str], code: int
) -> None:
    done = process(*words)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_a_feed_that_fails_makes_the_code_of_a_sync_1(
    blogread: Callable[..., Any], tmp_path: Path
) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        '<rss version="2.0"><channel><title>Here</title><item><title>One</title>'
        "<guid>1</guid></item></channel></rss>"
    )
    assert blogread("add", feed).code == 0
    feed.unlink()
    result = blogread("sync", "Here")
    assert result.code == 1
    assert "0 feeds fetched, 0 new entries, 1 failed" in result.err


@pytest.mark.parametrize(
    ("error", "code", "kind"),
    [
        (errors.StoreLocked(Path("x.db")), 3, "store-locked"),
        (errors.StoreFull(Path("x.db")), 3, "store-full"),
        (errors.SyncHeld("process 12", NOON), 75, "held"),
        (errors.TimedOut("https://example.org/", what="30 s"), 1, "timeout"),
        (errors.EntryNotFound("12"), 2, "entry-not-found"),
        (errors.ConfigError("is odd", path=Path("c.toml")), 2, "config-error"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_each_kind_of_error_has_its_code_and_word(
    blogread: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    error: errors.BlogreadError,
    code: int,
    kind: str,
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr(session.Session, "run", fail)
    result = blogread("list", "--json")
    assert (result.code, result.out) == (code, "")
    told = json.loads(result.err)["error"]
    assert (told["kind"], told["message"], told["hint"]) == (kind, error.message, error.hint)


def test_a_config_that_may_not_be_read_is_told_by_name(
    blogread: Callable[..., Any], tmp_path: Path
) -> None:
    result = blogread("keys", "--config", tmp_path)
    assert result.code == 2
    assert f"{tmp_path}: the file cannot be read (is a directory)." in result.err


def test_a_config_path_that_no_system_takes_is_told(blogread: Callable[..., Any]) -> None:
    result = blogread("keys", "--config", "x" * 5000)
    assert result.code == 2
    assert "the file cannot be read (file name too long)" in result.err


# Pipes


@pytest.mark.usefixtures("stocked")
def test_a_reader_that_goes_away_ends_the_run_quietly(process: Callable[..., Any]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = process("list", capture_output=False, stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="only /dev/full makes a full disk without filling one"
)
def test_a_full_disk_behind_stdout_is_a_sentence(process: Callable[..., Any]) -> None:
    with Path("/dev/full").open("w") as full:
        done = process("keys", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr == "The output cannot be written: no space left on device.\n"


def test_a_closed_stdout_is_no_fault(library: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m tui_reader --library {library} status >&-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


# Signals


@pytest.fixture
def silent_server() -> Iterator[tuple[str, threading.Event]]:
    """A server that takes a connection and never answers; the event tells that one came."""
    came = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def accept() -> None:
            kept = []
            try:
                while True:
                    kept.append(server.accept()[0])
                    came.set()
            except OSError:
                for connection in kept:
                    connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/feed", came
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
)
def test_a_signal_ends_a_run_quietly_with_its_code(
    start: Callable[..., subprocess.Popen[str]],
    silent_server: tuple[str, threading.Event],
    number: signal.Signals,
    code: int,
) -> None:
    address, came = silent_server
    running = start("add", address)
    assert came.wait(30)
    running.send_signal(number)
    out, err = running.communicate(timeout=10)
    assert (running.returncode, out, err) == (code, "", "")


def test_after_a_signal_the_library_is_whole_and_free(
    start: Callable[..., subprocess.Popen[str]],
    silent_server: tuple[str, threading.Event],
    blogread: Callable[..., Any],
    tmp_path: Path,
) -> None:
    address, came = silent_server
    opml = tmp_path / "one.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{address}"/></body></opml>')
    blogread("import", opml)
    feed = blogread("feeds").rows[-1][0]
    running = start("sync", feed)
    assert came.wait(30)
    running.terminate()
    running.communicate(timeout=10)
    assert running.returncode == 143
    assert blogread("status", "--json").json["syncing"] is False
    assert blogread("doctor").out.count("ok  integrity") == 1


def test_an_ignored_hang_up_stays_ignored(stocked: Path, process: Callable[..., Any]) -> None:
    done = process("status", preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert done.returncode == 0


# Faults


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command with a bug, whose message holds what must never be seen."""

    def break_down(*_: object) -> int:
        raise ZeroDivisionError("https://me:secret@example.org \x1b[2J\nforged line")

    monkeypatch.setattr(session.Session, "run", break_down)


@pytest.mark.usefixtures("faulty")
def test_a_fault_is_two_lines_that_name_the_log(blogread: Callable[..., Any]) -> None:
    result = blogread("list")
    assert (result.code, result.out) == (70, "")
    first, second = result.err.splitlines()
    assert "ZeroDivisionError" in first
    assert second == f"The log tells more: {paths.log_file()}"


@pytest.mark.usefixtures("faulty")
def test_the_log_holds_the_traceback_without_secrets_or_controls(
    blogread: Callable[..., Any],
) -> None:
    blogread("list")
    text = paths.log_file().read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "break_down" in text
    assert "secret" not in text
    assert "\x1b" not in text


@pytest.mark.usefixtures("faulty")
def test_a_fault_without_a_log_tells_all_it_knows(
    blogread: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    result = blogread("list")
    assert result.code == 70
    assert "the log cannot be written" in result.err
    assert "break_down" in result.err
    assert "\x1b" not in result.err


@pytest.mark.usefixtures("faulty")
def test_the_log_is_for_its_owner_alone(blogread: Callable[..., Any]) -> None:
    blogread("list")
    path = paths.log_file()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_run_without_a_fault_makes_no_log(blogread: Callable[..., Any]) -> None:
    blogread("status")
    assert not paths.log_file().parent.exists()


def test_a_logged_line_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    log.start(path)
    logging.getLogger("tui_reader.test").warning("feed=%s", "a\n2026 forged\x1b[2J")
    log.stop()
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert line.endswith("WARNING tui_reader.test feed=a 2026 forged\ufffd[2J")


def test_what_asyncio_wonders_about_goes_to_the_log_and_not_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.log"
    log.start(path)
    logging.getLogger("asyncio").warning("Unknown child process")
    log.stop()
    assert path.read_text(encoding="utf-8").endswith("WARNING asyncio Unknown child process\n")
    assert capfd.readouterr().err == ""


# What is imported


def loaded(code: str, library: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "BLOGREAD_LIBRARY": str(library)},
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_importing_the_command_loads_nothing_heavy(library: Path) -> None:
    assert not loaded("import tui_reader.cli.main", library) & HEAVY


def test_help_and_version_load_nothing_heavy(library: Path) -> None:
    code = "from tui_reader.cli.main import main\nfor word in '--help', '--version': main([word])"
    assert not loaded(code, library) & HEAVY


def test_commands_that_only_read_load_no_screen_and_no_net(library: Path) -> None:
    words = ["list", "status", "feeds", "undo", "keys", "config", "doctor"]
    code = f"from tui_reader.cli.main import main\nfor word in {words}: main([word])"
    assert not loaded(code, library) & {"textual", "rich", "httpx", "feedparser", "turbohtml"}
