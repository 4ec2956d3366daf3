"""One line to type or paste into, which never holds what drives a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tui_reader.clean import clean_block

if TYPE_CHECKING:
    from textual.suggester import Suggester

_TO_BLANKS = str.maketrans("\n\t", "  ")


class TextField(Input):
    """A compact input. A paste may carry controls; they become visible replacements."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        suggester: Suggester | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        secret: bool = False,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            suggester=suggester,
            select_on_focus=False,
            compact=True,
            id=id,
            password=secret,
        )

    def validate_value(self, value: str) -> str:
        """Clean what was typed or pasted, blanks kept."""
        return clean_block(value).translate(_TO_BLANKS)
