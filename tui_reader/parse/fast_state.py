"""What the strict reader knows at one point of a document, and how values find their place.

The places and their order are feedparser's: which of several titles counts, when a description
is content, whose author a name belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tui_reader.parse.fast_values import Unsure, looks_like_html, settled

Attributes = dict[str, str]
Context = dict[str, Any]

_TEXT_TYPES: Final = {
    "text": "text/plain",
    "plain": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
}


@dataclass(slots=True)
class State:
    """Where the reader stands, and what it has read so far."""

    is_settled: bool = False
    """No text of the document needs to be repaired."""
    version: str = ""
    channel: Context = field(default_factory=dict)
    entries: list[Context] = field(default_factory=list)
    context: Context = field(init=False)
    """What a value belongs to: the channel, the channel's picture, the entry."""
    depth: int = 0
    language: str | None = None
    """The language of the open element, told by it or by one around it."""
    base: str = ""
    """The base that the document declared last; an end does not take it away for good."""
    in_channel: bool = False
    in_entry: bool = False
    title_depth: int = -1
    """How deep the title stands that counts so far; -1 where there is none."""
    categories: int = 0
    """Elements that may be categories, since an entry began or ended."""
    depths: dict[str, int] = field(default_factory=dict)
    """How deep each value of the entry was found; a deeper one does not replace it."""
    has_content: bool = False
    is_content: bool = False
    """The open description or summary counts as content, because there is a summary."""
    id_is_link: bool = False
    link_is_text: bool = False
    detail: Context = field(default_factory=dict)
    """Type and language of the open text."""

    def __post_init__(self) -> None:
        """Begin with the channel, to which everything belongs that is in no entry."""
        self.context = self.channel

    @property
    def keeps_text(self) -> bool:
        """Whether a value is kept here; what RSS 1.0 has beside channel and items is not."""
        return self.in_entry or self.in_channel

    def open_text(self, attrs: Attributes, media_type: str) -> None:
        """Begin a text that may be markup."""
        media_type = _TEXT_TYPES.get(attrs.get("type", media_type), "")
        if not media_type or attrs.get("mode") == "base64":
            raise Unsure
        language = self.language.replace("_", "-") if self.language else None
        self.detail = {"type": media_type, "language": language, "base": self.base}

    def closed_text(self, text: str) -> str:
        """End a text that may be markup; in RSS a plain one is looked at for markup."""
        text = text.strip()
        is_plain = self.detail["type"] == "text/plain"
        if is_plain and not self.version.startswith("atom") and looks_like_html(text):
            self.detail["type"] = "text/html"
        return text if self.is_settled else settled(text)

    def store(self, name: str, value: str, *, detail: Context | None = None) -> None:
        """Keep a value; in an entry, one that stands deeper than the first does not count."""
        if self.in_entry:
            known = self.depths.get(name)
            if known is None or self.depth <= known:
                self.depths[name] = self.depth
                self.context[name] = value
        elif self.in_channel:
            self.context[name] = value
        else:
            return
        if detail is not None:
            self.context[f"{name}_detail"] = detail


def add_tag(context: Context, term: str | None, scheme: str | None, label: str | None) -> None:
    """Add a category; one that is there already is not added again."""
    tags = context.setdefault("tags", [])
    tag = {"term": term, "scheme": scheme, "label": label}
    if (term or scheme or label) and tag not in tags:
        tags.append(tag)
