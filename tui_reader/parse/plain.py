"""Plain text out of the fields of a feed: markup gone, entities decoded, one clean line. Pure."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_reader.clean import beyond_ascii, clean_line
from tui_reader.dom import Element, Text, parse_html, unescape

if TYPE_CHECKING:
    from tui_reader.dom import Node

MAX_FIELD = 20_000
"""Characters of a one-line field that are looked at; what is kept is far less."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ELEMENT_PAIR = re.compile(
    r"<(a|abbr|b|bdi|big|br|center|cite|code|del|div|em|font|h\d|i|ins|kbd|mark|nobr|p|q|s|samp|"
    r"small|span|strike|strong|sub|sup|tt|u|var|wbr)\b[^<>]*>.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_ENCODED_START = re.compile(
    r"\s*&lt;(?:!--|(?:a|article|b|blockquote|br|div|em|figure|h\d|i|img|ol|p|section|span|strong|"
    r"table|ul)\b)",
    re.IGNORECASE,
)
_PLAINTEXT = re.compile(r"</?(?:plaintext|xmp)\b[^<>]*>", re.IGNORECASE)
_HAS_SCRIPT = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_NO_TEXT = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*+>")
_NOT_WORD = re.compile(r"[\W_]+")
_BEYOND_ASCII = re.compile(r"([^\x00-\x7f]+)")
_ASCII_NOT_WORD = bytes(code for code in range(128) if not chr(code).isalnum())
_NOT_ASCII_WORD = _ASCII_NOT_WORD + bytes(range(128, 256))
_SIGNS = b"\xe2\x80"
"""Begins dashes, quotes, blanks and dots in UTF-8, U+2000 to U+203F, none of which is a letter."""
_FEW = 24
"""So many different characters are replaced one by one; more of them in one walk."""
_LOWER = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz")
_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "head", "title"})


def line(text: str, *, limit: int, is_html: bool = False) -> str:
    """Make one clean line.

    Args:
        text: What the feed has, after XML's own decoding.
        limit: At most this many characters.
        is_html: The field is declared as HTML: tags are markup, and ``&lt;code&gt;`` is the word
            “<code>”. Otherwise a tag is a word of the text, unless it comes with its end tag:
            then the feed is one of the many that put markup into a plain field.
    """
    text = text[:MAX_FIELD]
    if is_html or has_markup(text):
        text = text_of(text)
    return clean_line(decoded(text), limit=limit)


def decoded(text: str) -> str:
    """Decode entities until none is left; feeds encode them once or twice too often."""
    for _ in range(4):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = decoded_once(text)
    return text


def decoded_once(text: str) -> str:
    """Decode entities one time; names nobody knows stay as they are."""
    return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text


def utf8(text: str) -> bytes:
    """Give any text as bytes, on which most of what is asked of it costs the least."""
    return text.encode("utf-8", "surrogatepass")


def stripped(markup: str) -> str:
    """Strip the tags without building a tree; quick, and good enough to count and to compare."""
    if "<" in markup:
        if "<!--" in markup or _HAS_SCRIPT.search(markup):
            markup = _NO_TEXT.sub(" ", markup)
        markup = _TAG.sub(" ", markup)
    return unescape(markup) if "&" in markup else markup


def folded(text: str) -> str:
    """Give letters and digits only, without regard to case, to compare texts."""
    return folded_utf8(utf8(text)).decode("utf-8", "surrogatepass")


def folded_utf8(text: bytes, beyond: str | None = None) -> bytes:
    """Give the same of a text in UTF-8.

    Args:
        text: The text.
        beyond: Its characters beyond ASCII, where they are known.
    """
    others = set(beyond_ascii(text) if beyond is None else beyond)
    if len(others) > _FEW:
        letters = text.translate(_LOWER, _ASCII_NOT_WORD)
        return utf8(_folded_by_run(letters.decode("utf-8", "surrogatepass")))
    # What is ASCII, mostly all of it, goes as bytes at a tenth of a regular expression's cost.
    alike = {char: _folded_char(char) for char in others}
    if not any(alike.values()):
        return text.translate(_LOWER, _NOT_ASCII_WORD)
    letters = text.translate(_LOWER, _ASCII_NOT_WORD)
    if _SIGNS in letters:
        first, *rest = letters.split(_SIGNS)
        letters = first + b"".join([part[1:] for part in rest])
        others = {char for char in others if not "\u2000" <= char <= "\u203f"}
    # Signs go first: what a letter becomes may hold a mark, which stays.
    for char in sorted(others, key=lambda char: alike[char] != ""):
        if alike[char] != char:
            letters = letters.replace(utf8(char), utf8(alike[char]))
    return letters


@lru_cache(maxsize=4096)
def _folded_char(char: str) -> str:
    return _NOT_WORD.sub("", char).casefold()


def _folded_by_run(letters: str) -> str:
    """Fold what has many different letters beyond ASCII; the rest is folded already."""
    parts = _BEYOND_ASCII.split(letters)
    # The same few signs part most words of a text: each is looked at once.
    known = {run: _NOT_WORD.sub("", run).casefold() for run in set(parts[1::2])}
    parts[1::2] = [known[run] for run in parts[1::2]]
    return "".join(parts)


def text_of(markup: str) -> str:
    """Give the text of an HTML fragment in one run; what is not shown is left out."""
    if "<" not in markup:
        return unescape(markup) if "&" in markup else markup
    pieces: list[str] = []
    waiting: list[Node] = [parse_html(markup)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text):
            pieces.append(node.data)
        elif isinstance(node, Element):
            if node.tag in _UNSEEN:
                continue
            if node.tag in {"br", "p", "div", "li"}:
                pieces.append(" ")
            waiting.extend(reversed(node.children))
    return "".join(pieces)


def has_markup(text: str) -> bool:
    """Whether a plain field holds an element with its end tag, which nobody writes as text."""
    return "</" in text and _ELEMENT_PAIR.search(text) is not None


def is_escaped(markup: str) -> bool:
    """Whether it begins with a tag that was escaped."""
    return _ENCODED_START.match(markup) is not None


def repaired(markup: str) -> str:
    """Undo what would show a reader the source instead of the text.

    HTML that starts with an escaped tag was escaped once too often; ``plaintext`` turns all that
    follows into text.
    """
    if _ENCODED_START.match(markup) and ("&lt;/" in markup or "<" not in markup):
        markup = unescape(markup)
    return _PLAINTEXT.sub("", markup)


def escaped(text: str) -> str:
    """Make HTML of plain text: blank lines part paragraphs, line ends stay."""
    paragraphs = re.split(r"\n[ \t]*\n\s*", text.replace("\r\n", "\n").strip())
    return "".join(
        f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>"
        for part in paragraphs
        if part.strip()
    )
