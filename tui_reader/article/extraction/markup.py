"""The tree as HTML again: well-formed, with what means something to a reader and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.article.extraction import pictures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.article.extraction.tree import Node

_VOID = frozenset({"br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
_KNOWN = frozenset(
    {"a", "abbr", "address", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption",
     "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt",
     "em", "embed", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
     "iframe", "img", "input", "ins", "kbd", "li", "mark", "menu", "object", "ol", "p", "pre", "q",
     "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "section", "small", "source", "span", "strong",
     "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr",
     "track", "u", "ul", "var", "video", "wbr"}
)  # fmt: skip
_RENAMED = {"big": "span", "dir": "ul", "image": "img", "listing": "pre", "plaintext": "pre",
            "strike": "s", "tt": "code", "xmp": "pre"}  # fmt: skip
_MATHS = frozenset(
    {"annotation", "annotation-xml", "maction", "maligngroup", "malignmark", "math", "menclose",
     "merror", "mfenced", "mfrac", "mi", "mlabeledtr", "mmultiscripts", "mn", "mo", "mover",
     "mpadded", "mphantom", "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle",
     "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
     "semantics"}
)  # fmt: skip
_EVERYWHERE = ("id", "class", "dir", "lang", "title", "role")
_OWN = {
    "a": ("href", "rel"),
    "abbr": (),
    "audio": ("src", "controls"),
    "blockquote": ("cite",),
    "col": ("span", "align"),
    "colgroup": ("span",),
    "data": ("value",),
    "del": ("datetime",),
    "details": ("open",),
    "embed": ("src", "type"),
    "iframe": ("src", "width", "height"),
    "img": ("src", "alt", "width", "height"),
    "input": ("type", "checked", "disabled"),
    "ins": ("datetime",),
    "li": ("value",),
    "object": ("data", "type"),
    "ol": ("start", "type", "reversed"),
    "p": ("align",),
    "pre": ("data-lang", "data-language"),
    "code": ("data-lang", "data-language"),
    "q": ("cite",),
    "source": ("src", "type"),
    "td": ("colspan", "rowspan", "headers", "align"),
    "th": ("colspan", "rowspan", "headers", "align", "scope", "abbr"),
    "time": ("datetime",),
    "track": ("src", "kind", "srclang", "label"),
    "tr": ("align",),
    "ul": ("type",),
    "video": ("src", "poster", "controls"),
    "math": ("display", "alttext"),
    "mo": ("stretchy", "fence", "separator"),
    "annotation": ("encoding",),
    "mfenced": ("open", "close", "separators"),
    "mfrac": ("linethickness",),
    "mi": ("mathvariant",),
    "menclose": ("notation",),
}  # fmt: skip
_RANKS_EVERYWHERE = {name: rank for rank, name in enumerate(_EVERYWHERE)}
_RANKS = {
    tag: {name: rank for rank, name in enumerate((*_EVERYWHERE, *own))} for tag, own in _OWN.items()
}
"""In which order attributes are written."""
_NOTHING_BARE = {
    "a": ("href", "id"),
    "iframe": ("src",),
    "img": ("src", "alt"),
}
"""Tags that say nothing without one of these."""
_PICTURED = frozenset({"audio", "iframe", "img", "video"})
_ADDRESSES = frozenset({"cite", "data", "href", "poster", "src"})
_PARENTS = {
    "tr": frozenset({"table", "tbody", "thead", "tfoot"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
    "tbody": frozenset({"table"}),
    "thead": frozenset({"table"}),
    "tfoot": frozenset({"table"}),
    "caption": frozenset({"table"}),
    "colgroup": frozenset({"table"}),
    "col": frozenset({"table", "colgroup"}),
    "source": frozenset({"audio", "video"}),
    "track": frozenset({"audio", "video"}),
    "summary": frozenset({"details"}),
}
"""Tags that the parser would drop or move anywhere else."""
_MEANT_STYLE = re.compile(
    r"(?:^|;)\s*((?:text-align|font-style|font-weight|text-decoration|direction|user-select)"
    r"\s*:\s*[\w\s-]{1,40})(?=;|$)",
    re.IGNORECASE,
)
_INERT = re.compile(r"(?:javascript|data|vbscript|about|blob|file):", re.IGNORECASE)
_IMAGE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);", re.IGNORECASE)
_HARMLESS = ("https://", "http://", "/")
_NO_SIZE = re.compile(r"(?![1-9]\d{1,4}\Z)")


def write(article: Node, *, base: str) -> tuple[str, str]:
    """Write what is in the article as HTML.

    Args:
        article: A measured tree; its own tag is not written.
        base: What relative addresses are resolved against.

    Returns:
        The markup, and its text with blanks between blocks.
    """
    writer = _Writer(base)
    out, texts = writer.out, writer.texts
    stack: list[tuple[Iterator[Node | str], str, str, bool]] = []
    rest, end, around, linked = iter(article.children), "", "div", False
    while True:
        for node in rest:
            if isinstance(node, str):
                out.append(_text(node))
                texts.append(node)
                continue
            tag = writer.start(node, around, linked=linked)
            if tag is None:
                continue
            children = node.children
            after = f"</{tag}>" if tag else ""
            if len(children) == 1 and isinstance(children[0], str):  # as half of all elements are
                out.append(_text(children[0]) + after)
                texts.append(children[0])
                continue
            stack.append((rest, end, around, linked))
            rest, end = iter(children), after
            around = tag or around
            linked = linked or tag == "a"
            break
        else:
            out.append(end)
            if not stack:
                return "".join(out).strip(), "".join(texts)
            rest, end, around, linked = stack.pop()


class _Writer:
    """Collects markup and text, one element after another."""

    def __init__(self, base: str) -> None:
        self.out: list[str] = []
        self.texts: list[str] = []
        self._tags = _Tags(base)

    def start(self, node: Node, around: str, *, linked: bool) -> str | None:
        """Write the start of an element.

        Returns:
            The tag to close, empty where there is none; None where nothing in it is written.
        """
        if node.gone:
            return None
        if not node.inline or node.tag == "br":
            self.texts.append(" ")
        if node.tag == "p" and not node.size and not node.shows:
            return None
        tag = _tag_of(node, around, linked=linked)
        if not tag:
            return ""
        start = self._tags.start(node, tag)
        self.out.append(start)
        if tag in _VOID:
            return None
        if not start:
            return ""
        if tag == "pre" and _begins_with_newline(node):
            self.out.append("\n")  # the parser drops one
        return tag


def _text(text: str) -> str:
    """Write text; this is several times as fast as ``translate``."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text if text.isascii() else text.replace("\u00a0", "&nbsp;")


