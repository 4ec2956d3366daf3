"""What begins and ends with the elements that the strict reader knows.

Every ``begin_`` takes the attributes with lower-case names, every ``end_`` the element's own text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui_reader.parse.bounds import MAX_ENTRIES
from tui_reader.parse.fast_state import add_tag
from tui_reader.parse.fast_values import Unsure, address, date, link, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.parse.fast_state import Attributes, State

    Begin = Callable[[State, Attributes], None]
    End = Callable[[State, str], None]

RDF_ABOUT: Final = "rdf:about"
_RSS_VERSIONS: Final = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM_VERSIONS: Final = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}
_PAGES: Final = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_MEDIA_SCHEME: Final = "http://search.yahoo.com/mrss/category_schema"
_PODCAST_SCHEME: Final = "http://www.itunes.com/"
_ADDRESSES: Final = frozenset({"comments", "icon", "logo"})


def begin_rss(state: State, attrs: Attributes) -> None:
    """Tell the version; a namespace of Atom beside it says nothing."""
    _tell_language(state)
    if not state.version.startswith("rss"):
        told = attrs.get("version", "")
        state.version = _RSS_VERSIONS.get(told) or ("rss20" if told.startswith("2.") else "rss")


def begin_feed(state: State, attrs: Attributes) -> None:
    """Begin an Atom feed, which is its own channel."""
    _tell_language(state)
    state.in_channel = True
    state.version = state.version or _ATOM_VERSIONS.get(attrs.get("version", ""), "atom")


def _tell_language(state: State) -> None:
    if state.language:
        state.channel["language"] = state.language.replace("_", "-")


def begin_channel(state: State, attrs: Attributes) -> None:
    """Begin a channel that is none of CDF's."""
    _refuse(attrs, "lastmod", "href")
    state.in_channel = True


def end_channel(state: State, _text: str) -> None:
    """End the channel; what follows belongs to nothing."""
    state.in_channel = False


def begin_entry(state: State, attrs: Attributes) -> None:
    """Begin an entry; RSS 1.0 tells its identity here."""
    _refuse(attrs, "lastmod", "href")
    if len(state.entries) >= MAX_ENTRIES:
        raise Unsure
    state.context = {}
    state.entries.append(state.context)
    state.depths = {}
    state.categories = 0
    state.in_entry = True
    state.id_is_link = False
    state.title_depth = -1
    if told := attrs.get(RDF_ABOUT):
        state.context["id"] = told


def end_entry(state: State, _text: str) -> None:
    """End the entry."""
    state.in_entry = False
    state.context = state.channel
    state.has_content = False
    state.categories = 0


def begin_image(state: State, _attrs: Attributes) -> None:
    """Begin the channel's picture."""
    state.context = state.channel.setdefault("image", {})
    state.title_depth = -1


def end_image(state: State, _text: str) -> None:
    """End the channel's picture."""
    state.context = state.channel


def end_image_url(state: State, text: str) -> None:
    """Keep the picture's address."""
    state.store("href", settled(address(state.base, text.strip())))


def begin_podcast_image(state: State, attrs: Attributes) -> None:
    """Keep the picture of a podcast or of one episode."""
    if url := attrs.get("href") or attrs.get("url"):
        state.context["image"] = {"href": url}


def begin_title(state: State, attrs: Attributes) -> None:
    """Begin a title."""
    state.open_text(attrs, "text/plain")


def end_title(state: State, text: str) -> None:
    """Keep a title unless one is there at least as high up."""
    if _keep_title(state, text):
        state.title_depth = state.depth


def end_media_title(state: State, text: str) -> None:
    """Keep the title of a medium for an entry that has none so far."""
    _keep_title(state, text)


def _keep_title(state: State, text: str) -> str:
    value = state.closed_text(text) if state.keeps_text else text.strip()
    if not -1 < state.title_depth <= state.depth:
        state.store("title", value, detail=state.detail)
    return value


def begin_link(state: State, attrs: Attributes) -> None:
    """Keep a link of Atom; a link of RSS is text that follows."""
    attrs.setdefault("rel", "alternate")
    attrs.setdefault("type", "application/atom+xml" if attrs["rel"] == "self" else "text/html")
    _name_href(attrs)
    if "href" in attrs:
        attrs["href"] = address(state.base, attrs["href"])
    context = state.context
    context.setdefault("links", []).append(attrs)
    state.link_is_text = "href" not in attrs
    if "href" in attrs and attrs["rel"] == "alternate" and attrs["type"] in _PAGES:
        context["link"] = attrs["href"]


def end_link(state: State, text: str) -> None:
    """Keep a link of RSS."""
    if not state.link_is_text:
        return
    value = settled(address(state.base, text.strip()))
    context = state.context
    if state.in_entry or state.in_channel:
        context["link"] = value = link(value, of_entry=state.in_entry)
        if value or not state.in_entry:
            context["links"][-1]["href"] = value


def begin_id(state: State, attrs: Attributes) -> None:
    """Remember whether the identity is a permalink."""
    state.id_is_link = attrs.get("ispermalink", "true") == "true"


def end_id(state: State, text: str) -> None:
    """Keep the identity; as link, too, where it is one and there is none so far."""
    value = text.strip()
    value = settled(address(state.base, value) if state.id_is_link else value)
    state.store("id", value)
    if state.id_is_link:
        state.context.setdefault("link", value)


def begin_description(state: State, attrs: Attributes) -> None:
    """Begin a description: HTML, and content where there is a summary already."""
    _begin_summary(state, attrs, "text/html")


def begin_summary(state: State, attrs: Attributes) -> None:
    """Begin a summary: plain, and content where there is a summary already."""
    _begin_summary(state, attrs, "text/plain")


