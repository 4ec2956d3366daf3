"""Text-level elements: emphasis, links, line breaks, super- and subscripts, ruby."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.blocks import LineBreak, NoteRef, Weight
from tui_reader.article.elements import child_elements, text_of
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.article.maths import is_drawn_formula
from tui_reader.article.scripts import lowered, raised
from tui_reader.clean import clean_line
from tui_reader.dom import Element, attr

if TYPE_CHECKING:
    from tui_reader.article.flow import Leave, Skip

_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|ère|e|ème|nd|nde|o|a|os|as|º|ª)", re.IGNORECASE)
_MARKS = {"tm": "™", "sm": "℠", "®": "®", "™": "™", "r": "®"}
_NOTE_LABEL = re.compile(
    r"[\[(]?\s*(?:(?:[a-zA-Z]{1,4}\.?\s)?\d{1,4}|[*†‡§¶]{1,3}|[a-zA-Z]|[ivxlc]{1,6})\s*[\])]?"
)
_PERMALINKS = frozenset("#¶§🔗∞")
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), Weight.STRONG),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), Weight.EMPHASIS),
    (re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE), Weight.STRIKE),
)


def _weighing(weight: Weight) -> Handler:
    def enter(flow: Flow, _element: Element) -> Leave:
        return flow.add_weight(weight)

    return enter


def _enter_sup(flow: Flow, element: Element) -> Leave | Skip | None:
    if flow.link is not None or _has_element(element):
        return None  # a footnote or a link decides for itself
    text = clean_line(text_of(element, 200))
    if not text or len(text) > 24:
        return None
    mark = _MARKS.get(text.lower())
    stands = _ORDINAL.fullmatch(text) or (text[0] == "[" and _NOTE_LABEL.fullmatch(text))
    flow.text(mark or (text if stands else raised(text)))
    return SKIP


def _enter_sub(flow: Flow, element: Element) -> Leave | Skip | None:
    text = clean_line(text_of(element, 200))
    if not text or len(text) > 24 or _has_element(element):
        return None
    flow.text(lowered(text))
    return SKIP


def _has_element(element: Element) -> bool:
    return next(child_elements(element), None) is not None


def _enter_a(flow: Flow, element: Element) -> Leave | Skip | None:
    href = attr(element, "href")
    name = attr(element, "name")
    if name:
        flow.anchor(name)
    if not href:
        return None
    if _is_permalink(element, href) or "dsq-brlink" in attr(element, "class"):
        return SKIP  # the second is Disqus's line on comments that are not here
    number = flow.link_to(href)
    if number is None:
        return None
    if flow.links[number].fragment and _is_note_ref(element):
        label = clean_line(text_of(element, 40))
        if _NOTE_LABEL.fullmatch(label):
            flow.inline(NoteRef(label, number))
            return SKIP
    before = flow.set_link(number)

    def leave(flow: Flow) -> None:
        flow.set_link(before)

    return leave


def _is_permalink(element: Element, href: str) -> bool:
    """Tell the little sign beside a heading that links to the heading itself."""
    if "#" not in href:
        return False
    if "headerlink" in attr(element, "class"):
        return True
    text = text_of(element, 10).strip()
    if text and set(text) <= _PERMALINKS:
        return True
    return not text and "anchor" in attr(element, "class")


def _is_note_ref(element: Element) -> bool:
    if attr(element, "role") == "doc-noteref" or "footnote" in attr(element, "class"):
        return True
    parent = element.parent
    inside = isinstance(parent, Element) and parent.tag in {"sup", "sub"}
    return inside or any(child.tag == "sup" for child in child_elements(element))


def _enter_br(flow: Flow, _element: Element) -> Skip:
    flow.inline(LineBreak())
    return SKIP


def _enter_abbr(flow: Flow, element: Element) -> Leave | None:
    title = clean_line(attr(element, "title"), limit=200)
    short = text_of(element, 60).strip()
    if not title or title[0].isdigit() or title.lower() in short.lower():
        return None
    key = (short, title)
    if key in flow.expanded:
        return None
    flow.expanded.add(key)
    return lambda flow: flow.text(f" ({title})")


def _enter_q(flow: Flow, _element: Element) -> Leave:
    opening, closing = "“”" if flow.quotes % 2 == 0 else "‘’"
    flow.quotes += 1
    flow.text(opening)

    def leave(flow: Flow) -> None:
        flow.quotes -= 1
        flow.text(closing)

    return leave


def _enter_rt(flow: Flow, element: Element) -> Leave | Skip:
    if not text_of(element, 10).strip():
        return SKIP
    flow.text("(")
    return lambda flow: flow.text(")")


def _enter_span(flow: Flow, element: Element) -> Leave | Skip | None:
    names = attr(element, "class")
    if names:
        if is_drawn_formula(element):
            return SKIP
        if "katex-display" in names:
            return _in_display(flow)
    style = attr(element, "style")
    if not style:
        return None
    weight = Weight.PLAIN
    for pattern, found in _STYLES:
        if pattern.search(style):
            weight |= found
    return flow.add_weight(weight) if weight else None


def _in_display(flow: Flow) -> Leave:
    flow.in_display = True

    def leave(flow: Flow) -> None:
        flow.in_display = False

    return leave


def _enter_mathjax(flow: Flow, element: Element) -> Leave | Skip | None:
    if is_drawn_formula(element):
        return SKIP
    return _in_display(flow) if attr(element, "display") == "true" else None


def _skip(_flow: Flow, _element: Element) -> Skip:
    return SKIP


_STRONG = _weighing(Weight.STRONG)
_EMPHASIS = _weighing(Weight.EMPHASIS)
_STRIKE = _weighing(Weight.STRIKE)
_CODE = _weighing(Weight.CODE)

HANDLERS: dict[str, Handler] = {
    "b": _STRONG,
    "strong": _STRONG,
    "em": _EMPHASIS,
    "i": _EMPHASIS,
    "cite": _EMPHASIS,
    "dfn": _EMPHASIS,
    "var": _EMPHASIS,
    "del": _STRIKE,
    "s": _STRIKE,
    "strike": _STRIKE,
    "ins": _weighing(Weight.UNDERLINE),
    "u": _weighing(Weight.UNDERLINE),
    "code": _CODE,
    "samp": _CODE,
    "tt": _CODE,
    "kbd": _weighing(Weight.KEY),
    "mark": _weighing(Weight.MARK),
    "small": _weighing(Weight.SMALL),
    "sup": _enter_sup,
    "sub": _enter_sub,
    "a": _enter_a,
    "br": _enter_br,
    "wbr": _skip,
    "abbr": _enter_abbr,
    "acronym": _enter_abbr,
    "q": _enter_q,
    "rp": _skip,
    "rt": _enter_rt,
    "rtc": _enter_rt,
    "span": _enter_span,
    "font": _enter_span,
    "mjx-container": _enter_mathjax,
    "mjx-math": _enter_mathjax,
    "mjx-html": _enter_mathjax,
}
