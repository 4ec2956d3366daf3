"""The headings of a layout: which one is read, and the way to the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.ui.widgets.article_pictures import IllustratedView

if TYPE_CHECKING:
    from tui_reader.article.lines import HeadingPlace, Layout


class HeadingView(IllustratedView):
    """Shows a layout through which headings lead."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._went_to: tuple[int, int] | None = None
        """The heading last gone to, and the line that was at the top then: near the end of an
        article it cannot come to the top."""

    @property
    def headings(self) -> tuple[HeadingPlace, ...]:
        """All headings, top down."""
        return self._layout.headings

    @property
    def heading(self) -> int:
        """The index of the heading whose part is read; -1 before the first."""
        if self._went_to is not None and self._went_to[1] == self._top:
            return self._went_to[0]
        passed = (index for index in range(len(self.headings)) if self._is_reached(index))
        return max(passed, default=-1)

    def go_to_heading(self, index: int) -> None:
        """Bring a heading to the top, as far as the end of the article lets it."""
        self._go_to(top_over(self._layout, index))
        self._went_to = index, self._top

    def step_heading(self, step: int) -> bool:
        """Go to the next heading, or to the start of this part and then the one before.

        Returns:
            False where there is none.
        """
        index = self.heading
        within = index >= 0 and top_over(self._layout, index) < self._top
        index += 0 if step < 0 and within else step
        if not 0 <= index < len(self.headings):
            return False
        self.go_to_heading(index)
        return True

    def _text_changed(self) -> None:
        super()._text_changed()
        self._went_to = None

    def _is_reached(self, index: int) -> bool:
        """Whether the part of a heading has begun at the top line."""
        return top_over(self._layout, index) <= self._top


def top_over(layout: Layout, index: int) -> int:
    """Give the line to be at the top for a heading: the blank one over it."""
    line = layout.headings[index].line
    return line - 1 if line and not layout.lines[line - 1].text.strip() else line