def _value(text: str) -> str:
    return _text(text).replace('"', "&quot;").replace("\n", " ").replace("\r", " ")


def _tag_of(node: Node, around: str, *, linked: bool) -> str:
    """Give the tag to write; empty where only the content is written."""
    tag = _RENAMED.get(node.tag, node.tag)
    if tag in _MATHS:
        return tag
    if tag not in _KNOWN or (tag == "a" and linked):
        return ""
    allowed = _PARENTS.get(tag)
    if allowed is not None and around not in allowed:
        return "" if tag in _VOID else "div"
    if tag == "p" and any(
        not (isinstance(child, str) or child.inline or child.gone) for child in node.children
    ):
        return "div"  # a paragraph ends where a block begins
    return tag


class _Tags:
    """Writes start tags; each address is made absolute once."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._absolute: dict[str, str] = {}
        self._written: dict[tuple[str, str, str], str] = {}

    def start(self, node: Node, tag: str) -> str:
        """Give the start tag; empty where the element says nothing without what it lacks."""
        attrs = node.attrs
        if not attrs:
            return "" if tag in _NOTHING_BARE else f"<{tag}>"
        if len(attrs) > 1 or tag in _PICTURED:
            return self._start(node, tag)
        # Coloured code has one class for each of a thousand words, and few classes.
        ((name, value),) = attrs.items()
        key = (tag, name, value)
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = self._start(node, tag)
        return written

    def _start(self, node: Node, tag: str) -> str:
        attrs = node.attrs
        values = _pictured(node, tag) if tag in _PICTURED else _values(attrs, tag)
        for name in _ADDRESSES & values.keys():
            values[name] = self._resolve(values[name])
            if not values[name]:
                del values[name]
        if tag in _NOTHING_BARE and not any(map(values.get, _NOTHING_BARE[tag])):
            return ""
        if "style" in attrs:
            style = "; ".join(_MEANT_STYLE.findall(attrs["style"]))
            if style:
                values["style"] = style
        if not values:
            return f"<{tag}>"
        signs = "".join([f' {name}="{_value(value)}"' for name, value in values.items()])
        return f"<{tag}{signs}>"

    def _resolve(self, address: str) -> str:
        found = self._absolute.get(address)
        if found is None:
            found = self._absolute[address] = _absolute(self._base, address)
        return found


def _values(attrs: dict[str, str], tag: str) -> dict[str, str]:
    """Give the attributes to write, in the order in which they are named above."""
    ranks = _RANKS.get(tag, _RANKS_EVERYWHERE)
    names = [name for name in attrs if name in ranks and (attrs[name] or name not in _EVERYWHERE)]
    if len(names) > 1:
        names.sort(key=ranks.__getitem__)
    return {name: attrs[name] for name in names}


def _pictured(node: Node, tag: str) -> dict[str, str]:
    """Give the attributes of what shows something, with the address of what it shows."""
    values = _values(node.attrs, tag)
    if tag != "img":
        values["src"] = pictures.frame_address(node)
        return values
    values["src"] = pictures.address(node)
    for name in ("width", "height"):
        if _NO_SIZE.match(values.get(name, "")):
            values.pop(name, None)
    return values


def _absolute(base: str, address: str) -> str:
    address = address.strip()
    if address.startswith("#"):
        return address
    if not address.startswith(_HARMLESS):
        if _IMAGE_DATA.match(address):
            return address
        if _INERT.match(re.sub(r"[\x00-\x20]+", "", address[:100])):
            return ""
    return urls.resolve(base, address) if base else address


def _begins_with_newline(node: Node) -> bool:
    first = node.children[0] if node.children else None
    return isinstance(first, str) and first.startswith("\n")
