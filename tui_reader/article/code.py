"""Preformatted text: the author's characters, without gutters and copy buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.blocks import Code
from tui_reader.article.elements import is_hidden
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.clean import clean_block
from tui_reader.dom import Element, Text, attr

if TYPE_CHECKING:
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


def text_of_pre(pre: Element) -> str:
    """Give the text as a browser lays it out: ``br`` and block elements end lines."""
    out: list[str] = []
    fresh = True  # at the start of a line
    stack: list[object] = list(reversed(pre.children))
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            data = node.data
            if data:
                out.append(data)
                fresh = data[-1] == "\n"
        elif isinstance(node, Element):
            tag = node.tag
            if tag == "br":
                out.append("\n")
                fresh = True
            elif not _is_dropped(node, tag):
                if tag in _LINES:
                    if not fresh:
                        out.append("\n")
                        fresh = True
                    stack.append(_END_OF_LINE)
                stack.extend(reversed(node.children))
        elif node is _END_OF_LINE and not fresh:
            out.append("\n")
            fresh = True
    return "".join(out)


_END_OF_LINE = object()


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
    """Clean code: safe characters, tabs as blanks, no blank lines at either end."""
    text = clean_block(text.replace("\r\n", "\n").replace("\r", "\n"))
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
    text = text_of_pre(element)
    in_table = bool(flow.tables)
    if in_table and _COUNTED.fullmatch(text):
        return SKIP
    text = tidy(text)
    if text:
        flow.words += len(text.split())
        flow.out.append(Code(text, language_of(element), flow.take_anchors()))
    return SKIP


HANDLERS: dict[str, Handler] = {
    "pre": _enter_pre,
    "listing": _enter_pre,
    "xmp": _enter_pre,
    "plaintext": _enter_pre,
}
