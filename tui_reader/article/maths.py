"""Mathematics in articles: MathML, TeX between signs, and what KaTeX and MathJax leave."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.blocks import Formula, Weight
from tui_reader.article.elements import child_elements, text_of
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.article.scripts import lowered, raised
from tui_reader.article.tex import grouped, tex_to_text
from tui_reader.clean import clean_line
from tui_reader.dom import Element, attr

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.article.flow import Skip

_DEEPEST = 40
_SPACED = frozenset("=<>≤≥≠≈≡∼≃≅∝±∓×÷·∈∉⊂⊃⊆⊇∪∩∧∨→←⇒⇐⇔↔↦+−|:≔≪≫")
_ACCENTS = {"¯": "\u0305", "‾": "\u0305", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303",
            "˜": "\u0303", "→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307",
            "¨": "\u0308", "ˇ": "\u030c"}  # fmt: skip
_BIG = frozenset("∑∏∫∬∮⋃⋂")
_IN_TEXT = re.compile(
    r"\\\((?P<inline>.{1,2000}?)\\\)"
    r"|\\\[(?P<display>.{1,4000}?)\\\]"
    r"|\$\$(?P<dollars>[^$]{1,4000}?)\$\$"
    r"|(?<![\w$\\])\$(?=[^\s$])(?P<dollar>[^$\n]{1,300}?)(?<=[^\s\\])\$(?![\w$])",
    re.DOTALL,
)
_IS_TEX = re.compile(r"\\[A-Za-z]|[\^_]|[{}]")


def text_with_maths(flow: Flow, data: str) -> None:
    """Add text in which TeX may stand between dollars or escaped brackets."""
    if flow.weight & (Weight.CODE | Weight.KEY):
        flow.text(data)
        return
    at = 0
    for match in _IN_TEXT.finditer(data):
        kind = str(match.lastgroup)
        source = match[kind]
        if kind.startswith("dollar") and not _IS_TEX.search(source):
            continue
        flow.text(data[at : match.start()])
        _put(flow, tex_to_text(source), display=kind in {"display", "dollars"})
        at = match.end()
    flow.text(data[at:])


def _put(flow: Flow, text: str, *, display: bool) -> None:
    text = clean_line(text)
    if not text:
        return
    if display and not flow.tables:
        flow.flush()
        flow.words += len(text.split())
        flow.out.append(Formula(text, flow.take_anchors()))
    else:
        flow.text(text)


def _enter_math(flow: Flow, element: Element) -> Skip:
    text = mathml_to_text(element)
    display = attr(element, "display") == "block" or attr(element, "mode") == "display"
    _put(flow, text, display=display or flow.in_display)
    return SKIP


def mathml_to_text(math: Element) -> str:
    """Write a formula as text on one line."""
    text = clean_line(re.sub(r"\s+", " ", _write(math, 0)))
    if text:
        return text
    annotation = math.find("annotation")
    if annotation is not None:
        return tex_to_text(text_of(annotation, 4000))
    return clean_line(attr(math, "alttext"))


def _write(element: Element, depth: int) -> str:
    if depth > _DEEPEST:
        return text_of(element, 200)
    tag = element.tag
    if tag in {"mi", "mn", "mtext", "ms"}:
        return re.sub(r"\s+", " ", text_of(element, 500)).strip()
    if tag == "mo":
        sign = text_of(element, 20).strip()
        return f" {sign} " if sign in _SPACED or sign == "-" else sign
    parts = [_write(child, depth + 1) for child in child_elements(element)]
    return _join(element, tag, parts)


def _join(element: Element, tag: str, parts: list[str]) -> str:
    if tag in _SCRIPTED:
        return _scripted(tag, [part.strip() for part in parts])
    if tag == "mfenced":
        opening, closing = attr(element, "open") or "(", attr(element, "close") or ")"
        return f"{opening}{', '.join(parts)}{closing}"
    joining = _JOINING.get(tag)
    return joining(parts) if joining is not None else "".join(parts)


def _fraction(parts: list[str]) -> str:
    return "/".join(map(grouped, parts))


def _root(parts: list[str]) -> str:
    degree = raised(parts[1].strip()) if len(parts) > 1 else ""
    return f"{degree}√{grouped(''.join(parts[:1]))}"


_SCRIPTED = frozenset({"msup", "msub", "msubsup", "mover", "munder", "munderover", "mmultiscripts"})
_JOINING: dict[str, Callable[[list[str]], str]] = {
    **dict.fromkeys(("annotation", "annotation-xml", "mphantom"), lambda _: ""),
    **dict.fromkeys(("mtr", "mlabeledtr"), lambda parts: " ".join(map(str.strip, parts))),
    "semantics": lambda parts: "".join(parts[:1]),
    "mspace": lambda _: " ",
    "mfrac": _fraction,
    "msqrt": lambda parts: f"√{grouped(''.join(parts))}",
    "mroot": _root,
    "mtable": lambda parts: f"[{'; '.join(map(str.strip, parts))}]",
}


def _scripted(tag: str, parts: list[str]) -> str:
    base = parts[0] if parts else ""
    if base and len(base.split()) > 1:
        base = grouped(base)
    rest = parts[1:]
    if not rest:
        return base
    if tag == "mover" and rest[0] in _ACCENTS:
        return base + _ACCENTS[rest[0]]
    signs = [sign.replace(" ", "") for sign in rest]
    up = signs[0] if tag in {"msup", "mover"} else "".join(signs[1:2])
    down = "" if tag in {"msup", "mover"} else signs[0]
    gap = " " if base in _BIG else ""
    return base + (lowered(down) if down else "") + (raised(up) if up else "") + gap


def enter_script(flow: Flow, element: Element) -> Skip:
    """Take the TeX that MathJax keeps in a script; any other script is none of ours."""
    media_type = attr(element, "type").lower()
    if media_type.startswith("math/tex"):
        _put(flow, tex_to_text(text_of(element, 4000)), display="display" in media_type)
    return SKIP


def is_drawn_formula(element: Element) -> bool:
    """Tell the drawing of a formula whose source stands beside it."""
    names = attr(element, "class")
    if "katex-html" in names:
        parent = element.parent
        return isinstance(parent, Element) and parent.find("math") is not None
    if "MathJax" in names or element.tag in {"mjx-math", "mjx-html"}:
        if "MathJax_Preview" in names:
            return True
        following = element.next_sibling
        while following is not None and not isinstance(following, Element):
            following = following.next_sibling
        return isinstance(following, Element) and following.tag in {
            "script",
            "mjx-assistive-mml",
        }
    return False


HANDLERS: dict[str, Handler] = {"math": _enter_math}
