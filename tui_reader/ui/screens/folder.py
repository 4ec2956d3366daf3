"""Choose a folder, or name a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui_reader.clean import clean_line
from tui_reader.ui.screens.dialog import KEY_LINES, Dialog
from tui_reader.ui.widgets.choice_list import ChoiceList
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from tui_reader.model.feed import FolderPath

_TOP = "No folder (top level)"
_NEW = "new"


def typed_path(typed: str) -> FolderPath:
    """Read “Tech/Ops” as a path; blanks and empty names between slashes do not count."""
    names = (clean_line(name) for name in typed.split("/"))
    return tuple(name for name in names if name)


def path_text(path: FolderPath) -> str:
    """Write a path for people."""
    return " / ".join(path)


class _FolderList(ChoiceList):
    """The folders, and below them the new one that the typed words would make."""

    def __init__(self, choices: Sequence[Choice], known: frozenset[FolderPath], at: str) -> None:
        super().__init__(
            choices, placeholder="a folder, or a new one: Tech/Ops", beside=KEY_LINES, at=at
        )
        self._known = known

    def newcomer(self, typed: str) -> Choice | None:
        """Offer a new folder unless it is there already."""
        path = typed_path(typed)
        if not path or path in self._known:
            return None
        return Choice(id=_NEW, lead=" ", text=f"New folder “{path_text(path)}”")


class FolderScreen(Dialog["FolderPath | None"]):
    """Give the path that was chosen or typed; ``()`` is the top level."""

    heading = "Move to a folder"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "move"),
        ("Enter", "choose"),
        ("Esc", "close"),
    )

    def __init__(self, folders: Sequence[FolderPath], current: FolderPath) -> None:
        super().__init__()
        self._paths: tuple[FolderPath, ...] = ((), *(path for path in folders if path))
        self._current = current

    def body(self) -> Iterable[Widget]:
        """The list, with the cursor and a dot on the folder of now."""
        choices = [
            Choice(
                id=str(index),
                text=clean_line(path_text(path)) or _TOP,
                lead="•" if path == self._current else " ",
            )
            for index, path in enumerate(self._paths)
        ]
        at = str(self._paths.index(self._current)) if self._current in self._paths else ""
        yield _FolderList(choices, frozenset(self._paths), at)

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Give the folder back."""
        if event.choice.id == _NEW:
            self.dismiss(typed_path(self.query_one(_FolderList).query_text))
        else:
            self.dismiss(self._paths[int(event.choice.id)])
