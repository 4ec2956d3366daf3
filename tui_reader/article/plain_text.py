"""Text without markup: its lines and paragraphs become elements.

RSS has no way to say that a description is plain text, and many are: HTML would run their lines
into one.
"""

from __future__ import annotations

import re
from statistics import median

_TAG = re.compile(r"<[a-zA-Z/!?]")
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+")
_LEAST_WRAPPED, _MOST_WRAPPED = 55, 100
"""Characters of most lines in text that was wrapped for a terminal or a mail."""


def with_paragraphs(text: str) -> str:
    """Give markup with the lines that a text without any was written in; else what is given.

    Args:
        text: What came as HTML: its references are kept as they are.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\n" not in text or _TAG.search(text):
        return text
    return "".join(f"<p>{_lines(part)}" for part in _BLANK_LINES.split(text))


def _lines(paragraph: str) -> str:
    """Keep the ends of lines, unless all lines but the last are about as long as a page is wide."""
    lines = [line.strip() for line in paragraph.split("\n")]
    lengths = [len(line) for line in lines[:-1]]
    if lengths and max(lengths) <= _MOST_WRAPPED and median(lengths) >= _LEAST_WRAPPED:
        return " ".join(lines)
    return "<br>".join(lines)
