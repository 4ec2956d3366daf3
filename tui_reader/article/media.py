"""Pictures, drawings, figures and their captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tui_reader.article.blocks import Blocks, Figure, Paragraph, Picture
from tui_reader.article.elements import child_elements, text_of, whole_number
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.article.flows import anchors_of, flatten
from tui_reader.article.picture_sizes import told_size
from tui_reader.article.targets import resolve_target
from tui_reader.article.tex import tex_to_text
from tui_reader.clean import clean_line
from tui_reader.dom import Element, attr

if TYPE_CHECKING:
    from tui_reader.article.blocks import Block
    from tui_reader.article.flow import Leave, Skip

NAMELESS = "[image]"
"""What stands for a picture of which nothing can be told."""
ICON = 48
"""Pixels up to which a drawing stands beside text as a sign of it."""
_CODE = 12
"""Characters from which on a name without a word is a number of the engine's, not the author's."""
_SIZE = re.compile(r"[-_]\d+x\d+$")
_PARTS = re.compile(r"[\W_]+")
_WORD = re.compile("(?=[a-z]{5})[a-z]{0,4}[aeiou]")
_HEXADECIMAL = re.compile("[0-9a-f]+")
_LAZY_SRC = (
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-orig-file",
    "data-hi-res-src",
    "data-actualsrc",
    "data-lazy",
    "data-url",
    "data-image",
)
_LAZY_SRCSET = ("data-srcset", "data-lazy-srcset")
_PIXEL_STYLE = re.compile(r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)", re.IGNORECASE)
_TRACKER = re.compile(
    r"//(?:pixel\.|stats\.wordpress\.com|feeds\.feedburner\.com/~r/|feeds\.wordpress\.com/1\.0/|"
    r"[\w.]*doubleclick\.net/|b\.scorecardresearch\.com|www\.google-analytics\.com|"
    r"[\w.-]*\.list-manage\.com/track/|rss\.buysellads\.com)",
    re.IGNORECASE,
)


def _address(element: Element) -> str:
    """Choose the address of the real picture: lazy attributes before a stand-in ``src``."""
    for name in _LAZY_SRC:
        value = attr(element, name).strip()
        if value and not value.startswith(("data:", "{", "[")):
            return value
    for name in (*_LAZY_SRCSET, "srcset"):
        source = attr(element, "src").strip()
        if name == "srcset" and source and not source.startswith("data:"):
            return source
        best = best_of(attr(element, name))
        if best:
            return best
    parent = element.parent
    if isinstance(parent, Element) and parent.tag == "picture":
        for sibling in child_elements(parent):
            if sibling.tag == "source":
                best = best_of(attr(sibling, "srcset") or attr(sibling, "data-srcset"))
                if best:
                    return best
    return attr(element, "src").strip()


def best_of(srcset: str) -> str:
    """Give the largest candidate of a ``srcset``.

    Source: HTML Standard, “parsing a srcset attribute”: an address may hold commas, but a
    comma that ends it closes the candidate.
    """
    best, size = "", -1.0
    for match in re.finditer(r"[\s,]*(\S*[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)", srcset):
        address, width = match[1], match[2]
        try:
            value = float(width) if width else 1.0
        except ValueError:
            value = 1.0
        if value > size and not address.startswith("data:"):
            best, size = address, value
    return best


def is_pixel(element: Element, address: str) -> bool:
    """Tell a picture that is there to count readers."""
    told = [attr(element, name) for name in ("width", "height")]
    sizes = [whole_number(size) for size in told if "%" not in size]
    # Some engines write 0 for the side that they do not know.
    if 1 in sizes or (0 in sizes and max(size or 0 for size in sizes) <= 1):
        return True
    if _PIXEL_STYLE.search(attr(element, "style")):
        return True
    return _TRACKER.search(address) is not None


def _enter_img(flow: Flow, element: Element) -> Skip:
    address = _address(element)
    if is_pixel(element, address):
        return SKIP
    alt = clean_line(attr(element, "alt"), limit=600)
    names = attr(element, "class")
    if alt and ("emoji" in names or "smiley" in names):
        flow.text(alt)
        return SKIP
    if alt and _is_formula(names):
        flow.text(clean_line(tex_to_text(alt)))
        return SKIP
    if not alt:
        alt = clean_line(attr(element, "title") or attr(element, "aria-label"), limit=600)
    if not (alt or address) or (address == flow.last_picture and _in_noscript(element)):
        return SKIP
    flow.last_picture = address
    link = flow.link
    if link is None and address:
        link = flow.link_to(address)
    target = resolve_target(flow.base, address) if address else None
    url = target.url if target else ""
    flow.inline(Picture(alt or picture_name(address), url, link, *told_size(element, address)))
    return SKIP


def _is_formula(names: str) -> bool:
    return "latex" in names or "mwe-math" in names or "tex" in names.split()


def _in_noscript(element: Element) -> bool:
    parent = element.parent
    return isinstance(parent, Element) and parent.tag == "noscript"


def picture_name(address: str) -> str:
    """Give the file's name, but not one that only a machine made: it tells nobody anything."""
    name = file_name(address)
    stem = _SIZE.sub("", name.rpartition(".")[0] or name)
    if len(stem) < _CODE or any(map(_is_word, _PARTS.split(stem))):
        return name
    return NAMELESS


