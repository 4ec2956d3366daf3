"""Which elements the strict reader knows, where, and what it does with each.

Names are feedparser's: lower case, with its own prefix for a namespace that it knows. What is
not here, at its place, is not read at all: the whole document then goes to feedparser.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from tui_reader.parse import fast_elements as do
from tui_reader.parse import fast_people as people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.parse.fast_elements import Begin, End


class Place(Enum):
    """What is open: it decides which elements may follow."""

    DOCUMENT = auto()
    ROOT = auto()
    CHANNEL = auto()
    ENTRY = auto()
    MEDIA = auto()
    IMAGE = auto()
    INPUT = auto()
    PERSON = auto()
    OWNER = auto()
    CONTRIBUTOR = auto()
    ASIDE = auto()
    TEXT = auto()

    # Enum hashes the name, in Python; a place is looked up twice for each element.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element does, and what may stand in it."""

    begin: Begin | None = None
    end: End | None = None
    inside: Place = Place.TEXT


NAMESPACES: Final = {
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://purl.org/rss/1.0/": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://webns.net/mvcb/": "admin",
    "http://creativecommons.org/ns#license": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://cyber.law.harvard.edu/rss/creativecommonsrssmodule.html": "creativecommons",
    "http://backend.userland.com/creativecommonsrssmodule": "creativecommons",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.georss.org/georss": "georss",
    "http://www.opengis.net/gml": "gml",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://podlove.org/simple-chapters": "psc",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/xml/1998/namespace": "xml",
}
"""Namespaces that mean something to feedparser, in lower case, and its prefixes for them."""
USERLAND: Final = "backend.userland.com/rss"
"""Every namespace with this in it is that of RSS."""

MEANINGFUL: Final = frozenset(NAMESPACES.values()) - {""}
"""Prefixes whose elements mean something to feedparser, whatever namespace they stand for."""

KNOWN_PREFIXES: Final = MEANINGFUL | frozenset(
    {
        "ag", "annotate", "audio", "blogchannel", "co", "cp", "email", "ev", "fm", "foaf", "geo",
        "icbm", "image", "l", "pingback", "prism", "rdfs", "ref", "reqv", "search", "slash",
        "soap", "ss", "str", "sub", "szf", "taxo", "thr", "ti", "trackback", "wfw", "wiki",
        "xlink",
    }
)  # fmt: skip
"""Prefixes that feedparser has for some namespace."""

READ_NAMES: Final = frozenset(
    {
        "author", "authors", "author_detail", "comments", "content", "created", "created_parsed",
        "feedburner_origlink", "full-text", "generator", "icon", "id", "image", "language", "link",
        "links", "logo", "media_content", "media_credit", "media_thumbnail", "published",
        "published_parsed", "source", "subtitle", "subtitle_detail", "summary", "summary_detail",
        "sy_updatefrequency", "sy_updateperiod", "tags", "title", "title_detail", "ttl", "updated",
        "updated_parsed", "webfeeds_icon", "xml_base", "yandex_full-text",
    }
)  # fmt: skip
"""What is read of feedparser's values, so that no unknown element may pose as one of them."""

MEANINGFUL_NAMES: Final = frozenset(
    {
        "abstract", "author", "body", "category", "channel", "cloud", "content", "contributor",
        "copyright", "created", "date", "description", "email", "enclosure", "entry",
        "expirationdate", "feed", "fullitem", "generator", "geom", "georssgeom", "guid", "height",
        "homepage", "id", "image", "info", "issued", "item", "items", "keywords", "language",
        "lastbuilddate", "link", "managingeditor", "modified", "name", "newlocation", "pubdate",
        "published", "rights", "rss", "source", "subtitle", "summary", "tagline", "tags",
        "textinput", "title", "updated", "uri", "url", "webmaster", "where", "width",
    }
)  # fmt: skip
"""Elements without a prefix that mean something to feedparser."""

