"""The picture workers seen from the picture process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui_reader.errors import Unparsable
from tui_reader.model.picture import PictureView, Size
from tui_reader.sync.plain import to_plain
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_reader.model.picture import PictureWish


class PictureWorkers(Workers):
    """Up to ``count`` picture workers; each has one picture at a time."""

    module = "tui_reader.sync.picture_worker"

    async def copy(self, body: bytes, *, url: str) -> tuple[Size, bytes]:
        """Give the true size of an original, and the copy of it that is to be kept.

        Raises:
            ParseError: It is no picture that is shown, or the worker gave up on it.
        """
        answer = await self._ask({"task": "copy"}, body, url)
        try:
            return _size(answer), _data(answer)
        except _NONSENSE:
            raise _senseless(url) from None

    async def view(self, body: bytes, natural: Size, wish: PictureWish) -> PictureView:
        """Draw a copy in the size of a wish.

        Raises:
            ParseError: The copy is damaged, or the worker gave up on it.
        """
        task = {"task": "view", "natural": natural, "wish": to_plain(wish)}
        answer = await self._ask(task, body, wish.url)
        try:
            return PictureView(
                size=_size(answer),
                natural=natural,
                opaque=bool(answer["opaque"]),
                data=_data(answer),
            )
        except _NONSENSE:
            raise _senseless(wish.url) from None


_NONSENSE = (KeyError, TypeError, ValueError)


def _size(answer: Mapping[str, Any]) -> Size:
    width, height = answer["size"]
    return Size(int(width), int(height))


def _data(answer: Mapping[str, Any]) -> bytes:
    data = answer["data"]
    if not isinstance(data, bytes):
        raise TypeError(data)
    return data


def _senseless(url: str) -> Unparsable:
    return Unparsable(url, reason="the worker gave an answer without sense")
