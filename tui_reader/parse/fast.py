"""A strict reader of well-formed feeds: it gives exactly what feedparser gives, or nothing.

feedparser is the truth about feeds; it is also slow. Most documents hold only what everybody
knows how to read: for those the same values are found here in a fraction of the time. Wherever
a document holds anything else, this reader declines it. That both agree is proven over every
document at hand, field by field, in ``tests/corpus/test_fast_path.py``.

Expat reads neither a document type nor anything outside the document here. A document with more
entries, or more categories in an entry, than ``bounds`` lets pass is declined, too.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from tui_reader.parse import encoding
from tui_reader.parse.bounds import CATEGORY_NAMES, MAX_NAMES_IN_A_ROW
from tui_reader.parse.fast_elements import RDF_ABOUT
from tui_reader.parse.fast_rules import (
    ASIDES,
    KNOWN_PREFIXES,
    MEANINGFUL,
    MEANINGFUL_NAMES,
    NAMESPACES,
    READ_NAMES,
    RULES,
    USERLAND,
    Place,
    Rule,
)
from tui_reader.parse.fast_state import State
from tui_reader.parse.fast_values import Unsure, declared_base, is_settled
from tui_reader.parse.told import Told

if TYPE_CHECKING:
    from tui_reader.parse.fast_state import Attributes

MAX_DEPTH: Final = 50
MAX_NAMESPACES: Final = 100

_DECLARATION = re.compile(
    rb"<\?xml[ \t]+version=[\"']1\.0[\"'](?:[ \t]+encoding=[\"']([\w.\-]+)[\"'])?"
    rb"(?:[ \t]+standalone=[\"'](?:yes|no)[\"'])?[ \t]*\?>"
)
_HOLD_ASCII: Final = frozenset(
    {
        "", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-2", "iso-8859-15",
        "latin1", "windows-1250", "windows-1251", "windows-1252", "koi8-r",
    }
)  # fmt: skip
"""Encodings in which ASCII is ASCII."""
_OF_ONE_BYTE: Final = frozenset(
    {"iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251", "windows-1252"}
)
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ATTRIBUTES: Final = frozenset(
    {
        "base", "content", "domain", "filesize", "href", "ispermalink", "label", "lang", "lastmod",
        "length", "medium", "mode", "rel", "role", "scheme", "src", "term", "text", "title",
        "type", "uri", "url", "version", "xmlns",
    }
)  # fmt: skip
"""Attributes that are looked at; feedparser takes them from an unknown namespace, too."""


def read(body: bytes, content_type: str = "") -> Told | None:
    """Read a document, or decline it.

    Args:
        body: The document.
        content_type: The header of that name.
    """
    data = _certain_utf8(body, encoding.told_charset(content_type))
    if data is None:
        return None
    reader = _Reader()
    reader.state.is_settled = is_settled(data)
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, UnicodeDecodeError, Unsure):
        return None
    finally:
        # They hold each other, and all of the document.
        reader.let_go()
    state = reader.state
    if not state.version:
        return None
    return Told(
        version=state.version,
        channel=state.channel,
        entries=state.entries,
        has_skips=any("skip" in name for name in reader.names.values()),
    )


def _certain_utf8(body: bytes, told: str) -> bytes | None:
    """Give the document in UTF-8, where there is one way only to read its bytes."""
    body = body.removeprefix(codecs.BOM_UTF8)
    declaration = _DECLARATION.match(body)
    is_odd = body.startswith(b"<?") and declaration is None
    # feedparser takes the last encoding on the first line for the declared one.
    if is_odd or b"\x00" in body or _first_line(body).count(b"encoding=") > 1:
        return None
    declared = (declaration[1] or b"").decode().lower() if declaration else ""
    if body.isascii():
        return body if {told.lower(), declared} <= _HOLD_ASCII else None
    if declared not in _OF_ONE_BYTE:
        # UTF-8, or nothing: expat sees to that as it reads.
        return body
    try:
        body.decode()
    except UnicodeDecodeError:
        return _of_one_byte(body, declared) if told.lower() in {"", declared} else None
    return body


def _first_line(body: bytes) -> bytes:
    return body.partition(b"\n")[0]


def _of_one_byte(body: bytes, declared: str) -> bytes | None:
    """Decode a document in one of the common encodings of a byte a character."""
    if encoding.charset(body, declared) != declared:
        return None
    try:
        return body.decode(declared).encode()
    except UnicodeDecodeError:
        return None


class _Reader:
    """One run over one document: names become rules, rules change the state."""

    def __init__(self) -> None:
        self.state = State()
        self.place = Place.DOCUMENT
        self.pieces: list[str] = []
        """Text of the open elements, in the order in which these began."""
        self.start = 0
        """Where the text of the innermost one begins there."""
        self.base = ""
        """The base of the innermost one; empty where it was before any was declared."""
        self.open: list[tuple[Rule, Place, str | None, str, int]] = []
        """The rules of the open elements, and what held before they began."""
        self.rules: dict[Place, dict[str, Rule]] = {place: {} for place in Place}
        """By place and expat's name, the rules that were looked up already."""
        self.prefixes: dict[str, str] = {}
        """By prefix in lower case, the namespace that it was declared for."""
        self.names: dict[str, str] = {}
        """By expat's name, the name by which the rules know an element."""
        self.rowed: set[str] = set()
        """Expat's names of elements that come in rows: categories of any namespace."""
        self.meant: dict[str, str] = {}
        """By feedparser's prefix, the namespace that it stands for."""
        self.turned: set[str] = set()
        """Prefixes that feedparser takes for others, because the document does."""
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = 65_536
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.pieces.append
        self.parser = parser

    def let_go(self) -> None:
        """Part with expat's reader."""
        del self.parser

    def _refuse_doctype(self, *_: object) -> None:
        raise Unsure

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        rule = self.rules[self.place].get(name) or self._rule(name)
        state = self.state
        if name in self.rowed:
            state.categories += 1
            if state.categories > MAX_NAMES_IN_A_ROW:
                raise Unsure
        if state.depth >= MAX_DEPTH:
            raise Unsure
        self.open.append((rule, self.place, state.language, self.base, self.start))
        self.place = rule.inside
        self.start = len(self.pieces)
        state.depth += 1
        attrs: Attributes = {}
        if attributes:
            attrs = _attributes(attributes)
            language = attrs.get("xml:lang", attrs.get("lang"))
            if language is not None:
                state.language = language or None
            if base := attrs.get("xml:base"):
                state.base = declared_base(base)
        self.base = state.base
        if rule.begin:
            rule.begin(state, attrs)

    def _end(self, _: str) -> None:
        state = self.state
        text = self._own_text()
        rule, self.place, language, self.base, self.start = self.open.pop()
        if rule.end:
            rule.end(state, text)
        state.language = language
        state.depth -= 1
        # A base that none of the elements around declared goes on, beyond its end.
        if self.base:
            state.base = self.base

    def _own_text(self) -> str:
        """Take the text of the innermost element out of the pieces."""
        pieces, start = self.pieces, self.start
        if len(pieces) == start + 1:
            return pieces.pop()
        text = "".join(pieces[start:])
        del pieces[start:]
        return text

    def _rule(self, name: str) -> Rule:
        """Look up the rule for an element that is new here, and remember it."""
        element = self.names.get(name) or self._named(name)
        rule = RULES[self.place].get(element) or self._aside(element)
        self.rules[self.place][name] = rule
        return rule

    def _aside(self, element: str) -> Rule:
        """Pass over an element that means nothing to feedparser, here or anywhere."""
        prefix, colon, _ = element.partition(":")
        is_meant = prefix in MEANINGFUL if colon else element in MEANINGFUL_NAMES
        rule = ASIDES.get(self.place)
        if rule is None or is_meant or element.replace(":", "_") in READ_NAMES:
            raise Unsure
        return rule

    def _named(self, name: str) -> str:
        """Give the element's name as feedparser forms it."""
        namespace, blank, local = name.rpartition(" ")
        element = local.lower()
        prefix = self._prefix_of(namespace) if blank else ""
        if prefix in self.turned or ":" in element:
            raise Unsure
        element = f"{prefix}:{element}" if prefix else element
        self.names[name] = element
        if local.lower() in CATEGORY_NAMES:
            self.rowed.add(name)
        return element

    def _prefix_of(self, namespace: str) -> str:
        known = _known_prefix(namespace)
        if known is not None:
            return known
        declared = (prefix for prefix, uri in self.prefixes.items() if uri == namespace)
        return next(declared, "")

    def _declare(self, prefix: str | None, namespace: str | None) -> None:
        """Follow a declaration, unless it turns a familiar prefix into something else."""
        if not namespace or namespace.split() != [namespace]:
            raise Unsure
        if (namespace == _XLINK and self.open) or len(self.prefixes) > MAX_NAMESPACES:
            raise Unsure
        folded = (prefix or "").lower()
        self._tell_version(folded, namespace.lower())
        if self.prefixes.get(folded) == namespace:
            return
        known = _known_prefix(namespace)
        if folded and self.prefixes.setdefault(folded, namespace) != namespace:
            raise Unsure
        meant = folded if known is None else known
        if meant and self.meant.setdefault(meant, namespace) != namespace:
            raise Unsure
        if known is None:
            if folded == "rdf" or (folded and self._has_named(namespace)):
                raise Unsure
        elif folded in KNOWN_PREFIXES and folded != known:
            if self.open:
                raise Unsure
            self.turned.add(folded)

    def _has_named(self, namespace: str) -> bool:
        return any(name.startswith(f"{namespace} ") for name in self.names)

    def _tell_version(self, prefix: str, namespace: str) -> None:
        if self.state.version:
            return
        if namespace == "http://my.netscape.com/rdf/simple/0.9/" and not prefix:
            self.state.version = "rss090"
        elif namespace == "http://purl.org/rss/1.0/":
            self.state.version = "rss10"
        elif namespace == "http://www.w3.org/2005/atom":
            self.state.version = "atom10"


def _known_prefix(namespace: str) -> str | None:
    folded = namespace.lower()
    return "" if USERLAND in folded else NAMESPACES.get(folded)


def _attributes(attributes: dict[str, str]) -> Attributes:
    """Give attributes by lower-case name; ``rel`` and ``type`` have lower-case values."""
    found: Attributes = {}
    for name, value in attributes.items():
        key = _attribute(name)
        if key in found:
            raise Unsure
        found[key] = value.lower() if key in {"rel", "type"} else value
    return found


@lru_cache(maxsize=256)
def _attribute(name: str) -> str:
    """Give the name by which an attribute is known."""
    namespace, blank, local = name.rpartition(" ")
    key = _in_namespace(namespace, local.lower()) if blank else name.lower()
    if key == "base":
        raise Unsure
    return key


def _in_namespace(namespace: str, local: str) -> str:
    """Give the name of an attribute that has a namespace."""
    if namespace == _XML and local in {"base", "lang", "space"}:
        return f"xml:{local}"
    if namespace == _RDF and local not in _ATTRIBUTES:
        return RDF_ABOUT if local == "about" else f"rdf:{local}"
    if namespace == _XML or local in _ATTRIBUTES:
        raise Unsure
    return f"{namespace} {local}"
