"""Whole pages from the net: each gives its article, and feeds' texts come back whole."""

from __future__ import annotations

import csv
import json
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tui_reader.article.charset import decode
from tui_reader.article.extract import Extracted, extract
from tui_reader.dom import Text, parse_html

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus


def manifest(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "pages" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def article(path: Path, url: str) -> Extracted:
    return extract(decode(path.read_bytes()), url=url)


def text_of(html: str) -> str:
    data = (node.data for node in parse_html(html).descendants if isinstance(node, Text))
    return " ".join("".join(data).split())


def test_every_page_gives_an_article_and_its_title(corpus: Path):
    for row in manifest(corpus):
        found = article(corpus / "pages" / row["file"], row["page_url"])
        assert not found.reason, row["file"]
        assert found.words > 40, row["file"]
        assert found.title, row["file"]


def test_nothing_that_belongs_to_an_article_is_missing(corpus: Path):
    missing = []
    for row in manifest(corpus):
        expected = corpus / "pages" / row["expected_file"]
        if expected.suffix != ".json":
            continue
        told = json.loads(expected.read_text(encoding="utf-8"))
        text = text_of(article(corpus / "pages" / row["file"], row["page_url"]).html)
        missing += [
            (row["file"], part)
            for part in told.get("with", ())
            if " ".join(part.split()) not in text
        ]
    assert missing == []


def test_what_people_said_is_furniture_is_mostly_left_out(corpus: Path):
    unwanted = left = 0
    for row in manifest(corpus):
        expected = corpus / "pages" / row["expected_file"]
        if expected.suffix == ".json":
            told = json.loads(expected.read_text(encoding="utf-8"))
            text = text_of(article(corpus / "pages" / row["file"], row["page_url"]).html)
            parts = [*told.get("without", ()), *told.get("comments", ())]
            unwanted += len(parts)
            left += sum(" ".join(part.split()) not in text for part in parts)
    assert left >= 0.85 * unwanted


def test_addresses_in_every_article_are_absolute(corpus: Path):
    for row in manifest(corpus):
        html = article(corpus / "pages" / row["file"], row["page_url"] or "https://e.example/").html
        for address in re.findall(r'(?:href|src)="([^"]*)"', html):
            assert re.match(r"[a-z][a-z0-9+.-]*:|#", address, re.IGNORECASE), (row["file"], address)
