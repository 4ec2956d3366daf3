"""The picture worker: a child process that decodes and scales, and may be killed at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.model.picture import PictureWish, Size
from tui_reader.pictures.scaling import BadPictureError, kept_copy, view
from tui_reader.sync.plain import from_plain
from tui_reader.sync.serving import serve

if TYPE_CHECKING:
    from collections.abc import Mapping


def main() -> None:
    """Answer one picture after another."""
    serve(_answer)


def _answer(task: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    try:
        if task["task"] == "copy":
            natural, copy = kept_copy(body)
            return {"size": natural, "data": copy}
        wish = from_plain(PictureWish, task["wish"])
        drawn = view(body, Size(*task["natural"]), wish)
    except BadPictureError as error:
        return {"unparsable": str(error)}
    return {"size": drawn.size, "opaque": drawn.opaque, "data": drawn.data}


if __name__ == "__main__":
    main()