def _begin_summary(state: State, attrs: Attributes, media_type: str) -> None:
    state.is_content = "summary" in state.context and not state.has_content
    if state.is_content:
        begin_content(state, attrs)
    else:
        state.open_text(attrs, media_type)


def end_description(state: State, text: str) -> None:
    """Keep a description: an entry's summary, a channel's subtitle."""
    _end_summary(state, text, "summary" if state.in_entry else "subtitle")


def end_summary(state: State, text: str) -> None:
    """Keep a summary."""
    _end_summary(state, text, "summary")


def _end_summary(state: State, text: str, name: str) -> None:
    if state.is_content:
        end_content(state, text)
    else:
        state.store(name, state.closed_text(text), detail=state.detail)
    state.is_content = False


def begin_subtitle(state: State, attrs: Attributes) -> None:
    """Begin a channel's subtitle."""
    state.open_text(attrs, "text/plain")


def end_subtitle(state: State, text: str) -> None:
    """Keep a channel's subtitle."""
    state.store("subtitle", settled(text.strip()))


def begin_content(state: State, attrs: Attributes) -> None:
    """Begin content, which may be kept elsewhere."""
    state.has_content = True
    state.open_text(attrs, "text/plain")
    if src := attrs.get("src"):
        state.detail["src"] = src


def begin_encoded(state: State, attrs: Attributes) -> None:
    """Begin content that is HTML."""
    state.has_content = True
    state.open_text(attrs, "text/html")


def end_content(state: State, text: str) -> None:
    """Keep content; it is the summary, too, where there is none."""
    value = state.closed_text(text)
    if state.in_entry:
        state.context.setdefault("content", []).append({**state.detail, "value": value})
    state.context.setdefault("summary", value)


def end_published(state: State, text: str) -> None:
    """Keep the date of publication."""
    _keep_date(state, "published", text)


def end_updated(state: State, text: str) -> None:
    """Keep the date of the last change."""
    _keep_date(state, "updated", text)


def end_created(state: State, text: str) -> None:
    """Keep the date of creation."""
    _keep_date(state, "created", text)


def _keep_date(state: State, name: str, text: str) -> None:
    value = settled(text.strip())
    state.store(name, value)
    state.context[f"{name}_parsed"] = date(value)


def begin_category(state: State, attrs: Attributes) -> None:
    """Add a category of Atom; the name of one of RSS follows as text."""
    if not attrs:
        state.context.setdefault("tags", [])
        return
    scheme = attrs.get("scheme", attrs.get("domain"))
    add_tag(state.context, attrs.get("term"), scheme, attrs.get("label"))


def begin_media_category(state: State, attrs: Attributes) -> None:
    """Add a category of a medium."""
    attrs.setdefault("scheme", _MEDIA_SCHEME)
    begin_category(state, attrs)


def end_category(state: State, text: str) -> None:
    """Name the category."""
    value = settled(text.strip())
    if not value:
        return
    tags = state.context["tags"]
    if tags and not tags[-1]["term"]:
        tags[-1]["term"] = value
    else:
        add_tag(state.context, value, None, None)


def end_keywords(state: State, text: str) -> None:
    """Add the keywords of a medium."""
    _add_keywords(state, text, None)


def end_podcast_keywords(state: State, text: str) -> None:
    """Add the keywords of an episode."""
    _add_keywords(state, text, _PODCAST_SCHEME)


def _add_keywords(state: State, text: str, scheme: str | None) -> None:
    for term in settled(text.strip()).split(","):
        if term.strip():
            add_tag(state.context, term.strip(), scheme, None)


def begin_other(state: State, _attrs: Attributes) -> None:
    """Begin something that has a title of its own; a title after it counts again."""
    state.title_depth = -1


def end_other_title(state: State, text: str) -> None:
    """End a title that is none of the channel's."""
    if text.strip():
        state.title_depth = state.depth


def begin_enclosure(state: State, attrs: Attributes) -> None:
    """Keep an enclosure as a link."""
    _name_href(attrs)
    attrs["rel"] = "enclosure"
    state.context.setdefault("links", []).append(attrs)


def begin_media(state: State, attrs: Attributes) -> None:
    """Keep a medium."""
    state.context.setdefault("media_content", []).append(attrs)


def begin_thumbnail(state: State, attrs: Attributes) -> None:
    """Keep a thumbnail."""
    state.context.setdefault("media_thumbnail", []).append(attrs)


def end_thumbnail(_state: State, text: str) -> None:
    """Make sure that the thumbnail was told by its attribute."""
    if text.strip():
        raise Unsure


def begin_credit(state: State, attrs: Attributes) -> None:
    """Keep a role; who has it follows as text."""
    state.context.setdefault("media_credit", []).append(attrs)


def end_credit(state: State, text: str) -> None:
    """Name who has the role."""
    if value := settled(text.strip()):
        state.context["media_credit"][-1]["content"] = value


def end_empty(_state: State, text: str) -> None:
    """Make sure that there is no text: feedparser might count it to the element around."""
    if text:
        raise Unsure


def begin_plain(_: State, attrs: Attributes) -> None:
    """Make sure that this is text and nothing else."""
    if attrs:
        raise Unsure


def end_plain(name: str) -> End:
    """Make what keeps the text of an element under a name."""

    def end(state: State, text: str) -> None:
        value = text.strip()
        state.store(name, settled(address(state.base, value) if name in _ADDRESSES else value))

    return end


def _name_href(attrs: Attributes) -> None:
    """Give an address the name ``href``, whichever of its three names it has."""
    if href := attrs.get("url", attrs.get("uri", attrs.get("href"))):
        attrs.pop("url", None)
        attrs.pop("uri", None)
        attrs["href"] = href


def _refuse(attrs: Attributes, *names: str) -> None:
    if any(name in attrs for name in names):
        raise Unsure
