"""Preformatted text: the author's characters, without gutters and copy buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import Anchor, Code, CodeLink
from tui_reader.article.elements import is_hidden, text_of
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.clean import clean_block
from tui_reader.dom import Element, Text, attr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.article.flow import Skip

_LINES = frozenset({"div", "p", "li", "tr", "dd", "dt"})
"""Elements that stand on lines of their own inside ``pre``."""
_DROPPED = frozenset({"button", "script", "style", "select", "textarea", "template", "svg"})
_GUTTER = re.compile(
    r"(?:^|[\s_-])(?:linenos?|lineno|line-?numbers?(?:-rows)?|gutter|lnt|ln|hljs-ln-n(?:umbers)?|"
    r"blob-num|code-?line-?number|rouge-gutter|crayon-nums|LineNr|linenodiv|react-syntax-"
    r"highlighter-line-number|copy(?:-?(?:code-?)?(?:button|btn))?)(?:$|\s)",
    re.IGNORECASE,
)
_UNSELECTABLE = re.compile(r"user-select\s*:\s*none", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"(?:^|\s)(?:lang(?:uage)?-|highlight-(?:source-|text-)?|syntax-|code-|(?:brush|lang):\s*)"
    r"([\w+#.-]+)",
    re.IGNORECASE,
)
_FAMILIAR = re.compile(
    r"(?:^|\s)(python|py|javascript|js|typescript|ts|java|c|cpp|csharp|go|golang|rust|ruby|php|"
    r"bash|sh|shell|zsh|console|html|xml|css|scss|json|yaml|toml|sql|swift|kotlin|scala|haskell|"
    r"perl|lua|r|diff|makefile|docker|dockerfile|elixir|clojure|nginx|ini|lisp|ocaml)(?:$|\s)",
    re.IGNORECASE,
)
_NO_LANGUAGE = frozenset(
    {"none", "text", "plain", "plaintext", "txt", "nohighlight", "plain-text", "highlight",
     "highlighter-rouge", "block", "wrapper", "default", "source", "toolbar", "snippet", "box",
     "container"}
)  # fmt: skip
_TAB = 4
_COUNTED = re.compile(r"\s*1\s*\n\s*2\b[\d\s]*")


class Preformatted:
    """What ``pre`` says, as a browser lays it out: ``br`` and block elements end lines.

    Tidying changes white space alone, so that a place is told by the ink before it.
    """

    def __init__(self, pre: Element) -> None:
        """Read the element."""
        self.links: list[tuple[str, int, int]] = []
        """Addresses, and the ink before and up to the end of what leads there."""
        self.names: list[tuple[str, int]] = []
        """What links may name, and the ink before it."""
        self._out: list[str] = []
        self._fresh = True  # at the start of a line
        self._ink = 0
        self._read(pre)

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._out)

    def _read(self, pre: Element) -> None:
        stack: list[object] = list(reversed(pre.children))
        while stack:
            node = stack.pop()
            if isinstance(node, Text):
                self._write(node.data)
            elif isinstance(node, Element):
                if not _is_dropped(node, node.tag):
                    self._enter(node, stack)
            elif node is _END_OF_LINE:
                self._end_line()
            elif node is _EMPTY_LINE:
                self._write("\n")
            elif isinstance(node, _EndOfLink) and node.start < self._ink:
                self.links.append((node.href, node.start, self._ink))

    def _enter(self, element: Element, stack: list[object]) -> None:
        tag = element.tag
        if tag == "br":
            self._write("\n")
            return
        for name in {attr(element, "id"), attr(element, "name") if tag == "a" else ""} - {""}:
            self.names.append((name, self._ink))
        if tag in _LINES:
            self._end_line()
            stack.append(_END_OF_LINE)
        elif _is_line(element) and _is_line(element.next_sibling):
            stack.append(_END_OF_LINE if text_of(element, 1) else _EMPTY_LINE)
        elif tag == "a" and attr(element, "href"):
            stack.append(_EndOfLink(attr(element, "href"), self._ink))
        stack.extend(reversed(element.children))

    def _write(self, data: str) -> None:
        if data:
            data = clean_block(data.replace("\r\n", "\n").replace("\r", "\n"))
            self._out.append(data)
            self._ink += len("".join(data.split()))
            self._fresh = data.endswith("\n")

    def _end_line(self) -> None:
        if not self._fresh:
            self._write("\n")


class _EndOfLink(NamedTuple):
    href: str
    start: int


_END_OF_LINE = object()
_EMPTY_LINE = object()


def _is_line(node: object) -> bool:
    """Tell what a highlighter makes of each line; a style sheet may be what ends it."""
    if not isinstance(node, Element) or node.tag != "span":
        return False
    names = attr(node, "class")
    return "line" in names and "line" in names.split()


def _is_dropped(element: Element, tag: str) -> bool:
    """Tell gutters, buttons and what is hidden."""
    if tag in _DROPPED:
        return True
    attrs = element.attrs
    if not attrs:
        return False
    if "class" in attrs and _GUTTER.search(attr(element, "class")):
        return True
    if "unselectable" in attrs or is_hidden(element):
        return True
    return "style" in attrs and _UNSELECTABLE.search(attr(element, "style")) is not None


def is_gutter(element: Element) -> bool:
    """Tell whether an element beside the code holds only its line numbers."""
    return "class" in element.attrs and _GUTTER.search(attr(element, "class")) is not None


def tidy(text: str) -> str:
    """Tidy clean code: tabs and no-break spaces as blanks, no blank lines at either end."""
    lines = [line.expandtabs(_TAB).rstrip() if "\t" in line else line.rstrip()
             for line in text.replace("\xa0", " ").split("\n")]  # fmt: skip
    while lines and not lines[-1]:
        lines.pop()
    start = next((index for index, line in enumerate(lines) if line), 0)
    return "\n".join(lines[start:])


def language_of(pre: Element) -> str:
    """Find the declared language: on ``pre``, on the ``code`` in it, or on what wraps it."""
    found = _declared(pre)
    inner = pre.find("code")
    if not found and inner is not None:
        found = _declared(inner)
    outer = pre.parent
    for _ in range(3):
        if found or not isinstance(outer, Element):
            break
        found = _declared(outer, familiar=False)
        outer = outer.parent
    return found


def _declared(element: Element, *, familiar: bool = True) -> str:
    for name in ("data-lang", "data-language", "data-code-language", "lang"):
        value = attr(element, name).strip().lower()
        if value and (name != "lang" or _FAMILIAR.fullmatch(value)):
            return "" if value in _NO_LANGUAGE else value
    names = attr(element, "class").lower()
    if not names:
        return ""
    for match in _LANGUAGE.finditer(names):
        if match[1] not in _NO_LANGUAGE:
            return match[1]
    plain = _FAMILIAR.search(names) if familiar else None
    return plain[1] if plain else ""


def _enter_pre(flow: Flow, element: Element) -> Skip:
    flow.flush()
    if is_gutter(element):
        return SKIP
    read = Preformatted(element)
    in_table = bool(flow.tables)
    if in_table and _COUNTED.fullmatch(read.text):
        return SKIP
    text = tidy(read.text)
    if not text:
        return SKIP
    flow.words += len(text.split())
    anchors = flow.take_anchors()
    links: tuple[CodeLink, ...] = ()
    if read.names or read.links:
        ink = [at for at, character in enumerate(text) if not character.isspace()]
        anchors += tuple([Anchor(name, ink[at]) for name, at in read.names if at < len(ink)])
        links = tuple(_links(flow, read, ink))
    flow.out.append(Code(text, language_of(element), anchors, links))
    return SKIP


def _links(flow: Flow, read: Preformatted, ink: list[int]) -> Iterator[CodeLink]:
    """Give the links that lead somewhere."""
    free = 0
    for href, first, last in read.links:
        number = flow.link_to(href)
        if number is not None and free <= first and last <= len(ink):
            free = last
            yield CodeLink(ink[first], ink[last - 1] + 1, number)


HANDLERS: dict[str, Handler] = {
    "pre": _enter_pre,
    "listing": _enter_pre,
    "xmp": _enter_pre,
    "plaintext": _enter_pre,
}
