"""``blogread extract``: a whole page in, the article's HTML out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tui_reader.cli import schema

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

PAGES = Path(__file__).parents[1] / "data" / "pages"
BLOG = PAGES / "blog.html"
URL = "https://canal.example/2026/lock/"


def test_the_article_of_a_file_is_printed_as_html(blogread: Callable[..., Any]):
    result = blogread("extract", "--url", URL, BLOG)
    assert (result.code, result.err) == (0, "")
    assert '<a href="https://canal.example/reservoir?dry=1&amp;deep=2">' in result.out
    assert "cookies" not in result.out


def test_bytes_of_another_charset_come_through_standard_input(
    process: Callable[..., subprocess.CompletedProcess[bytes]],
):
    text = "<p>Über den Dächern, so hört man, wächst Gras, und niemand mäht es, außer im März.</p>"
    page = f"<meta charset=iso-8859-15>{text * 5}".encode("iso-8859-15")
    done = process("extract", "-", input=page, text=False)
    assert done.returncode == 0
    assert "außer im März" in done.stdout.decode()


def test_what_is_extracted_reads_well(
    process: Callable[..., subprocess.CompletedProcess[str]],
):
    html = process("extract", str(BLOG), "--url", URL).stdout
    shown = process("render", "--width", "60", "--base", URL, input=html).stdout
    lines = [line.rstrip() for line in shown.splitlines()]
    assert "A lock is a chamber with a gate at each end, and all it" in lines
    assert any("A lock, half full" in line for line in lines)
    assert any(re.search(r"2\.\s+Close the lower gates", line) for line in lines)
    assert any("        lock.paddles.open()   # slowly" in line for line in lines)
    assert any(re.search(r"Harbour\s+2\.1 m", line) for line in lines)
    assert not any(re.search("cookies|Related|Subscribe|believe me", line) for line in lines)


def test_json_tells_what_the_page_tells(blogread: Callable[..., Any]):
    told = blogread("extract", "--json", "--url", URL, BLOG).json
    assert list(told) == list(schema.OUTPUTS["extract"][1])
    assert told["title"] == "How a lock lifts a boat"
    assert told["authors"][0]["role"] == "Lock Keeper, North"
    assert told["published_at"] == "2026-03-04T08:30:00Z"
    assert told["reason"] == ""
    assert "<pre" in told["html"]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    file = tmp_path / "empty.html"
    file.write_text("<title>Soon</title><nav><a href=/>Home</a></nav>")
    return file


def test_a_page_without_an_article_is_told_on_stderr(blogread: Callable[..., Any], empty: Path):
    result = blogread("extract", empty)
    assert (result.code, result.out) == (1, "")
    assert result.err == "The page holds no text.\n"


def test_json_tells_why_there_is_none(blogread: Callable[..., Any], empty: Path):
    result = blogread("extract", "--json", empty)
    assert (result.code, result.err) == (1, "")
    assert (result.json["title"], result.json["html"]) == ("Soon", "")
    assert result.json["reason"] == "The page holds no text."


def test_a_file_that_is_not_there_is_a_usage_error(blogread: Callable[..., Any]):
    result = blogread("extract", "/nowhere/page.html")
    assert (result.code, result.out) == (2, "")
    assert "/nowhere/page.html cannot be read" in result.err


def test_no_control_character_of_a_page_gets_out(blogread: Callable[..., Any], tmp_path: Path):
    file = tmp_path / "evil.html"
    file.write_text(
        "<title>\x1b]0;x\x07</title>" + "<p>Some \x1b[31mred words, many of them.</p>" * 9
    )
    for words in (["extract", file], ["extract", "--json", file]):
        out = blogread(*words).out
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out)
