"""The excerpt of an entry, as on a blog's front page, and what else its text tells. Pure.

The author's own fold rules; then a summary that says something else than the content; then
the first words. Computed once, when the entry is parsed, so that no list ever needs HTML.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.dom import Element, Text, attr, parse_html
from tui_reader.model.record import record
from tui_reader.parse import plain
from tui_reader.parse.markup import MAX_COMPARED
from tui_reader.parse.words import count_words

if TYPE_CHECKING:
    from tui_reader.dom import Node
    from tui_reader.parse.markup import Markup, Prose

SHORTEST = 280
"""Where a paragraph ends beyond this, the excerpt may end, too."""
LONGEST = 400
"""An excerpt without a fold is cut here; one CJK character counts as two."""
LONGEST_FOLDED = 1500
"""What stands before a fold is cut here."""
PICTURE = "▨"

_FOLD = re.compile(
    r"<!--\s*(?:more\b.*?|read-?more|truncate|excerpt|end[ -]?excerpt|fold|break)\s*-->|"
    r"<(?:span|a)\b[^<>]*\b(?:id|name)\s*=\s*[\"']?more(?:-\d+)?[\"'\s>]|"
    r"<a\b[^<>]*\bclass\s*=\s*[\"'][^\"'<>]*\bmore-link\b",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE_MORE = {b"", b"=", b'"', b"'"}
_LOOK_BACK = 16
"""Bytes before a “more” that tell whether it begins an attribute's value."""
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd",
        "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
        "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_UNSEEN = frozenset(
    {
        "audio", "button", "canvas", "head", "iframe", "input", "map", "math", "noscript",
        "object", "script", "select", "style", "svg", "template", "textarea", "title",
        "video",
    }
)  # fmt: skip
_TAIL = re.compile(
    r"(?:\(?\s*(?:continue reading|keep reading|read on\W*$|"
    r"read (?:more|the (?:rest|full|whole)\b.*)|"
    r"(?:click here )?to read more|more\s*[»›→]|weiterlesen|mehr lesen|lire la suite|"
    r"lire plus|seguir leyendo|leer más|leggi tutto|continua a leggere|lees verder|"
    r"läs mer|czytaj dalej|читать далее|続きを読む|继续阅读|阅读全文).{0,80})$",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"(?:the post|der beitrag|l[’']article|la entrada|l[’']articolo|o post|het bericht|"
    r"inlägget|artykuł|запись) .{1,400} (?:appeared first on|erschien zuerst auf|"
    r"est apparu en premier sur|(?:se publicó primero|apareció primero) en|"
    r"proviene da|apareceu primeiro em|verscheen eerst op|dök först upp på|"
    r"pochodzi z serwisu|впервые появилась) .{1,200}$",
    re.IGNORECASE,
)
_CUT_MARK = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(…\)|…|\.{3})\s*$")
_CUT_SIGNS = ("]", ")", "…", "...")
"""One of them ends what has such a mark."""
_SENTENCE_END = frozenset(".!?:。！？：…»”\"')]")
_MORE_AFTER = re.compile(
    r"(?<=[.…\]!?])\s*(?:continue reading|read more|weiterlesen|lire la suite)\b.{0,80}$",
    re.IGNORECASE,
)
_LONGEST_MORE = 120
"""Characters of a line's end that hold it."""
_WIDE = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U0001f300-\U0003fffd]"
)
_MARKUP = re.compile("[<&\0\ud800-\udfff]")
"""Without one of them, HTML is its own text."""
_GLANCE = 3_000
_FIRST_LOOK = 24_000
"""Characters of HTML that mostly and nearly always hold the excerpt; all is parsed only else."""


@record
class Digest:
    """What is derived from the HTML of an entry."""

    excerpt: str
    words: int


def digest(*, content: Markup, summary: Markup) -> Digest:
    """Read the HTML of an entry.

    Args:
        content: The fullest text the feed has.
        summary: Its own summary where that is another text; else empty.
    """
    return Digest(excerpt=_excerpt(content, summary), words=count_words(content.prose))


def first_words(excerpt: str, *, limit: int) -> str:
    """Give the start of an excerpt as one line, for an entry that has no title."""
    for paragraph in excerpt.split("\n"):
        words = paragraph.removeprefix(PICTURE).strip()
        if words:
            return cut(words, limit)
    return ""


