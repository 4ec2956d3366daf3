"""The JSON that commands print is what docs/cli.md says, key by key."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tui_reader.cli import schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
CHECKS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "number": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "true or false": lambda value: isinstance(value, bool),
    "instant": lambda value: isinstance(value, str) and bool(INSTANT.fullmatch(value)),
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "problem": lambda value: isinstance(value, dict) and set(value) == set(schema.PROBLEM),
    "page": lambda value: isinstance(value, dict) and set(value) == set(schema.PAGE),
    "null": lambda value: value is None,
    "author": lambda value: set(value) == {"name", "role", "url"},
    "true": lambda value: value is True,
}


def fits(value: Any, kind: str) -> bool:
    if kind.startswith("list of "):
        return isinstance(value, list) and all(fits(item, kind[8:]) for item in value)
    kinds = [kind] if kind in CHECKS else kind.split(" or ")
    return any(CHECKS[each](value) for each in kinds)


def assert_follows(value: dict[str, Any], keys: schema.Keys) -> None:
    assert list(value) == list(keys)
    for key, (kind, _) in keys.items():
        assert fits(value[key], kind), f"{key}: {value[key]!r} is not {kind}"


@pytest.mark.parametrize(
    ("words", "inside", "name"),
    [
        (["list"], "entries", "list, search"),
        (["search", "sail"], "entries", "list, search"),
        (["feeds"], "feeds", "feeds"),
        (["status"], "", "status"),
        (["keys"], "keys", "keys"),
        (["config"], "", "config"),
        (["doctor"], "checks", "doctor"),
        (["backup"], "", "backup"),
        (["mark", "read", "--view", "all"], "change", "mark, undo, remove"),
        (["undo", "--list"], "changes", "mark, undo, remove"),
        (["remove", "Harbour Notes"], "change", "mark, undo, remove"),
    ],
)
def test_a_command_prints_what_its_schema_says(
    failing: Path, blogread: Callable[..., Any], words: list[str], inside: str, name: str
) -> None:
    value = blogread(*words, "--json").json
    found = value[inside] if inside else value
    for each in found if isinstance(found, list) else [found]:
        assert_follows(each, schema.OUTPUTS[name][1])
    assert found


def test_a_problem_follows_its_schema(failing: Path, blogread: Callable[..., Any]) -> None:
    (feed,) = blogread("feeds", "--problems", "--json").json["feeds"]
    assert_follows(feed["problem"], schema.PROBLEM)


def test_an_entry_follows_its_schema(blogread: Callable[..., Any], ids: dict[str, str]) -> None:
    assert_follows(blogread("show", ids["Sail"], "--json").json, schema.ENTRY)


def test_an_import_follows_its_schema(tmp_path: Path, blogread: Callable[..., Any]) -> None:
    urls = tmp_path / "urls"
    urls.write_text("https://keel.example/feed\n")
    assert_follows(blogread("import", urls, "--json").json, schema.OUTPUTS["import"][1])


def test_a_restore_follows_its_schema(
    stocked: Path, tmp_path: Path, blogread: Callable[..., Any]
) -> None:
    copy = tmp_path / "copy.db"
    blogread("backup", copy)
    assert_follows(blogread("restore", copy, "--json").json, schema.OUTPUTS["restore"][1])


def test_an_error_follows_its_schema(blogread: Callable[..., Any]) -> None:
    error = json.loads(blogread("show", "77", "--json").err)["error"]
    known = {key.removeprefix("error.") for key in schema.ERROR}
    assert {"kind", "message", "hint"} <= set(error) <= known


@pytest.fixture
def feed_file(tmp_path: Path) -> Path:
    path = tmp_path / "feed.xml"
    path.write_text(
        '<rss version="2.0"><channel><title>Quay</title><item><title>One</title>'
        "<guid>1</guid></item></channel></rss>"
    )
    return path


def test_add_and_sync_print_only_what_their_schemas_say(
    feed_file: Path, blogread: Callable[..., Any]
) -> None:
    added = blogread("add", feed_file, "--json").json
    assert set(added) <= set(schema.OUTPUTS["add"][1])
    assert (added["title"], added["outcome"]["new"]) == ("Quay", 1)
    synced = blogread("sync", "Quay", "--json")
    assert synced.out.count("\n") == 1
    assert set(synced.json) <= set(schema.OUTPUTS["sync"][1])
    assert synced.json["total"] == 1
    assert synced.err == ""


def test_a_sync_with_nothing_to_do_says_so(blogread: Callable[..., Any]) -> None:
    blogread("remove", "1", "2")
    synced = blogread("sync", "--json")
    assert synced.json == {"done": 0, "total": 0, "failed": 0, "new": 0}


def test_adding_several_gives_a_result_or_an_error_for_each(
    feed_file: Path, blogread: Callable[..., Any]
) -> None:
    result = blogread("add", feed_file, feed_file.parent / "none.xml", "--json")
    assert result.code == 2
    first, second = result.json["results"]
    assert first["title"] == "Quay"
    assert second["error"]["message"]
