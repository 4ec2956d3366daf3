"""Bytes of a web page → text, by the rules browsers follow, as far as they matter offline."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_RENAMED = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252",
            "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
            "shift-jis": "cp932", "sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
            "iso-8859-9": "cp1254", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
            }  # fmt: skip


def decode(data: bytes, content_type: str = "") -> str:
    """Decode a document: byte order mark, ``content_type``, ``meta``, UTF-8, Windows-1252.

    Source: HTML Standard, “determining the character encoding”; Encoding Standard, labels.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    told = _CHARSET.search(content_type)
    declared = _META.search(data[:4096])
    for name in (told[1] if told else "", declared[1].decode("ascii") if declared else ""):
        encoding = _RENAMED.get(name.lower(), name.lower())
        if _is_text_encoding(encoding):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # One torn character at the end, or in a long text, does not make it another encoding.
        text = data.decode("utf-8", "replace")
        if text.count("\ufffd") <= max(1, len(text) // 1000) and error.start > 64:
            return text
        return data.decode("cp1252", "replace")


def _is_text_encoding(name: str) -> bool:
    # Encoding refuses the codecs from bytes to bytes (hex, zip), which looking them up does not.
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        return False
    return True