ASIDE: Final = Rule(inside=Place.ASIDE)
"""An element that means nothing to feedparser, with others like it inside."""
_LEAF: Final = Rule()
_PUBLISHED: Final = Rule(end=do.end_published)
_UPDATED: Final = Rule(end=do.end_updated)
_CREATED: Final = Rule(end=do.end_created)
_TITLE: Final = Rule(do.begin_title, do.end_title)
_LINK: Final = Rule(do.begin_link, do.end_link)
_ID: Final = Rule(do.begin_id, do.end_id)
_DESCRIPTION: Final = Rule(do.begin_description, do.end_description)
_SUMMARY: Final = Rule(do.begin_summary, do.end_summary)
_SUBTITLE: Final = Rule(do.begin_subtitle, do.end_subtitle)
_PERSON: Final = Rule(people.begin_person, people.end_person, Place.PERSON)
_CATEGORY: Final = Rule(do.begin_category, do.end_category)
_INPUT: Final = Rule(do.begin_other, inside=Place.INPUT)
_IMAGE: Final = Rule(do.begin_image, do.end_image, Place.IMAGE)
_ENTRY: Final = Rule(do.begin_entry, do.end_entry, Place.ENTRY)
_OWNER: Final = Rule(inside=Place.OWNER)
_CONTRIBUTOR: Final = Rule(inside=Place.CONTRIBUTOR)
_PODCAST_IMAGE: Final = Rule(do.begin_podcast_image)
_LANGUAGE: Final = Rule(end=do.end_plain("language"))
_CREDIT: Final = Rule(do.begin_credit, do.end_credit)
_PERSON_NAME: Final = Rule(end=people.end_person_name)
_PERSON_EMAIL: Final = Rule(end=people.end_person_email)
_PERSON_URL: Final = Rule(end=people.end_person_url)


def _plain(name: str) -> Rule:
    return Rule(do.begin_plain, do.end_plain(name))


def _all(rule: Rule, names: Iterable[str]) -> dict[str, Rule]:
    return dict.fromkeys(names, rule)


_PEOPLE: Final = _all(
    _PERSON, ("author", "managingeditor", "dc:creator", "dc:author", "itunes:author")
)
_MEDIA_ASIDES: Final = _all(
    ASIDE,
    (
        "media:adult", "media:backlinks", "media:comments", "media:community", "media:copyright",
        "media:embed", "media:hash", "media:license", "media:location", "media:player",
        "media:price", "media:rating", "media:responses", "media:restriction", "media:rights",
        "media:scenes", "media:starrating", "media:statistics", "media:status", "media:tags",
        "media:text",
    ),
)  # fmt: skip
_BESIDE: Final = {
    **_MEDIA_ASIDES,
    **_all(
        _LEAF,
        (
            "admin:errorreportsto", "admin:generatoragent", "cc:license", "cloud", "copyright",
            "creativecommons:license", "dc:contributor", "dc:coverage", "dc:format",
            "dc:identifier", "dc:publisher", "dc:relation", "dc:rights", "dc:source", "dc:type",
            "feedburner:awareness", "feedburner:browserfriendly",
            "feedburner:emailserviceid", "feedburner:feedburnerhostname", "feedburner:feedflare",
            "feedburner:info", "feedburner:origenclosurelink", "generator", "georss:box",
            "georss:elev", "georss:featurename",
            "georss:line", "georss:point", "georss:polygon", "georss:radius", "itunes:block",
            "itunes:complete", "itunes:duration", "itunes:episode", "itunes:episodetype",
            "itunes:explicit", "itunes:isclosedcaptioned", "itunes:new-feed-url", "itunes:order",
            "itunes:season", "itunes:title", "itunes:type", "rights", "sy:updatebase",
            "webmaster",
        ),
    ),
}  # fmt: skip
"""Elements of which nothing is read."""
_MEDIA: Final = {
    "media:category": Rule(do.begin_media_category, do.end_category),
    "media:content": Rule(do.begin_media, inside=Place.MEDIA),
    "media:credit": _CREDIT,
    "media:description": _DESCRIPTION,
    "media:group": Rule(inside=Place.MEDIA),
    "media:keywords": Rule(do.begin_plain, do.end_keywords),
    "media:thumbnail": Rule(do.begin_thumbnail, do.end_thumbnail),
    "media:title": Rule(do.begin_title, do.end_media_title),
    **_MEDIA_ASIDES,
}

