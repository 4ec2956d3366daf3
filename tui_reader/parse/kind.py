"""What a document is that is no feed, in words for a person. Pure."""

from __future__ import annotations

import re
from typing import Final

_SIGNATURES: Final = (
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"BM", "an image"),
    (b"\x00\x00\x01\x00", "an image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "an archive"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"ID3", "an audio file"),
    (b"OggS", "an audio or video file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_LOGIN = re.compile(rb"<input\b[^>]*\btype\s*=\s*[\"']?password", re.IGNORECASE)
_HTML = re.compile(
    rb"<!doctype\s+html|<html\b|<head\b|<body\b|<(?:div|p|h1|script|meta|title|table)\b",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.\-]*(?::[\w.\-]+)?)")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_KNOWN_ROOTS: Final = {
    "opml": "an OPML subscription list",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "svg": "an image",
    "service": "an Atom service document",
    "opensearchdescription": "a search description",
    "manifest": "an XML document",
    "error": "an error message in XML",
}
_MEDIA_TYPES: Final = {
    "image": "an image",
    "audio": "an audio file",
    "video": "a video",
    "font": "a font",
}


def name(body: bytes, content_type: str = "") -> str:
    """Name the kind of a document: “a web page”, “a login page”, “an image” and so on."""
    head = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.strip(b"\x00\xfe\xff"):
        return "an empty document"
    return _by_signature(head) or _by_markup(head, body) or _by_media_type(content_type, head)


def root(body: bytes) -> str:
    """Give the name of the outermost element, lower case, without prefix; empty without one."""
    found = _ROOT.search(_COMMENT.sub(b"", body[:8192]))
    return found[1].rpartition(b":")[2].lower().decode("ascii", "replace") if found else ""


def is_web_page(body: bytes) -> bool:
    """Whether the document begins as HTML does."""
    head = body[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _by_signature(head: bytes) -> str:
    if head[:1] in {b"{", b"["}:
        return "a JSON document"
    if head.startswith(b"RIFF"):
        return "an image" if head[8:12] == b"WEBP" else "an audio or video file"
    if head[4:8] == b"ftyp":
        return "a video"
    return next((found for signature, found in _SIGNATURES if head.startswith(signature)), "")


def _by_markup(head: bytes, body: bytes) -> str:
    outermost = root(head)
    if outermost in _KNOWN_ROOTS:
        return _KNOWN_ROOTS[outermost]
    if _HTML.search(head):
        return "a login page" if _LOGIN.search(body[:500_000]) else "a web page"
    is_xml = head.startswith(b"<?xml") or (outermost != "" and head.startswith(b"<"))
    return "an XML document of another kind" if is_xml else ""


def _by_media_type(content_type: str, head: bytes) -> str:
    major = content_type.strip().lower().partition("/")[0]
    unknown = "a binary file" if b"\x00" in head else "plain text"
    return _MEDIA_TYPES.get(major, unknown)
