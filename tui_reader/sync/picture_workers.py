"""The picture workers seen from the picture process."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tui_reader.errors import Unparsable
from tui_reader.model.picture import Size
from tui_reader.sync.plain import to_plain
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    from tui_reader.model.picture import PictureWish


class PictureWorkers(Workers):
    """Up to ``count`` picture workers; each has one picture at a time."""

    module = "tui_reader.sync.picture_worker"

    async def copy(self, body: bytes, *, url: str) -> tuple[Size, bytes]:
        """Give the true size of an original, and the copy of it that is to be kept.

        Raises:
            ParseError: It is no picture that is shown, or the worker gave up on it.
        """
        return await self._sized({"task": "copy"}, body, url)

    async def view(self, body: bytes, natural: Size, wish: PictureWish) -> tuple[Size, bytes]:
        """Draw a copy in the size of a wish.

        Raises:
            ParseError: The copy is damaged, or the worker gave up on it.
        """
        task = {"task": "view", "natural": natural, "wish": to_plain(wish)}
        return await self._sized(task, body, wish.url)

    async def _sized(self, task: dict[str, Any], body: bytes, url: str) -> tuple[Size, bytes]:
        answer = await self._ask(task, body, url)
        try:
            width, height = answer["size"]
            return Size(int(width), int(height)), base64.b64decode(answer["data"])
        except (KeyError, TypeError, ValueError):
            raise Unparsable(url, reason="the worker gave an answer without sense") from None
