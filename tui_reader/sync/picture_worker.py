"""The picture worker: a child process that decodes and scales, and may be killed at any time."""

from __future__ import annotations

import base64
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
            size, data = kept_copy(body)
        else:
            wish = from_plain(PictureWish, task["wish"])
            size, data = view(body, Size(*task["natural"]), wish)
    except BadPictureError as error:
        return {"unparsable": str(error)}
    return {"size": size, "data": base64.b64encode(data).decode()}


if __name__ == "__main__":
    main()
