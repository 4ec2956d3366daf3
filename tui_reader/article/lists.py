"""Lists: ordered with every way of counting, unordered, tasks, definitions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_reader.article.blocks import (
    MAX_DEPTH,
    Blocks,
    Definition,
    DefinitionList,
    ListBlock,
    ListItem,
    Paragraph,
    Task,
)
from tui_reader.article.elements import child_elements, whole_number
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.article.flows import anchors_of, flatten
from tui_reader.dom import Element, attr

if TYPE_CHECKING:
    from tui_reader.article.flow import Leave, Skip

BULLET = "•"


@dataclass(slots=True)
class OpenList:
    """A list in the making."""

    ordered: bool
    kind: str = ""
    """``type``: 1, a, A, i or I."""
    next: int = 1
    step: int = 1
    items: list[ListItem] = field(default_factory=list)
    task: Task | None = None
    depth: int = 0
    """Of the flow where its items belong."""


@dataclass(slots=True)
class OpenDefinitions:
    """A definition list in the making."""

    items: list[Definition] = field(default_factory=list)
    terms: list[Paragraph] = field(default_factory=list)
    depth: int = 0
    """Of the flow where its terms belong."""


def ordinal(number: int, kind: str) -> str:
    """Write a list item's number as its ``type`` says.

    Source: HTML Standard, ``li`` and the ``type`` attribute of ``ol``; CSS Counter Styles.
    """
    if kind in {"a", "A"} and number > 0:
        text = _letters(number)
        return f"{text if kind == 'a' else text.upper()}."
    if kind in {"i", "I"} and 0 < number < 4000:
        text = _roman(number)
        return f"{text if kind == 'i' else text.upper()}."
    return f"{number}."


def _letters(number: int) -> str:
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        count, number = divmod(number, value)
        text += sign * count
    return text


def _enter_list(flow: Flow, element: Element) -> Leave:
    ordered = element.tag == "ol"
    opened = OpenList(ordered)
    if ordered:
        opened.kind = attr(element, "type").strip()
        start = whole_number(attr(element, "start"))
        if "reversed" in element.attrs:
            opened.step = -1
            if start is None:
                start = sum(child.tag == "li" for child in child_elements(element))
        opened.next = 1 if start is None else start

    def done(flow: Flow, blocks: Blocks) -> None:
        flow.lists.pop()
        _adopt(opened, blocks)
        if opened.items:
            flow.out.append(
                ListBlock(ordered, tuple(opened.items), tight=all(map(_is_tight, opened.items)))
            )

    leave = flow.nest(done)
    if leave is not Flow.flush:
        opened.depth = flow.depth
        flow.lists.append(opened)
    return leave


def _is_tight(item: ListItem) -> bool:
    return len(item.blocks) <= 1 or (
        isinstance(item.blocks[0], Paragraph)
        and all(isinstance(block, ListBlock) for block in item.blocks[1:])
    )


def _adopt(opened: OpenList, blocks: Blocks) -> None:
    """Give what stood between the items to the item before it, as browsers show it."""
    if not blocks:
        return
    if opened.items:
        last = opened.items[-1]
        opened.items[-1] = ListItem(last.marker, last.blocks + blocks, last.task)
    else:
        opened.items.append(ListItem("", blocks))


def _enter_li(flow: Flow, element: Element) -> Leave:
    flow.flush()
    if not flow.lists or flow.lists[-1].depth != flow.depth or flow.depth >= MAX_DEPTH:
        return Flow.flush
    opened = flow.lists[-1]
    _adopt(opened, tuple(flow.out))
    flow.out.clear()
    value = whole_number(attr(element, "value")) if opened.ordered else None
    number = opened.next if value is None else value
    opened.next = number + opened.step
    marker = ordinal(number, attr(element, "type").strip() or opened.kind)

    def done(_flow: Flow, blocks: Blocks) -> None:
        # An empty item without a number is there to move others about.
        if blocks or opened.ordered or opened.task is not None:
            sign = marker if opened.ordered else BULLET
            opened.items.append(ListItem(sign, blocks, opened.task))
        opened.task = None

    return flow.nest(done)


def _enter_input(flow: Flow, element: Element) -> Skip:
    """A check box makes its item a task; other fields are nothing to read."""
    if attr(element, "type").lower() == "checkbox" and flow.lists:
        flow.lists[-1].task = Task.DONE if "checked" in element.attrs else Task.OPEN
    return SKIP


def _enter_dl(flow: Flow, _element: Element) -> Leave:
    opened = OpenDefinitions()

    def done(flow: Flow, blocks: Blocks) -> None:
        flow.definitions.pop()
        if opened.terms or blocks:
            opened.items.append(Definition(tuple(opened.terms), blocks))
        if opened.items:
            flow.out.append(DefinitionList(tuple(opened.items)))

    leave = flow.nest(done)
    if leave is not Flow.flush:
        opened.depth = flow.depth
        flow.definitions.append(opened)
    return leave


def _enter_dt(flow: Flow, _element: Element) -> Leave:
    if not flow.definitions or flow.definitions[-1].depth != flow.depth:
        flow.flush()
        return Flow.flush
    opened = flow.definitions[-1]

    def done(_flow: Flow, blocks: Blocks) -> None:
        inlines = flatten(blocks)
        if inlines:
            opened.terms.append(Paragraph(inlines, anchors_of(blocks)))

    return flow.nest(done)


def _enter_dd(flow: Flow, _element: Element) -> Leave:
    if not flow.definitions or flow.definitions[-1].depth != flow.depth:
        flow.flush()
        return Flow.flush
    opened = flow.definitions[-1]

    def done(_flow: Flow, blocks: Blocks) -> None:
        opened.items.append(Definition(tuple(opened.terms), blocks))
        opened.terms.clear()

    return flow.nest(done)


HANDLERS: dict[str, Handler] = {
    "ul": _enter_list,
    "ol": _enter_list,
    "menu": _enter_list,
    "dir": _enter_list,
    "li": _enter_li,
    "input": _enter_input,
    "dl": _enter_dl,
    "dt": _enter_dt,
    "dd": _enter_dd,
}