RULES: Final[dict[Place, dict[str, Rule]]] = {
    Place.DOCUMENT: {
        "rss": Rule(do.begin_rss, inside=Place.ROOT),
        "rdf:rdf": Rule(inside=Place.ROOT),
        "feed": Rule(do.begin_feed, do.end_channel, Place.CHANNEL),
    },
    Place.ROOT: {
        "channel": Rule(do.begin_channel, do.end_channel, Place.CHANNEL),
        "item": _ENTRY,
        "image": _IMAGE,
        "textinput": _INPUT,
    },
    Place.CHANNEL: {
        **_BESIDE,
        **_PEOPLE,
        **_all(
            _LEAF,
            (
                "category",
                "created",
                "dc:date",
                "dc:subject",
                "dcterms:created",
                "dcterms:issued",
                "dcterms:modified",
                "issued",
                "itunes:keywords",
                "keywords",
                "lastbuilddate",
                "media:category",
                "media:credit",
                "media:keywords",
                "media:thumbnail",
                "modified",
                "pubdate",
                "published",
                "updated",
            ),
        ),
        **_all(ASIDE, ("items", "itunes:category")),
        **{name: _plain(name) for name in ("icon", "logo", "ttl")},
        "contributor": _CONTRIBUTOR,
        "description": _DESCRIPTION,
        "dc:description": _DESCRIPTION,
        "dc:language": _LANGUAGE,
        "dc:title": _TITLE,
        "entry": _ENTRY,
        "generator": Rule(end=do.end_plain("generator")),
        "guid": _ID,
        "id": _ID,
        "image": _IMAGE,
        "item": _ENTRY,
        "itunes:image": _PODCAST_IMAGE,
        "itunes:owner": _OWNER,
        "itunes:subtitle": _SUBTITLE,
        "itunes:summary": _SUMMARY,
        "language": _LANGUAGE,
        "link": _LINK,
        "media:credit": _CREDIT,
        "subtitle": _SUBTITLE,
        "sy:updatefrequency": _plain("sy_updatefrequency"),
        "sy:updateperiod": _plain("sy_updateperiod"),
        "tagline": _SUBTITLE,
        "textinput": _INPUT,
        "title": _TITLE,
        "webfeeds:icon": _plain("webfeeds_icon"),
    },
    Place.ENTRY: {
        **_BESIDE,
        **_PEOPLE,
        **_MEDIA,
        **_all(_CATEGORY, ("category", "keywords", "dc:subject")),
        **_all(_PUBLISHED, ("pubdate", "published", "issued", "dcterms:issued")),
        **_all(_UPDATED, ("updated", "modified", "lastbuilddate", "dc:date", "dcterms:modified")),
        **_all(_CREATED, ("created", "dcterms:created")),
        "comments": _plain("comments"),
        "content": Rule(do.begin_content, do.end_content),
        "content:encoded": Rule(do.begin_encoded, do.end_content),
        "contributor": _CONTRIBUTOR,
        "dc:description": _DESCRIPTION,
        "dc:language": _LANGUAGE,
        "dc:title": _TITLE,
        "description": _DESCRIPTION,
        "enclosure": Rule(do.begin_enclosure),
        "feedburner:origlink": _plain("feedburner_origlink"),
        "full-text": _plain("full-text"),
        "guid": _ID,
        "id": _ID,
        "image": Rule(do.begin_other),
        "itunes:image": _PODCAST_IMAGE,
        "itunes:keywords": Rule(do.begin_plain, do.end_podcast_keywords),
        "itunes:owner": _OWNER,
        "itunes:subtitle": _LEAF,
        "itunes:summary": _SUMMARY,
        "language": _LANGUAGE,
        "link": _LINK,
        "source": Rule(do.begin_other),
        "subtitle": _LEAF,
        "summary": _SUMMARY,
        "title": _TITLE,
        "yandex:full-text": _plain("yandex_full-text"),
    },
    Place.MEDIA: _MEDIA,
    Place.IMAGE: {
        **_all(_LEAF, ("description", "height", "link", "width")),
        "title": _TITLE,
        "url": Rule(end=do.end_image_url),
    },
    Place.INPUT: {
        **_all(_LEAF, ("description", "link", "name")),
        "title": Rule(end=do.end_other_title),
    },
    Place.PERSON: {
        "email": _PERSON_EMAIL,
        "homepage": _PERSON_URL,
        "name": _PERSON_NAME,
        "uri": _PERSON_URL,
        "url": _PERSON_URL,
    },
    Place.OWNER: {
        "itunes:email": Rule(end=people.end_owner_email),
        "itunes:name": Rule(end=people.end_owner_name),
    },
    Place.CONTRIBUTOR: _all(_LEAF, ("email", "homepage", "name", "uri", "url")),
    Place.ASIDE: {
        **_MEDIA_ASIDES,
        **_all(ASIDE, ("itunes:category", "rdf:bag", "rdf:li", "rdf:seq")),
    },
    Place.TEXT: {},
}
ASIDES: Final = {
    Place.CHANNEL: ASIDE,
    Place.ENTRY: ASIDE,
    Place.MEDIA: ASIDE,
    Place.PERSON: Rule(end=do.end_empty),
    Place.OWNER: ASIDE,
    Place.CONTRIBUTOR: ASIDE,
    Place.ASIDE: ASIDE,
}
"""What an unknown element does, in the places in which it changes nothing."""
