"""Pictures for tests, written byte by byte or drawn: PNG by hand, the rest by Pillow."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

RED, GREEN, BLUE = (220, 30, 30), (30, 160, 60), (30, 60, 200)


def png(width: int = 64, height: int = 32, colour: tuple[int, int, int] = RED) -> bytes:
    """A PNG of one colour."""
    row = b"\0" + bytes(colour) * width
    return _png(width, height, zlib.compress(row * height))


def bomb() -> bytes:
    """A PNG of a few bytes that says it has ten thousand million pixels."""
    return _png(100_000, 100_000, zlib.compress(bytes(1000)))


def liar() -> bytes:
    """A PNG that says it is small and unpacks to far more."""
    return _png(16, 16, zlib.compress(bytes(50_000_000), 9))


def drawn(
    kind: str, *, size: tuple[int, int] = (64, 32), mode: str = "RGB", **more: object
) -> bytes:
    """A picture of another format, its left half red, its right half blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    sink = io.BytesIO()
    image.convert(mode).save(sink, kind, **more)
    return sink.getvalue()


def _png(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
