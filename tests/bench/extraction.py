"""Measure ``article.extract`` against Readability's expectations, and a peer on other pages.

``extraction.py SUITE [--pages FOLDER --peer PYTHON]``: SUITE is a git directory of
mozilla/readability. Half of its pages (every second one, by name) were looked at while the
rules were made; the other half was held out. FOLDER holds pages with what is expected of
them, PYTHON is an interpreter that has readability-lxml.

F1 is that of the words of the text, as multisets. “Kept” counts elements, page by page at most
as many as are expected. Of pages with segments that must and must not appear, F1 is theirs.
Time is the processor's, the least of some rounds; the machine's load is printed beside it.
"""

from __future__ import annotations

import argparse
import csv
import gc
import io
import json
import os
import re
import subprocess
import tarfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median, quantiles

from tui_reader.article.charset import decode
from tui_reader.article.extract import extract
from tui_reader.dom import Element, Text, parse_html

KINDS = {
    "headings": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "images": ("img",),
    "items": ("li",),
    "links": ("a",),
    "cells": ("td", "th"),
}
INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)
TOKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\\W_]+")
PEER = """
import json, sys
from readability import Document
found = {}
for name in json.load(sys.stdin):
    with open(name, "rb") as file:
        found[name] = Document(file.read()).summary(html_partial=True)
json.dump(found, sys.stdout)
"""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One page of the suite."""

    name: str
    f1: float
    kept: Counter[str]
    expected: Counter[str]
    cpu: float
    """Milliseconds."""
    parse: float
    """Those of them that parsing HTML takes."""
    size: int
    """Characters of the page."""


def text_of(html: str) -> str:
    """Give the text, blocks apart."""
    parts = []
    for node in parse_html(html).descendants:
        if isinstance(node, Text):
            parts.append(node.data)
        elif isinstance(node, Element) and node.tag not in INLINE:
            parts.append(" ")
    return " ".join("".join(parts).split())


def f1(found: str, expected: str) -> float:
    """Compare two texts as multisets of words; a CJK character is a word."""
    ours, theirs = Counter(TOKEN.findall(found.lower())), Counter(TOKEN.findall(expected.lower()))
    common = (ours & theirs).total()
    return 2 * common / (ours.total() + theirs.total()) if common else float(ours == theirs)


def segments_f1(found: str, wanted: list[str], unwanted: list[str]) -> float:
    """Compare by segments that must and must not appear."""
    there = [" ".join(part.split()) in found for part in wanted]
    wrong = sum(" ".join(part.split()) in found for part in unwanted)
    return 2 * sum(there) / (sum(there) + wrong + len(there)) if any(there) else 0.0


def elements(html: str) -> Counter[str]:
    """Count elements by kind."""
    tags = Counter(element.tag for element in parse_html(html).iter_elements())
    return Counter({kind: sum(tags[tag] for tag in KINDS[kind]) for kind in KINDS})


def suite(git: Path) -> dict[str, tuple[str, str]]:
    """Give source and expectation of every page."""
    archive = subprocess.run(
        ["git", f"--git-dir={git}", "archive", "HEAD", "test/test-pages"],
        capture_output=True,
        check=True,
    ).stdout
    files: dict[str, dict[str, str]] = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member)
            if content is not None:
                path = Path(member.name)
                text = content.read().decode("utf-8", "replace")
                files.setdefault(path.parent.name, {})[path.name] = text
    return {name: (of["source.html"], of["expected.html"]) for name, of in sorted(files.items())}


def score(name: str, source: str, expected: str) -> Score:
    """Extract one page and compare."""
    gc.disable()  # as the worker does
    start = time.process_time()
    found = extract(source, url="http://fakehost/test/page.html").html
    done = time.process_time()
    parse_html(source)
    parsed = time.process_time()
    gc.enable()
    wanted = elements(expected)
    return Score(
        name=name,
        f1=f1(text_of(found), text_of(expected)),
        kept=elements(found) & wanted,
        expected=wanted,
        cpu=(done - start) * 1000,
        parse=(parsed - done) * 1000,
        size=len(source),
    )


def measured(pages: dict[str, tuple[str, str]], rounds: int) -> list[Score]:
    """Score all pages; the time of each is the least of so many rounds after a first one."""
    rows = zip(
        *([score(name, *texts) for name, texts in pages.items()] for _ in range(rounds + 1)),
        strict=True,
    )
    return [
        replace(row[0], cpu=min(of.cpu for of in row[1:]), parse=min(of.parse for of in row[1:]))
        for row in rows
    ]


def report(title: str, scores: list[Score], worst: int) -> None:
    """Print a row for some pages, and the worst of them."""
    kept = sum((of.kept for of in scores), Counter())
    expected = sum((of.expected for of in scores), Counter())
    shares = "  ".join(f"{kind} {kept[kind] / expected[kind]:.3f}" for kind in KINDS)
    cpu = [of.cpu for of in scores]
    print(
        f"{title:<9}{len(scores):>4} pages  F1 {mean(of.f1 for of in scores):.4f}  kept: {shares}  "
        f"CPU ms median {median(cpu):.1f}, mean {mean(cpu):.1f}, "
        f"90 % {quantiles(cpu, n=10)[-1]:.1f}, most {max(cpu):.0f}"
    )
    for of in sorted(scores, key=lambda of: of.f1)[:worst]:
        print(f"          {of.f1:.4f} {of.name}")


def report_slow(scores: list[Score], bound: float) -> None:
    """Print the pages that take longer."""
    slow = sorted((of for of in scores if of.cpu > bound), key=lambda of: -of.cpu)
    print(f"{len(slow)} of {len(scores)} pages take more than {bound:.0f} ms:")
    for of in slow:
        print(f"{of.cpu:8.1f} ms, parse {of.parse:.1f}, {of.size / 1000:.0f} kB  {of.name}")


def compare(folder: Path, peer: str) -> None:
    """Print ours and the peer's score by kind of expectation."""
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = [str(folder / row["file"]) for row in rows]
    done = subprocess.run(
        [peer, "-c", PEER], input=json.dumps(names).encode(), capture_output=True, check=True
    )
    theirs = json.loads(done.stdout)
    totals: dict[str, list[tuple[float, float]]] = {}
    for row, name in zip(rows, names, strict=True):
        ours = extract(decode(Path(name).read_bytes()), url=row["page_url"]).html
        texts = text_of(ours), text_of(theirs[name])
        expected = (folder / row["expected_file"]).read_text(encoding="utf-8")
        told = json.loads(expected) if row["expected_file"].endswith(".json") else {}
        if "with" in told:
            pair = [segments_f1(text, told["with"], told["without"]) for text in texts]
        elif "articleBody" in told or not told:
            pair = [f1(text, told.get("articleBody", expected)) for text in texts]
        else:
            continue
        for kind in (row["expected_kind"], "all"):
            totals.setdefault(kind, []).append((pair[0], pair[1]))
    for kind, pairs in totals.items():
        ours, others = mean(pair[0] for pair in pairs), mean(pair[1] for pair in pairs)
        print(f"{kind:<34}{len(pairs):>4} pages  F1 {ours:.4f}  readability-lxml {others:.4f}")


def main() -> None:
    """Read the words and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suite", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--peer", default="")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=5, help="the least of which is the time")
    args = parser.parse_args()
    pages = suite(args.suite)
    print("load", *(f"{load:.1f}" for load in os.getloadavg()))
    scores = measured(pages, args.rounds)
    report("tuned on", scores[::2], args.worst)
    report("held out", scores[1::2], args.worst)
    report("all", scores, 0)
    report_slow(scores, 25.0)
    if args.pages and args.peer:
        compare(args.pages, args.peer)


if __name__ == "__main__":
    main()
