"""Mathematics: MathML and TeX as readable Unicode on a line."""

from __future__ import annotations

from tui_reader.article.flow import Handler

HANDLERS: dict[str, Handler] = {}
