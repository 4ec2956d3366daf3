"""Rules about addresses: compare, resolve, show, open. Pure, and total over any text.

An address from a feed is hostile until proven otherwise: it may hold controls, another
address before an ``@``, a script, or an option for the program that opens it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from tui_reader.clean import clean_line
from tui_reader.errors import UsageError

_WEB = ("http", "https")
_OPENABLE = (*_WEB, "mailto")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_HOST_AND_PORT = re.compile(r"[^/?#\s:@]+:\d{1,5}(?:[/?#]|$)")
_DROPPED = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA0),
        *range(0xD800, 0xE000),
        # What hides or reorders; the joiners stay, Persian addresses need them.
        *(0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0xFEFF),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xE0000, 0xE0080),
    ]
)
_BREAK = re.compile(
    r"[\x00-\x08\n-\x1f\x7f-\x9f]|&#(?:0*(?:[0-8]|1\d|2\d|3[01]|12[7-9]|1[34]\d|15\d)|"
    r"x0*(?:[0-8a-f]|1[0-9a-f]|7f|[89][0-9a-f]));",
    re.IGNORECASE,
)
"""A control, or one that was written as a reference twice over."""
_TRACKING = re.compile(
    r"(?:utm_\w*|mtm_\w*|pk_\w*|hsa_\w*|_hsenc|_hsmi|__hs\w+|mc_[a-z]+|fbclid|gclid|gclsrc|dclid|"
    r"gbraid|wbraid|yclid|msclkid|twclid|igshid|ttclid|mkt_tok|oly_\w+_id|vero_\w+|wickedid|"
    r"s_cid|_ga|_gl|ref_src|ref_url|ns_campaign|ns_mchannel|ns_source|at_\w*campaign\w*|xtor|"
    r"spm|cmpid|ncid|at_medium|at_custom\d|rss|src_rss|feature_rss|__twitter_impression)",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?:[\w\-]+\.)*[\w\-]+|[0-9a-f:.]*:[0-9a-f:.]*")
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_PLAIN = re.compile(
    r"https?://([A-Za-z0-9.\-]++)/[A-Za-z0-9._~%/\-]*+(?:\?[A-Za-z0-9._~%=&+\-]++)?"
)
"""An absolute address that is complete and clean as it stands."""
_SIMPLE = re.compile(r"https?://([A-Za-z0-9.\-]++)(/[A-Za-z0-9._~/\-]*+)")
"""The same, with nothing in it but a host and a path."""
_ROOTED = re.compile(
    r"(?:/[A-Za-z0-9_~%()\-][A-Za-z0-9._~%:,()\-]*+)++/?(?:\?[A-Za-z0-9._~%=&+\-]++)?"
    r"(?:#[A-Za-z0-9._~%\-]++)?"
)
"""An address from the root of its site on, as clean, without steps upwards."""
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|cgi|jsp|pl|dll|cfm)$", re.IGNORECASE)
_SAFE = "!#$%&'()*+,-./:;=?@[]_~"
"""What stays as it is in an address that is opened: RFC 3986's characters, and the percent."""


@lru_cache(maxsize=1024)
def canonical(url: str) -> str:
    """Give the form in which two addresses of one page are equal; only to compare, not to fetch.

    Scheme, ``www.``, ports 80 and 443, a trailing dot of the host, a trailing slash, tracking
    parameters and the fragment (but ``#!``) do not count. Anything but http(s) stays as it is.
    """
    if simple := _SIMPLE.fullmatch(url):
        return simple[1].lower().rstrip(".").removeprefix("www.") + simple[2].rstrip("/")
    parts = _split(url)
    if parts is None or parts.scheme.lower() not in _WEB or not parts.hostname:
        return _tidy(url)
    path = _normal_escapes(parts.path).rstrip("/")
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_noise(pair, path))
    user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
    port = _port(parts)
    return "".join(
        (
            user,
            _ascii_host(parts.hostname).rstrip(".").removeprefix("www."),
            f":{port}" if port not in {None, 80, 443} else "",
            path,
            f"?{_normal_escapes(query)}" if query else "",
            f"#{parts.fragment}" if parts.fragment.startswith("!") else "",
        )
    )


