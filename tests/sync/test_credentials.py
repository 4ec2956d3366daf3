"""The secrets of feeds: kept apart, sent to their own origin, told nowhere."""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from server import Answer, rss

from tui_reader.config import CredentialsConfig
from tui_reader.errors import UsageError
from tui_reader.model.login import Kind, Place
from tui_reader.sync import discovery, engine
from tui_reader.sync.credentials import desk, header, ring
from tui_reader.sync.credentials.keeper import Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Shelf
    from server import Request, Server

    from tui_reader.model.feed import FeedId
    from tui_reader.model.report import SyncReport
    from tui_reader.sync.workers import Workers

pytestmark = pytest.mark.asyncio(loop_scope="session")

BACKEND = """
import json, os, pathlib, time
from keyring.backend import KeyringBackend

class Drawer(KeyringBackend):
    priority = 5
    path = pathlib.Path(os.environ["DRAWER"])

    def _all(self):
        if self.path.name == "hangs":
            time.sleep(60)
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def get_password(self, service, name):
        return self._all().get(name)

    def set_password(self, service, name, text):
        self.path.write_text(json.dumps({**self._all(), name: text}))

    def delete_password(self, service, name):
        self.path.write_text(json.dumps({k: v for k, v in self._all().items() if k != name}))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "credentials.json"


@pytest.fixture
def drawer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A keyring of this test's own."""
    (tmp_path / "drawer.py").write_text(BACKEND)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "drawer.Drawer")
    monkeypatch.setenv("DRAWER", str(tmp_path / "drawer.json"))
    return tmp_path / "drawer.json"


def keeper(file: Path, **config: str) -> Keeper:
    return Keeper(CredentialsConfig(**config), file)


async def sync(shelf: Shelf, by: Keeper) -> SyncReport:
    return await engine.sync(
        shelf.database,
        shelf.config,
        now=shelf.clock,
        by_hand=True,
        limits=shelf.limits,
        workers=shelf.workers,
        keeper=by,
    )


async def log_in(
    shelf: Shelf, by: Keeper, address: str, said: str = "me:word", kind: Kind = Kind.BASIC
) -> FeedId:
    (feed_id,) = await shelf.subscribe(address)
    await desk.log_in(shelf.database, by, feed_id, kind, said)
    return feed_id


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ((Kind.BASIC, "me:pass:word ü"), ("authorization", "Basic bWU6cGFzczp3b3JkIMO8")),
        ((Kind.BEARER, "t0ken"), ("authorization", "Bearer t0ken")),
        ((Kind.HEADER, "X-Api-Key: k e y"), ("x-api-key", "k e y")),
        ((Kind.COOKIE, "a=b; c=d"), ("cookie", "a=b; c=d")),
    ],
    ids=["basic", "bearer", "header", "cookie"],
)
async def test_the_server_gets_what_was_given(
    server: Server, shelf: Shelf, file, given: tuple[Kind, str], sent: tuple[str, str]
) -> None:
    server.feed("/feed", rss(1))
    kind, said = given
    await log_in(shelf, keeper(file), server.url("/feed"), said, kind)

    await sync(shelf, keeper(file))

    name, value = sent
    assert server.requests[0].headers[name] == value


async def test_a_redirect_carries_the_secret_within_its_origin_only(
    server: Server, shelf: Shelf, file
) -> None:
    server.redirect("/one", "/two")
    server.redirect("/two", server.url("/three", host="127.0.0.2"))
    server.redirect("/three", server.url("/four"))
    server.feed("/four", rss(1))
    await log_in(shelf, keeper(file), server.url("/one"), "X-Key: k", Kind.HEADER)
    os.environ["BLOGREAD_PUBLIC_HOSTS"] = "127.0.0.2"

    try:
        await sync(shelf, keeper(file))
    finally:
        del os.environ["BLOGREAD_PUBLIC_HOSTS"]

    sent = {request.path: "x-key" in request.headers for request in server.requests}
    assert sent == {"/one": True, "/two": True, "/three": False, "/four": False}


async def test_a_feed_of_another_origin_does_not_get_the_secret(
    server: Server, shelf: Shelf, file
) -> None:
    server.feed("/feed", rss(1))
    feed_id = await log_in(shelf, keeper(file), server.url("/feed"))
    await shelf.database.write(
        lambda connection: connection.execute(
            "UPDATE feed SET url = ? WHERE id = ?",
            (server.url("/feed", host="127.0.0.2"), feed_id),
        )
    )

    await sync(shelf, keeper(file))

    assert "authorization" not in server.requests[0].headers


