"""Blocks that hold other blocks: quotations, notes, details, rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.blocks import (
    Blocks,
    Callout,
    Details,
    Footnotes,
    Inlines,
    Quote,
    Rule,
    Weight,
)
from tui_reader.article.elements import text_of
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.article.flows import anchors_of, flatten
from tui_reader.clean import clean_line
from tui_reader.dom import Element, attr

if TYPE_CHECKING:
    from tui_reader.article.blocks import Anchors
    from tui_reader.article.flow import Leave, Skip

_LONG_REQUEST = 300
"""Characters from which on a text for those without scripts says more than that."""
_CALLOUT = re.compile(
    r"(?:^|\s)(?:admonition|callout|markdown-alert|alert|notice|note|tip|warning|important|caution|"
    r"info-?box|hint|custom-block|wp-block-callout|theme-admonition)(?:$|[\s-])",
    re.IGNORECASE,
)
_NOTES = re.compile(
    r"(?:^|\s)(?:footnotes?(?:-list|-block)?|endnotes|footnotes-sep|modern-footnotes-list|"
    r"easy-footnotes-wrapper|references?)(?:$|\s)",
    re.IGNORECASE,
)


def _enter_quote(flow: Flow, _element: Element) -> Leave:
    def done(flow: Flow, blocks: Blocks) -> None:
        if blocks:
            flow.out.append(Quote(blocks))

    return flow.nest(done)


def _enter_hr(flow: Flow, _element: Element) -> Skip:
    flow.flush()
    if not (flow.out and isinstance(flow.out[-1], Rule)):
        flow.out.append(Rule())
    return SKIP


def _enter_noscript(_flow: Flow, element: Element) -> Skip | None:
    """Leave out the request to switch on what no reader of feeds has."""
    text = text_of(element, _LONG_REQUEST)
    asks = "javascript" in text.lower() and len(text) < _LONG_REQUEST
    return SKIP if asks and element.find("img") is None else None


def _enter_details(flow: Flow, element: Element) -> Leave:
    summaries: list[tuple[Inlines, Anchors]] = []
    is_open = "open" in element.attrs
    flow.flush()
    own = flow.take_anchors()

    def done(flow: Flow, blocks: Blocks) -> None:
        flow.summaries.pop()
        summary, anchors = next(iter(summaries), ((), ()))
        if summary or blocks:
            flow.out.append(Details(summary, blocks, is_open, (*own, *anchors)))

    leave = flow.nest(done)
    if leave is Flow.flush:
        flow.give_back(own)
    else:
        flow.summaries.append(summaries)
    return leave


def _enter_summary(flow: Flow, _element: Element) -> Leave:
    if not flow.summaries or flow.summaries[-1]:
        flow.flush()
        return Flow.flush
    summaries = flow.summaries[-1]

    def done(_flow: Flow, blocks: Blocks) -> None:
        summaries.append((flatten(blocks), anchors_of(blocks)))

    return flow.nest(done)


def _enter_division(flow: Flow, element: Element) -> Leave | None:
    """Enter a block without a meaning of its own, but perhaps one in its class or role."""
    names = attr(element, "class")
    role = attr(element, "role")
    if role in {"doc-endnotes", "doc-footnote"} or (names and _NOTES.search(names)):
        return _enter_notes(flow)
    if names and _CALLOUT.search(names) and element.tag != "p":
        return _enter_callout(flow)
    flow.flush()
    return Flow.flush


def _enter_notes(flow: Flow) -> Leave:
    def done(flow: Flow, blocks: Blocks) -> None:
        if blocks and isinstance(blocks[0], Rule):
            blocks = blocks[1:]  # layout draws its own
        if flow.out and isinstance(flow.out[-1], Rule):
            flow.out.pop()
        if blocks:
            flow.out.append(Footnotes(blocks))

    return flow.nest(done)


def _enter_callout(flow: Flow) -> Leave:
    def done(flow: Flow, blocks: Blocks) -> None:
        if blocks:
            flow.out.append(Callout(blocks))

    return flow.nest(done)


def _enter_aside(flow: Flow, element: Element) -> Leave:
    if _NOTES.search(attr(element, "class")) or attr(element, "role") == "doc-endnotes":
        return _enter_notes(flow)
    return _enter_callout(flow)


def _enter_title_line(flow: Flow, element: Element) -> Leave:
    """Enter a paragraph: the title of a callout stands out."""
    flow.flush()
    names = attr(element, "class")
    if "admonition-title" in names or "alert-title" in names or "custom-block-title" in names:
        leave = flow.add_weight(Weight.STRONG)

        def end(flow: Flow) -> None:
            flow.flush()
            leave(flow)

        return end
    return Flow.flush


def _enter_html(flow: Flow, element: Element) -> None:
    flow.language = flow.language or clean_line(attr(element, "lang"), limit=40).lower()


def _flushing(flow: Flow, _element: Element) -> Leave:
    flow.flush()
    return Flow.flush


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(("div", "section", "article"), _enter_division),
    **dict.fromkeys(
        ("address", "body", "center", "dialog", "fieldset", "footer", "form", "header", "hgroup",
         "legend", "main", "nav", "option", "optgroup", "search"),
        _flushing,
    ),
    "p": _enter_title_line,
    "aside": _enter_aside,
    "blockquote": _enter_quote,
    "hr": _enter_hr,
    "details": _enter_details,
    "summary": _enter_summary,
    "html": _enter_html,
    "noscript": _enter_noscript,
}  # fmt: skip
