"""``feeds``, ``remove``, ``import`` and ``export``."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui_reader.cells import cell_len
from tui_reader.cli import files
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>mine</title></head><body>
  <outline text="Sea"><outline text="Boats">
    <outline type="rss" text="Keel &amp; Co" xmlUrl="https://keel.example/feed"/>
  </outline></outline>
  <outline type="rss" text="Tides" xmlUrl="https://tides.example/feed"/>
</body></opml>
"""


@pytest.fixture
def opml(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.opml"
    path.write_text(OPML, encoding="utf-8")
    return path


# feeds


def test_feeds_lists_the_two_of_a_fresh_library(blogread: Callable[..., Any]) -> None:
    rows = blogread("feeds").rows
    assert [cells[5] for cells in rows] == ["blogread Handbook", "Heroku Blog"]
    assert rows[0][6] == "blogread:handbook"


def test_feeds_tells_counts_and_folders_and_no_password(
    stocked: Path, blogread: Callable[..., Any]
) -> None:
    row = next(cells for cells in blogread("feeds").rows if cells[0] == "3")
    assert row == [
        "3", "4", "4", "ok", "Sea/Boats", "Harbour Notes", "https://example.org/feed", "",
    ]  # fmt: skip
    assert "secret" not in blogread("feeds", "--json").out


def test_feeds_problems_lists_only_what_fails(failing: Path, blogread: Callable[..., Any]) -> None:
    rows = blogread("feeds", "--problems").rows
    assert [(cells[0], cells[3]) for cells in rows] == [("3", "http")]


def test_the_table_of_feeds_says_what_is_wrong_and_what_to_do(
    failing: Path, on_screen: Callable[..., Any]
) -> None:
    out = on_screen("feeds").out
    assert "Harbour Notes (3)\n    There is no feed at this address (status 404).\n" in out
    assert "    Look for its new address." in out
    assert "!" in next(line for line in out.splitlines() if "https://example.org/feed" in line)
    assert cell_len(out.splitlines()[0]) <= 80


def test_no_problem_is_said(stocked: Path, on_screen: Callable[..., Any]) -> None:
    result = on_screen("feeds", "--problems")
    assert (result.out, result.err) == ("", "Every feed is well.\n")


# remove


def test_remove_archives_and_undo_brings_back(stocked: Path, blogread: Callable[..., Any]) -> None:
    result = blogread("remove", "harbour")
    assert result.code == 0
    assert "Unsubscribed from Harbour Notes; its 4 entries are kept." in result.err
    assert "“blogread undo” brings it back." in result.err
    assert blogread("list").out == ""
    blogread("undo")
    assert len(blogread("list").rows) == 4


def test_remove_takes_none_where_one_is_not_found(
    stocked: Path, blogread: Callable[..., Any]
) -> None:
    result = blogread("remove", "harbour", "zeppelin")
    assert result.code == 2
    assert "No subscription matches “zeppelin”." in result.err
    assert len(blogread("feeds").rows) == 3


# import and export


def test_import_says_what_came_in(opml: Path, blogread: Callable[..., Any]) -> None:
    result = blogread("import", opml)
    assert (result.code, result.out) == (0, "")
    assert f"{opml}: 2 feeds added." in result.err
    assert {cells[4] for cells in blogread("feeds").rows} == {"", "Sea/Boats"}


def test_importing_twice_adds_nothing(opml: Path, blogread: Callable[..., Any]) -> None:
    blogread("import", opml)
    result = blogread("import", opml, "--json")
    assert result.json["added"] == 0
    assert result.json["already"] == 2


def test_import_counts_what_was_there_and_what_was_left_out(
    tmp_path: Path, blogread: Callable[..., Any]
) -> None:
    urls = tmp_path / "urls"
    urls.write_text("https://keel.example/feed\n")
    blogread("import", urls)
    urls.write_text("https://keel.example/feed\nhttps://bow.example/feed\ngopher://hold.example\n")
    result = blogread("import", urls)
    assert result.code == 0
    assert f"{urls}: 1 feed added, 1 subscribed already, 1 left out." in result.err
    assert "gopher" in result.err


def test_import_without_a_file_lists_what_the_machine_has(
    library: Path, blogread: Callable[..., Any]
) -> None:
    urls = Path.home() / ".newsboat" / "urls"
    urls.parent.mkdir()
    urls.write_text("https://keel.example/feed\n")
    assert blogread("import").rows == [["newsboat", "1", str(urls)]]
    assert blogread("import", "--json").json["importable"][0]["path"] == str(urls)
    assert not library.exists()


def test_import_says_when_the_machine_has_nothing(blogread: Callable[..., Any]) -> None:
    result = blogread("import")
    assert (result.code, result.out) == (0, "")
    assert "Nothing to import was found." in result.err


def test_import_reads_stdin(blogread: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(OPML.encode())))
    assert "stdin: 2 feeds added" in blogread("import", "-").err


