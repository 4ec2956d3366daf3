"""``feeds --login`` and ``--logout``: a secret comes in by stdin and goes out nowhere."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = Path(".config/blogread/credentials.json")


@pytest.fixture
def log_in(
    stocked: Path, blogread: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Any]:
    def run(said: str, *words: str) -> Any:
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdin", io.StringIO(said))
            return blogread("feeds", "--login", *words, "3")

    return run


def test_a_login_is_kept_and_told_without_its_secret(
    log_in: Callable[..., Any], blogread: Callable[..., Any], library: Path
) -> None:
    done = log_in("hunter2\n", "--user", "me")

    assert done.code == 0
    assert "The login of Harbour Notes is kept in a file that only you can read" in done.err
    feed = blogread("feeds", "3", "--json").json["feeds"][0]
    assert feed["login"] == {
        "place": "file",
        "kind": "basic",
        "origin": "https://example.org:443",
    }
    told = "".join(
        blogread(*words).out
        for words in (("feeds", "--json"), ("export",), ("doctor", "--json"), ("config",))
    )
    coded = (Path.home() / FILE).read_text()
    assert "hunter2" not in told
    assert "bWU6aHVudGVyMg==" in coded
    assert "bWU6aHVudGVyMg==" not in told
    assert b"bWU6aHVudGVyMg" not in library.read_bytes()


def test_a_logout_forgets_it(log_in: Callable[..., Any], blogread: Callable[..., Any]) -> None:
    log_in("t0ken\n", "--kind", "bearer")

    assert "The login of Harbour Notes is forgotten." in blogread("feeds", "--logout", "3").err

    assert (Path.home() / FILE).read_text() == "{}"
    assert blogread("feeds", "3", "--json").json["feeds"][0]["login"] is None
    assert "was never given" in blogread("feeds", "--logout", "3").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--login",), "take one FEED"),
        (("--login", "--logout", "3"), "not both"),
        (("--user", "me", "3"), "go with --login"),
        (("--login", "--from-command", "3"), "No command is set"),
        (("--login", "1"), "Only feeds from the web take a login."),
    ],
)
def test_what_cannot_be_meant_is_refused(
    stocked: Path,
    blogread: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("a:b\n"))
    done = blogread("feeds", *words)
    assert done.code == 2
    assert said in done.err


def test_an_empty_secret_is_none(log_in: Callable[..., Any]) -> None:
    assert log_in("").code == 2
    assert not (Path.home() / FILE).exists()