def _is_word(part: str) -> bool:
    if part.isalpha():
        return not part.isascii() or len(part) > 2 + part.isupper()
    return _WORD.search(part) is not None and _HEXADECIMAL.fullmatch(part) is None


def file_name(address: str) -> str:
    """Give the file's name, to stand for a picture without a text."""
    if address.startswith("data:"):
        return NAMELESS
    path = address.partition("?")[0].partition("#")[0].rstrip("/")
    # Twice: addresses that were quoted already are quoted again by some engines.
    name = clean_line(unquote(unquote(path.rpartition("/")[2])), limit=120)
    return name or NAMELESS


def _enter_svg(flow: Flow, element: Element) -> Skip:
    """Name a drawing that has a name; what has none, or is no larger than an icon, is an ornament.

    Source: SVG Accessibility API Mappings §5.1.
    """
    label = attr(element, "aria-label")
    if not label:
        title = next((child for child in child_elements(element) if child.tag == "title"), None)
        label = text_of(title, 600) if title is not None else ""
    label = clean_line(label, limit=600)
    if label and attr(element, "aria-hidden") != "true" and not _is_icon(element):
        flow.inline(Picture(label, "", flow.link))
    return SKIP


def _is_icon(element: Element) -> bool:
    """Tell an ornament of a line of text by its size, which may be told in its own units."""
    told = [attr(element, name) for name in ("width", "height")]
    sizes = [whole_number(size) for size in told if "%" not in size and "em" not in size]
    if any("em" in size for size in told):
        return True
    if not any(sizes):
        sizes = [whole_number(part) for part in attr(element, "viewBox").split()[2:4]]
    return any(size is not None and size <= ICON for size in sizes)


def _enter_figure(flow: Flow, _element: Element) -> Leave:
    def done(flow: Flow, blocks: Blocks) -> None:
        flow.out.extend(_captioned(blocks))

    return flow.nest(done)


def _captioned(blocks: Blocks) -> list[Block]:
    """Join pictures that stand before or after their caption into one figure."""
    captions = [b for b in blocks if isinstance(b, Figure) and not b.pictures]
    pictures = [b for b in blocks if isinstance(b, Figure) and b.pictures and not b.caption]
    if len(captions) != 1 or len(captions) + len(pictures) != len(blocks) or not pictures:
        return list(blocks)
    anchors = tuple(anchor for block in blocks if isinstance(block, Figure)
                    for anchor in block.anchors)  # fmt: skip
    joined = tuple(picture for block in pictures for picture in block.pictures)
    return [Figure(joined, captions[0].caption, anchors)]


def _enter_caption(flow: Flow, _element: Element) -> Leave:
    def done(flow: Flow, blocks: Blocks) -> None:
        if all(isinstance(block, (Paragraph, Figure)) for block in blocks):
            caption = flatten(blocks)
            if caption:
                flow.out.append(Figure((), caption, anchors_of(blocks)))
        else:
            flow.out.extend(blocks)

    return flow.nest(done)


HANDLERS: dict[str, Handler] = {
    "img": _enter_img,
    "image": _enter_img,
    "amp-img": _enter_img,
    "amp-anim": _enter_img,
    "svg": _enter_svg,
    "figure": _enter_figure,
    "figcaption": _enter_caption,
}
