"""OPML exports of many readers: read, or the line that cannot be read is named."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from tui_reader.errors import UsageError
from tui_reader.parse.opml import OpmlDocument, parse_opml, write_opml
from tui_reader.urls import canonical, is_web

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus

LISTS = 64
ADDRESS = re.compile(r"\bxmlurl\s*=\s*[\"']\s*((?:https?|feed):[^\"']*)", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:amp|quot|apos|lt|gt|#\d+);")


def _decoded(reference: re.Match[str]) -> str:
    return html.unescape(reference[0])


def lists(corpus: Path) -> list[Path]:
    return sorted(path for path in (corpus / "opml").iterdir() if path.suffix != ".tsv")


def read(path: Path) -> OpmlDocument | None:
    """Read a list; None for the file that is none at all."""
    try:
        return parse_opml(path.read_bytes())
    except UsageError:
        return None


def test_only_the_file_without_any_outline_is_refused(corpus: Path) -> None:
    paths = lists(corpus)
    assert len(paths) == LISTS
    assert [path.name for path in paths if read(path) is None] == ["stringer.invalid.39839f.opml"]


def test_every_address_is_subscribed_to_or_named(corpus: Path) -> None:
    for path in lists(corpus):
        document = read(path)
        if document is None:
            continue
        text = re.sub(r"<!--.*?-->", "", path.read_text("utf-8", "replace"), flags=re.DOTALL)
        there = {
            canonical(REFERENCE.sub(_decoded, address).replace("feed://", "http://").strip())
            for address in ADDRESS.findall(text)
        }
        found = {canonical(subscription.url) for subscription in document.subscriptions}
        assert there - found == set(), path.name
        assert all(is_web(subscription.url) for subscription in document.subscriptions)


def test_every_sentence_names_its_line(corpus: Path) -> None:
    for path in lists(corpus):
        document = read(path)
        for sentence in document.refused if document else ():
            assert re.match(r"Line \d+: .+[.…>]$|The list breaks off", sentence)


def test_export_import_export_is_identical(corpus: Path) -> None:
    for path in lists(corpus):
        document = read(path)
        if document is not None:
            text = write_opml(document)
            again = parse_opml(text.encode())
            assert write_opml(again) == text, path.name
            assert set(again.folders) == set(document.folders)
            assert len(again.subscriptions) == len(document.subscriptions)
            ElementTree.fromstring(text)