def test_import_reads_newsboats_urls(tmp_path: Path, blogread: Callable[..., Any]) -> None:
    urls = tmp_path / "urls"
    urls.write_text('https://keel.example/feed Sea "~Keel"\n')
    assert blogread("import", urls).code == 0
    row = next(cells for cells in blogread("feeds").rows if "keel.example" in cells[6])
    assert row[4:6] == ["Sea", "Keel"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: no such file or directory"),
        (b"\x89PNG\r\n", ""),
        pytest.param(b"x" * 33 * 2**20, "larger than 32 MiB", id="too large"),
    ],
)
def test_import_refuses_what_is_no_list(
    tmp_path: Path, blogread: Callable[..., Any], content: bytes | None, message: str
) -> None:
    path = tmp_path / "what"
    if content is not None:
        path.write_bytes(content)
    result = blogread("import", path)
    assert result.code in {1, 2}
    assert message in result.err
    assert len(blogread("feeds").rows) == 2


def test_export_import_export_is_identical(
    opml: Path, tmp_path: Path, blogread: Callable[..., Any]
) -> None:
    blogread("import", opml)
    first = blogread("export").out
    saved = tmp_path / "saved.opml"
    saved.write_text(first, encoding="utf-8")
    other = tmp_path / "other.db"
    assert blogread("--library", other, "import", saved).code == 0
    assert blogread("--library", other, "export").out == first
    assert "Keel &amp; Co" in first


def test_export_writes_a_file_that_others_may_read_as_usual(
    tmp_path: Path, blogread: Callable[..., Any]
) -> None:
    target = tmp_path / "out.opml"
    mask = os.umask(0o022)
    try:
        result = blogread("export", target)
    finally:
        os.umask(mask)
    assert (result.code, result.out) == (0, "")
    assert target.stat().st_mode & 0o777 == 0o644
    assert target.read_text(encoding="utf-8") == blogread("export").out
    assert sorted(path.name for path in tmp_path.glob("*.opml*")) == ["out.opml"]


def test_export_never_replaces_a_file_unasked(tmp_path: Path, blogread: Callable[..., Any]) -> None:
    target = tmp_path / "out.opml"
    target.write_text("precious")
    result = blogread("export", target)
    assert result.code == 2
    assert "exists and was not touched" in result.err
    assert target.read_text() == "precious"
    assert blogread("export", target, "--force").code == 0
    assert target.read_text().startswith("<?xml")


@pytest.mark.parametrize("name", ["no/such/folder.opml", "."])
def test_export_says_where_it_cannot_write(
    tmp_path: Path, blogread: Callable[..., Any], name: str
) -> None:
    result = blogread("export", tmp_path / name)
    assert result.code == 2
    assert "cannot be written" in result.err or "is a folder" in result.err


def test_a_name_taken_at_the_last_moment_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.symlink_to("dangling")
    with pytest.raises(UsageError, match="exists"):
        files.write(target, "new", force=False)
    assert not (tmp_path / "dangling").exists()
