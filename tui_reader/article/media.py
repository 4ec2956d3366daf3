"""Pictures, figures, and one good line for each frame, video, sound and object."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tui_reader import urls
from tui_reader.article.blocks import Blocks, Embed, Figure, Paragraph, Picture
from tui_reader.article.elements import child_elements, text_of, whole_number
from tui_reader.article.flow import SKIP, Flow, Handler
from tui_reader.article.flows import flatten
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


def _is_pixel(element: Element, address: str) -> bool:
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
    if _is_pixel(element, address):
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
    flow.inline(Picture(alt or file_name(address), url, link, *told_size(element, address)))
    return SKIP


def _is_formula(names: str) -> bool:
    return "latex" in names or "mwe-math" in names or "tex" in names.split()


def _in_noscript(element: Element) -> bool:
    parent = element.parent
    return isinstance(parent, Element) and parent.tag == "noscript"


def file_name(address: str) -> str:
    """Give the file's name, to stand for a picture without a text."""
    if address.startswith("data:"):
        return NAMELESS
    path = address.partition("?")[0].partition("#")[0].rstrip("/")
    name = clean_line(unquote(path.rpartition("/")[2]), limit=120)
    return name or NAMELESS


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
                flow.out.append(Figure((), caption))
        else:
            flow.out.extend(blocks)

    return flow.nest(done)


_FRAMES = (
    (re.compile(r"(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|"
                r"player\.twitch\.tv|wistia\.|loom\.com|ted\.com|bilibili\.com|rumble\.com|"
                r"peertube|/videos?/embed)", re.IGNORECASE), "Video"),
    (re.compile(r"(?:soundcloud\.com|spotify\.com|bandcamp\.com|podcasts\.|buzzsprout|libsyn|"
                r"anchor\.fm|simplecast|transistor\.fm|overcast|megaphone)", re.IGNORECASE),
     "Audio"),
    (re.compile(r"(?:google\.[a-z.]+/maps|openstreetmap|maps\.)", re.IGNORECASE), "Map"),
    (re.compile(r"(?:twitter\.com|x\.com|mastodon|bsky|instagram\.com|facebook\.com|threads\.net|"
                r"reddit\.com|tiktok\.com)", re.IGNORECASE), "Post"),
    (re.compile(r"(?:slideshare|speakerdeck)", re.IGNORECASE), "Slides"),
    (re.compile(r"(?:codepen|jsfiddle|codesandbox|gist\.github|replit|glitch\.|stackblitz|"
                r"observablehq)", re.IGNORECASE), "Code"),
)  # fmt: skip


def _embed(flow: Flow, kind: str, address: str, title: str) -> None:
    flow.flush()
    number = flow.link_to(address) if address else None
    if number is None:
        return
    host = urls.host(flow.links[number].url).removeprefix("www.")
    where = f"{kind} on {host}" if host else kind
    flow.out.append(Embed(where, clean_line(title, limit=300), number, flow.take_anchors()))


def _enter_iframe(flow: Flow, element: Element) -> Skip:
    address = attr(element, "src").strip()
    for name in ("data-src", "data-lazy-src", "data-litespeed-src"):
        if not address or address.startswith("about:"):
            address = attr(element, name).strip()
    if _is_pixel(element, address):
        return SKIP
    kind = next((name for pattern, name in _FRAMES if pattern.search(address)), "Frame")
    _embed(flow, kind, address, attr(element, "title"))
    return SKIP


def _enter_media(flow: Flow, element: Element) -> Skip:
    kind = "Video" if element.tag == "video" else "Audio"
    address = attr(element, "src").strip() or attr(element, "data-src").strip()
    for child in child_elements(element):
        if not address and child.tag == "source":
            address = attr(child, "src").strip() or attr(child, "data-src").strip()
    title = attr(element, "title") or attr(element, "aria-label") or file_name(address)
    _embed(flow, kind, address, title)
    return SKIP


def _enter_object(flow: Flow, element: Element) -> Skip | None:
    address = attr(element, "data").strip() or attr(element, "src").strip()
    if not address:
        for child in element.iter_elements("param"):
            if attr(child, "name").lower() in {"movie", "src", "data"}:
                address = attr(child, "value").strip()
                break
    kind = next((name for pattern, name in _FRAMES if pattern.search(address)), "Object")
    media_type = attr(element, "type")
    if media_type.startswith("image/"):
        kind = "Picture"
    elif media_type == "application/pdf" or address.lower().endswith(".pdf"):
        kind = "Document"
    _embed(flow, kind, address, attr(element, "title") or clean_line(text_of(element, 200)))
    return SKIP


HANDLERS: dict[str, Handler] = {
    "img": _enter_img,
    "image": _enter_img,
    "figure": _enter_figure,
    "figcaption": _enter_caption,
    "iframe": _enter_iframe,
    "frame": _enter_iframe,
    "video": _enter_media,
    "audio": _enter_media,
    "object": _enter_object,
    "embed": _enter_object,
}