def display(url: str) -> str:
    """Give the address as a person may see it: no userinfo, no controls, the host in ASCII."""
    text = clean_line(_tidy(url))
    parts = _split(text)
    if parts is None or not parts.hostname:
        scheme, colon, rest = text.partition("://")
        if not colon:
            return text
        authority, slash, tail = rest.partition("/")
        return f"{scheme}://{authority.rpartition('@')[2]}{slash}{tail}"
    port = _port(parts)
    host_text = _ascii_host(parts.hostname)
    netloc = (f"[{host_text}]" if ":" in host_text else host_text) + (f":{port}" if port else "")
    return parts._replace(netloc=netloc).geturl()


def readable(url: str) -> str:
    """Give an address that was percent-encoded with its letters beyond ASCII, to be read.

    Nothing else is decoded: what is ASCII may part the address, what is no letter may not be seen.
    Source: URL Standard, “URL rendering”.
    """
    return clean_line(_ENCODED.sub(_decoded, url)) if "%" in url else url


def without_userinfo(url: str) -> str:
    """Give the address without the name and password it may carry."""
    parts = _split(url)
    if parts is None or "@" not in parts.netloc:
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def resolve(base: str, url: str) -> str:
    """Make ``url`` absolute against ``base``; empty where that cannot be done.

    Controls and line breaks inside it are dropped, as browsers do, and so is what hides or
    reorders text.
    Source: RFC 3986 §5; URL Standard, “remove all ASCII tab or newline”.
    """
    if _PLAIN.fullmatch(url):
        return url
    try:
        if _ROOTED.fullmatch(url):
            return f"{_root(base)}{url}"
        return urljoin(base, _tidy(url))
    except ValueError:
        return ""


def is_broken(url: str) -> bool:
    """Whether a control other than a tab stands inside: it was cut, or made to break a terminal."""
    return _BREAK.search(url.strip()) is not None


@lru_cache(maxsize=64)
def _root(base: str) -> str:
    """Give what stands before the path of an address; ValueError where that cannot be told."""
    return urljoin(base, "/")[:-1]


@lru_cache(maxsize=1024)
def is_web(url: str) -> bool:
    """Whether this is an absolute http(s) address with a host."""
    if _PLAIN.fullmatch(url):
        return True
    if _is_tidy(url) and url.strip()[:4].lower() != "http":
        return False
    parts = _split(url)
    return parts is not None and parts.scheme.lower() in _WEB and bool(parts.hostname)


@lru_cache(maxsize=1024)
def host(url: str) -> str:
    """Give the host, lower case and in ASCII, without port; empty where there is none."""
    if plain := _PLAIN.fullmatch(url):
        return plain[1].lower().rstrip(".")
    parts = _split(url)
    return _ascii_host(parts.hostname).rstrip(".") if parts and parts.hostname else ""


def origin(url: str) -> str:
    """Give scheme, host and port, ``https://example.org:443``; empty for what is not http(s)."""
    parts = _split(url)
    if parts is None or not is_web(url):
        return ""
    scheme = parts.scheme.lower()
    name = host(url)
    port = _port(parts) or (443 if scheme == "https" else 80)
    return f"{scheme}://[{name}]:{port}" if ":" in name else f"{scheme}://{name}:{port}"