async def test_the_file_is_for_its_owner_alone(file, shelf: Shelf) -> None:
    await log_in(shelf, keeper(file), "https://a.example/feed")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["credentials.json"]


async def test_a_file_that_others_may_read_is_refused(server: Server, shelf: Shelf, file) -> None:
    server.feed("/feed", rss(1))
    feed_id = await log_in(shelf, keeper(file), server.url("/feed"))
    file.chmod(0o640)

    report = await sync(shelf, keeper(file))

    problem = report.outcomes[0].problem
    assert problem is not None
    assert problem.kind == "login"
    assert f"{file} may be read by others (mode 0640)" in problem.message
    assert server.requests == []
    with pytest.raises(UsageError, match="may be read by others"):
        await desk.log_in(shelf.database, keeper(file), feed_id, Kind.BASIC, "a:b")


async def test_a_login_is_forgotten_where_it_was_kept(shelf: Shelf, file) -> None:
    feed_id = await log_in(shelf, keeper(file), "https://a.example/feed")
    await log_in(shelf, keeper(file), "https://b.example/feed")

    assert await desk.log_out(shelf.database, keeper(file), feed_id)

    assert len(json.loads(file.read_text())) == 1
    assert (await shelf.feed("https://a.example/feed")).login is None
    assert not await desk.log_out(shelf.database, keeper(file), feed_id)


async def test_a_new_login_replaces_the_old_one(server: Server, shelf: Shelf, file) -> None:
    server.feed("/feed", rss(1))
    feed_id = await log_in(shelf, keeper(file), server.url("/feed"))
    await desk.log_in(shelf.database, keeper(file), feed_id, Kind.BEARER, "new")

    await sync(shelf, keeper(file))

    assert server.requests[0].headers["authorization"] == "Bearer new"
    assert len(json.loads(file.read_text())) == 1


async def test_the_keyring_keeps_finds_and_forgets(
    server: Server, shelf: Shelf, file, drawer
) -> None:
    server.feed("/feed", rss(1))
    feed_id = await log_in(shelf, keeper(file), server.url("/feed"))
    login = (await shelf.feed(server.url("/feed"))).login
    assert login is not None
    assert login.place is Place.KEYRING
    assert list(json.loads(drawer.read_text())) == [login.name]

    await sync(shelf, keeper(file))
    assert server.requests[0].headers["authorization"].startswith("Basic ")

    await desk.log_out(shelf.database, keeper(file), feed_id)
    assert json.loads(drawer.read_text()) == {}
    assert not file.exists()


async def test_a_keyring_that_hangs_is_left_for_the_file(
    shelf: Shelf, file, drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRAWER", str(drawer.with_name("hangs")))
    monkeypatch.setattr(ring, "PATIENCE", 0.05)
    (feed_id,) = await shelf.subscribe("https://a.example/feed")

    where = await desk.log_in(shelf.database, keeper(file), feed_id, Kind.BASIC, "me:word")

    assert where == ("a file that only you can read (the keyring did not answer in 0.05 seconds)")
    assert len(json.loads(file.read_text())) == 1


async def test_who_wants_the_keyring_alone_is_told_that_there_is_none(shelf: Shelf, file) -> None:
    (feed_id,) = await shelf.subscribe("https://a.example/feed")

    with pytest.raises(UsageError, match="not kept: this system has no keyring"):
        await desk.log_in(
            shelf.database, keeper(file, store="keyring"), feed_id, Kind.BASIC, "me:word"
        )

    assert not file.exists()


async def test_a_command_tells_the_secret_without_a_shell(
    server: Server, shelf: Shelf, file
) -> None:
    server.feed("/feed", rss(1))
    (feed_id,) = await shelf.subscribe(server.url("/feed"))
    script = "import sys; print('X-Args: ' + '|'.join(sys.argv[1:]))"
    by = keeper(file, command=f'{sys.executable} -c "{script}" {{host}} "$HOME; {{id}}"')
    await desk.log_in_by_command(shelf.database, by, feed_id)

    await sync(shelf, by)

    assert server.requests[0].headers["x-args"] == f"127.0.0.1|$HOME; {feed_id}"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; print('me:word'); sys.exit(3)", "failed with status 3"),
        ("print('x' * 9000)", "printed too much"),
        ("print()", "between 1 and 8,192 characters"),
        ("print('Cookie: \\x01')", "characters that no header may have"),
    ],
    ids=["fails", "long", "empty", "unclean"],
)
async def test_a_command_that_tells_nothing_useful_is_the_feeds_problem(
    server: Server, shelf: Shelf, file, script: str, said: str
) -> None:
    (feed_id,) = await shelf.subscribe(server.url("/feed"))
    path = file.parent.parent / "tell.py"
    path.write_text(script)
    by = keeper(file, command=f"{sys.executable} {path}")
    await desk.log_in_by_command(shelf.database, by, feed_id)

    report = await sync(shelf, by)

    problem = report.outcomes[0].problem
    assert problem is not None
    assert said in problem.message
    assert "word" not in problem.message
    assert server.requests == []