def cut(text: str, limit: int) -> str:
    """Cut at a word, never inside a grapheme, and say so with an ellipsis.

    Args:
        text: One line.
        limit: In units: a wide character counts two. The ellipsis is within it.
    """
    if _weight(text) <= limit:
        return text
    end = _fitting(text, limit - 1)
    blank = text.rfind(" ", max(0, end - 40), end + 1)
    if blank > 0 and not _is_wide(text[end - 1]):
        end = blank
    else:
        while end > 1 and _joins(text, end):
            end -= 1
    return text[:end].rstrip(" .,;:–—-") + "…"


def _excerpt(content: Markup, summary: Markup) -> str:
    html = content.html
    fold = _fold(content)
    if fold:
        before = _paragraphs(html[: fold.start()], limit=LONGEST_FOLDED)
        if any(not line.startswith(PICTURE) for line in before.lines):
            more = bool(plain.stripped(html[fold.end() :]).strip(" \n\t>\"'"))
            return _ended(before, more=more, shortest=LONGEST_FOLDED, longest=LONGEST_FOLDED)
    if summary.html and not _is_start_of(summary, content.prose):
        said = _ended(_paragraphs(summary.html, limit=LONGEST), more=False)
        if said:
            return said
    return _ended(_beginning(content), more=False)


def _beginning(content: Markup) -> _Paragraphs:
    """Gather lines from the start, out of no more of the HTML than is needed for that."""
    html = content.html
    # What comes after a table may go before it by the standard: a glance would not see that.
    if len(html) > _GLANCE and b"table" not in content.has:
        found = _paragraphs(html[:_GLANCE], limit=LONGEST)
        if found.has_rest:
            return found
    found = _paragraphs(html[:_FIRST_LOOK], limit=LONGEST)
    if found.units < LONGEST and len(html) > _FIRST_LOOK:
        found = _paragraphs(html, limit=LONGEST)
    return found


def _fold(content: Markup) -> re.Match[str] | None:
    """Find the fold; most texts have none, and of those that say “more” most only say it."""
    if b"!--" in content.has or _says_more(content.lower):
        return _FOLD.search(content.html)
    return None


def _says_more(lower: bytes) -> bool:
    """Whether an attribute may begin with “more”, or a class be WordPress's ``more-link``."""
    place = lower.find(b"more")
    while place >= 0:
        before = lower[max(0, place - _LOOK_BACK) : place]
        # Blanks may stand before it, and it may be that they fill all that is looked at.
        sign = before.rstrip()[-1:] if before[-1:].isspace() else before[-1:]
        if sign in _BEFORE_MORE or sign > b"\x7f" or lower.startswith(b"-link", place + 4):
            return True
        place = lower.find(b"more", place + 4)
    return False


def _is_start_of(summary: Markup, prose: Prose) -> bool:
    """Whether the summary is nothing but the beginning of the content."""
    start = plain.folded_utf8(plain.utf8(_uncut(summary.prose.text)))
    # Feeds write their summaries with or without quotes and dashes: compare the letters only.
    most = len(summary.html) * 3 + 500
    if min(most, len(prose.utf8)) <= MAX_COMPARED and not prose.folded.startswith(start):
        return False
    return plain.folded_utf8(plain.utf8(prose.text[:most])).startswith(start)


@dataclass(slots=True)
class _Paragraphs:
    """Lines gathered on a walk through the tree, until there is enough."""

    limit: int
    lines: list[str] = field(default_factory=list)
    units: int = 0
    open: list[str] = field(default_factory=list)
    open_units: int = 0
    has_rest: bool = False
    """There was enough, and something was left over: more of the HTML would change nothing."""

    def add(self, text: str) -> None:
        self.open.append(text)
        self.open_units += len(text)

    def close(self) -> None:
        if self.open:
            line = clean_line(plain.decoded("".join(self.open)))
            self.open.clear()
            self.open_units = 0
            if line and line != "•":
                self.lines.append(line)
                self.units += _weight(line)

    @property
    def full(self) -> bool:
        return self.units > self.limit or self.open_units > self.limit * 4


