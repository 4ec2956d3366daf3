"""Content codings, undone with a limit: a bomb of a few kilobytes can't become gigabytes."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.errors import TooLarge, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

_GZIP_MAGIC = b"\x1f\x8b"
_STEP = 1 << 18


class Decoder:
    """Undoes at most one layer of gzip or deflate, and counts what comes out."""

    def __init__(self, url: str, coding: str, *, limit: int) -> None:
        """Choose the coding.

        Args:
            url: For the errors.
            coding: The value of Content-Encoding.
            limit: Bytes that may come out.

        Raises:
            Unreachable: It is a coding that nobody asked for.
        """
        name = coding.strip().lower()
        if name not in {"", "identity", "gzip", "x-gzip", "deflate"}:
            shown = clean_line(name, limit=40)
            raise Unreachable(url, reason=f"its answer is packed as “{shown}”, which we can't undo")
        self._url = url
        self._limit = limit
        self._coded = name not in {"", "identity"}
        self._inflate: zlib._Decompress | None = None
        self._head = b""
        self._out = bytearray()

    @property
    def size(self) -> int:
        """Tell how many bytes came out so far."""
        return len(self._out)

    def feed(self, data: bytes) -> Iterator[None]:
        """Take the next bytes off the wire, and pause whenever a little more came out.

        Raises:
            TooLarge: More than the limit came out.
            Unreachable: They are not what the coding promises.
        """
        if self._coded and self._inflate is None:
            data = self._head + data
            if len(data) < 2:
                self._head = data
                return
            self._head = b""
            self._choose(data)
        if self._inflate is None:
            self._keep(data)
            yield
        else:
            yield from self._expand(data)

    def finish(self) -> bytes:
        """Give the whole body.

        Raises:
            Unreachable: The coded data ended in its middle.
        """
        if self._inflate is not None and not self._inflate.eof:
            raise Unreachable(self._url, reason="its answer was cut off")
        self._keep(self._head)
        return bytes(self._out)

    def _choose(self, data: bytes) -> None:
        """Look at what it really is: servers mislabel plain text, and mix up the deflates."""
        if data.startswith(_GZIP_MAGIC):
            self._inflate = zlib.decompressobj(wbits=31)
        elif data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0:
            self._inflate = zlib.decompressobj(wbits=15)
        elif data.lstrip()[:1] in {b"<", b"{", b"\xef", b""}:
            self._coded = False
        else:
            self._inflate = zlib.decompressobj(wbits=-15)

    def _expand(self, data: bytes) -> Iterator[None]:
        while self._inflate is not None:
            if self._inflate.eof:
                # A gzip file may have several members; anything else behind the end is padding.
                if not data.startswith(_GZIP_MAGIC):
                    return
                self._inflate = zlib.decompressobj(wbits=31)
            try:
                piece = self._inflate.decompress(data, _STEP)
            except zlib.error:
                raise Unreachable(self._url, reason="its packed answer is damaged") from None
            self._keep(piece)
            yield
            data = self._inflate.unconsumed_tail or self._inflate.unused_data
            if not data and len(piece) < _STEP:
                return

    def _keep(self, data: bytes) -> None:
        self._out += data
        if len(self._out) > self._limit:
            self._out.clear()
            raise TooLarge(self._url, what="body", limit=self._limit)