async def test_an_address_gives_its_password_away_at_the_first_sync(
    server: Server, shelf: Shelf, file
) -> None:
    server.feed("/feed", rss(1), etag='"1"')
    with_secret = server.url("/feed").replace("://", "://me:w%40rd@")
    await shelf.subscribe(with_secret)

    await sync(shelf, keeper(file))
    await sync(shelf, keeper(file))

    feed = await shelf.feed(server.url("/feed"))
    coded = base64.b64encode(b"me:w@rd").decode()
    assert [each.headers["authorization"] for each in server.requests] == [f"Basic {coded}"] * 2
    assert server.requests[1].headers["if-none-match"] == '"1"'
    assert feed.login is not None
    rows = json.dumps(await shelf.rows("SELECT * FROM feed"))
    assert "w@rd" not in rows
    assert "w%40rd" not in rows


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program logs. A command that ran in this process keeps it from the root, and so
    from ``caplog``."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger("tui_reader")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


async def test_an_address_keeps_its_password_where_it_could_go_nowhere(
    server: Server, shelf: Shelf, file, log: io.StringIO
) -> None:
    server.feed("/feed", rss(1))
    with_secret = server.url("/feed").replace("://", "://me:word@")
    await shelf.subscribe(with_secret)
    file.parent.mkdir()
    file.write_text("{}")
    file.chmod(0o644)

    await sync(shelf, keeper(file))

    assert server.requests[0].headers["authorization"].startswith("Basic ")
    assert (await shelf.feed(with_secret)).login is None
    assert file.read_text() == "{}"
    assert "stays there" in log.getvalue()
    assert "word" not in log.getvalue()


async def test_what_is_added_with_a_password_is_subscribed_without(
    server: Server, shelf: Shelf, file, workers: Workers
) -> None:
    def locked(request: Request) -> Answer:
        known = "authorization" in request.headers
        return Answer(body=rss(2).encode()) if known else Answer(status=401)

    server.route("/feed", locked)
    result = await discovery.add(
        shelf.database,
        shelf.config,
        server.url("/feed").replace("://", "://me:word@"),
        now=shelf.clock,
        workers=workers,
        keeper=keeper(file),
    )

    assert result.url == server.url("/feed")
    feed = await shelf.feed(server.url("/feed"))
    assert (feed.url, feed.total) == (server.url("/feed"), 2)
    shelf.clock.advance(hours=2)
    assert (await sync(shelf, keeper(file))).failed == 0


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.BASIC, "no colon"),
        (Kind.BASIC, ""),
        (Kind.BEARER, "a\r\nHost: b"),
        (Kind.HEADER, "Host: evil.example"),
        (Kind.HEADER, "Bad Name: x"),
        (Kind.HEADER, "X-Empty:"),
        (Kind.COOKIE, "x" * 9000),
        (Kind.COOKIE, "snow=☃"),
    ],
    ids=lambda each: str(each)[:12],
)
async def test_what_no_header_may_be_is_refused_and_not_repeated(kind: Kind, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        header.secret(kind, said, origin="https://a.example:443")
    assert not said.strip() or said not in f"{caught.value.message} {caught.value.hint}"


async def test_a_secret_shows_in_no_repr() -> None:
    secret = header.secret(Kind.BEARER, "t0ken", origin="https://a.example:443")
    assert "t0ken" not in repr(secret)