def _paragraphs(markup: str, *, limit: int) -> _Paragraphs:
    """Gather lines of text until more than ``limit`` units are there."""
    found = _Paragraphs(limit)
    if _MARKUP.search(markup) is None:
        found.add(markup)
        found.close()
        return found
    waiting: list[Node | None] = [parse_html(markup)]
    while waiting and not found.full:
        node = waiting.pop()
        if node is None:
            found.close()
        elif isinstance(node, Text):
            found.add(node.data)
        elif isinstance(node, Element):
            _enter(node, found, waiting)
    found.has_rest = found.full and any(node is not None for node in waiting)
    found.close()
    return found


def _enter(node: Element, found: _Paragraphs, waiting: list[Node | None]) -> None:
    tag = node.tag
    if tag == "img":
        _picture(node, found)
    elif tag == "br":
        found.add(" ")
    elif tag in _UNSEEN:
        return
    elif tag in {"td", "th"}:
        found.add(" ")
        waiting.extend(reversed(node.children))
    elif tag in _BLOCKS:
        found.close()
        if tag == "li":
            found.add("• ")
        waiting.append(None)
        waiting.extend(reversed(node.children))
    else:
        waiting.extend(reversed(node.children))


def _picture(node: Element, found: _Paragraphs) -> None:
    """Put a picture on its own line; an emoji that is drawn as a picture stays in the text."""
    alt = clean_line(plain.decoded(attr(node, "alt")), limit=200)
    if not alt or attr(node, "width") == "1" or attr(node, "height") == "1":
        return
    kind = attr(node, "class")
    if "emoji" in kind or "smiley" in kind or _is_icon(attr(node, "height")):
        found.add(alt)
        return
    found.close()
    found.add(f"{PICTURE} {alt}")
    found.close()


def _is_icon(height: str) -> bool:
    """Whether a picture is no higher than a line of text."""
    return height.isascii() and height.isdigit() and len(height) < 3 and int(height) <= 32


def _ended(
    found: _Paragraphs, *, more: bool, shortest: int = SHORTEST, longest: int = LONGEST
) -> str:
    """Choose the lines, and end them as a reader expects."""
    lines: list[str] = []
    units = 0
    lines_there = [line for line in found.lines if not _FOOT.match(line)]
    for place, line in enumerate(lines_there):
        if units >= shortest:
            more = True
            break
        room = longest - units
        if room < 40 and place:
            more = True
            break
        lines.append(cut(line, room))
        units += _weight(lines[-1]) + 1
    else:
        more = more or found.full
    _drop_tail(lines)
    if lines and (uncut := _uncut(lines[-1])) != lines[-1]:
        lines[-1] = uncut.rstrip(" ,;:–—-") + "…"
    elif lines and more and lines[-1][-1:] not in _SENTENCE_END:
        lines[-1] = lines[-1].rstrip(" ,;–—-") + "…"
    return "\n".join(line for line in lines if line != "…")


def _uncut(text: str) -> str:
    """Take the mark off the end that says that there was more."""
    return _CUT_MARK.sub("", text) if text.rstrip().endswith(_CUT_SIGNS) else text


def _drop_tail(lines: list[str]) -> None:
    """Take “Continue reading …” off the end."""
    while lines and _TAIL.match(lines[-1]):
        lines.pop()
    if lines:
        more = _MORE_AFTER.search(lines[-1], max(0, len(lines[-1]) - _LONGEST_MORE))
        lines[-1] = lines[-1][: more.start()] if more else lines[-1]


def _weight(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _is_wide(char: str) -> bool:
    return _WIDE.match(char) is not None


def _fitting(text: str, limit: int) -> int:
    """Give how many characters fit into ``limit`` units."""
    if not _WIDE.search(text, 0, limit):
        return min(limit, len(text))
    units = 0
    for place, char in enumerate(text):
        units += 2 if _is_wide(char) else 1
        if units > limit:
            return place
    return len(text)


def _joins(text: str, place: int) -> bool:
    """Whether a cut before ``place`` would tear a grapheme apart."""
    if place >= len(text):
        return False
    char, before = text[place], text[place - 1]
    return (
        unicodedata.category(char).startswith("M")
        or char in "\u200d\ufe0e\ufe0f"
        or before == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or ("\U0001f1e6" <= char <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )
