"""Code in the roles of its tokens."""

from __future__ import annotations

from tui_reader.article.lines import Role, Span


def highlighted(text: str, language: str) -> list[list[Span]]:
    """Give the spans of each line."""
    return [[Span(line, Role.CODE)] if line else [] for line in text.split("\n")]