def feed_url(text: str, *, is_file: bool = False) -> str:
    """Make an address of what a person typed or pasted.

    Args:
        text: A bare domain, an address, ``feed:`` forms, in quotes or angle brackets.
        is_file: The caller has seen that this names a file.

    Raises:
        UsageError: It is empty or has a scheme that cannot be subscribed to.
    """
    if is_file:
        return Path(text).expanduser().absolute().as_uri()
    address = _tidy(text).strip("<>\"'“”‘’«» ")
    lowered = address.lower()
    if lowered.startswith("feed:"):
        rest = address[5:].lstrip("/")
        address = rest if rest.lower().startswith(("http:", "https:")) else f"http://{rest}"
    if not address or address == "http://":
        raise UsageError("There is no address.", hint="Give a site's or a feed's address.")
    if address.startswith("//"):
        address = f"https:{address}"
    scheme = _SCHEME.match(address)
    bare = scheme is None or _HOST_AND_PORT.match(address) is not None
    if bare:
        address = f"https://{address}"
    elif scheme is not None and scheme[1].lower() == "file":
        return address
    if not is_web(address) or not _is_host(host(address), bare=bare):
        raise UsageError(
            f"“{display(address)}” is no address that can be subscribed to.",
            hint="Addresses start with http:// or https://, or are a domain such as example.org.",
        )
    return _encode(address)


def openable(url: str) -> str:
    """Give the address as one safe argument for the program that opens it.

    Raises:
        UsageError: Its scheme is not http, https or mailto, or it names no host.
    """
    address = _tidy(url)
    match = _SCHEME.match(address)
    scheme = match[1].lower() if match else ""
    if scheme not in _OPENABLE:
        what = f"“{scheme}:” links" if scheme else "Links without a scheme"
        raise UsageError(
            f"{what} are not opened: {clean_line(display(address), limit=120)}",
            hint="Only http, https and mailto links are.",
        )
    if scheme in _WEB and not is_web(address):
        raise UsageError(f"This link names no host: {clean_line(display(address), limit=120)}")
    return _encode(address)


def _decoded(encoded: re.Match[str]) -> str:
    try:
        text = unquote(encoded[0], errors="strict")
    except UnicodeDecodeError:
        return encoded[0]
    return "".join([char if _is_of_a_word(char) else quote(char) for char in text])


def _is_of_a_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char) in {"Mn", "Mc"}


def _tidy(url: str) -> str:
    return (url if _is_tidy(url) else url.translate(_DROPPED)).strip()


def _is_tidy(url: str) -> bool:
    """Whether nothing in it could have to be dropped; seen at once of mostly all."""
    return url.isascii() and url.isprintable()


@lru_cache(maxsize=1024)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(_tidy(url))
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _is_host(name: str, *, bare: bool) -> bool:
    """Whether this can be a host; a word without a dot is one only in a whole address."""
    return _HOST.fullmatch(name) is not None and (not bare or "." in name or name == "localhost")


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return None


def _ascii_host(name: str) -> str:
    """Give a host in ASCII; what IDNA refuses is percent-encoded, so that it can't pose."""
    name = name.lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return quote(name, safe="")


def _encode(address: str) -> str:
    """Percent-encode all that RFC 3986 does not allow, and put the host in ASCII."""
    parts = _split(address)
    if parts is not None and parts.hostname and not parts.netloc.isascii():
        user, at, _ = parts.netloc.rpartition("@")
        port = _port(parts)
        netloc = f"{user}{at}{_ascii_host(parts.hostname)}" + (f":{port}" if port else "")
        address = parts._replace(netloc=netloc).geturl()
    return quote(address, safe=_SAFE)


def _is_noise(pair: str, path: str) -> bool:
    """Whether a query parameter only tells where the visitor came from."""
    name, _, value = pair.partition("=")
    if _TRACKING.fullmatch(name):
        return True
    # Heroku's blog and others count campaigns with ``?c=``; elsewhere ``c`` chooses the page.
    slug = path.rpartition("/")[2]
    return name == "c" and bool(value) and _is_slug(slug)


def _is_slug(segment: str) -> bool:
    return ("-" in segment or "_" in segment) and not _SCRIPT.search(segment)


def _normal_escapes(text: str) -> str:
    """Write every character the same way, however it was escaped (RFC 3986 §6.2.2)."""
    if "%" not in text and text.isascii():
        return text
    return quote(unquote(text, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape")
