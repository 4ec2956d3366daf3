"""Bylines: who wrote it, and as what. Pure.

A comma parts people in “Ali Hamidi, Bex Heart”, a name from a role in “Joe Kutner, Software
Architect”, two halves of one role in “Director, Heroku Data” and two halves of one name in
“Smith, John”. Where that cannot be told, the text stays whole: nothing is ever cut away.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.model.feed import Author

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYLINE = 300
"""Characters of one byline that are looked at."""
MAX_AUTHORS = 20
"""Authors kept of one entry."""

_EMAIL = r"[\w.+%'\-]{1,64}@[\w.\-]{1,100}"
_EMAIL_THEN_NAME = re.compile(rf"(?:mailto:)?({_EMAIL})\s*\((.+)\)$")
_NAME_THEN_EMAIL = re.compile(rf"(.+?)\s*[<(]\s*(?:mailto:)?{_EMAIL}\s*[>)]$")
_ONLY_EMAIL = re.compile(rf"[<(]?(?:mailto:)?({_EMAIL})[>)]?(?:\s*\(\s*\))?$")
_NOBODY = re.compile(r"(?:no-?reply|do-?not-?reply|donotreply|nobody)@", re.IGNORECASE)
_BY = re.compile(
    r"(?:(?:posted|published|written|submitted|story|words|text)\b[^\"“”]{0,80}?\bby|by:?)\s+(?=\S)",
    re.IGNORECASE,
)
_ROLE_WORDS = re.compile(
    r"\b(?:account|advisor|advocate|analyst|anchor|architect|artist|assistant|associate|attorney|"
    r"author|biologist|blogger|c[etfiop]o|chair\w*|chief|columnist|consultant|contributor|"
    r"coordinator|correspondent|craftsman|craftsperson|craftswoman|critic|curator|dba|"
    r"designer|dev(?:eloper|ops|rel)|director|economist|editor\w*|engineer\w*|entwickler\w*|"
    r"evangelist|executive|expert|founder|co-?founder|freelanc\w*|hacker|head of|historian|"
    r"instructor|intern|journalist|lawyer|lead|leader|lecturer|librarian|maintainer|manag\w+|"
    r"marketer|marketing|member|officer|owner|partner|photographer|physicist|president|principal|"
    r"producer|product|professor|programmer|publisher|redakteur\w*|reporter|researcher|scientist|"
    r"senior|specialist|sre|staff|strategist|student|supervisor|support|teacher|technician|"
    r"technologist|translator|treasurer|vp|writer|phd|ph\.d\.?|m\.?d\.?|mba|msc|esq\.?|"
    r"ambassador|captain|counsel|emeritus|guru|keeper|master|qa|tester|trainer|wrangler|"
    # The field alone tells too: nobody is called Solutions.
    r"cloud|communications|community|content|customer|data|design|growth|hardware|"
    r"infrastructure|innovation|operations|ops|partnerships|platform|policy|relations|research|"
    r"sales|security|software|solutions|strategy|systems|team|technical|technology|"
    r"inc|ltd|llc|gmbh|corp|university|institute|college|department|foundation)(?:\b|(?<=\.))",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|und|et|y|e|og|och|en|&|\+)\s+")
_DASH = re.compile(r"\s+[-–—|•·]\s+")
_FOR = re.compile(r"(\S+ \S.*?) for ([A-Z0-9].*)$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[\s\-]?){1,4}$")
_IN_PARENS = re.compile(r"(.+?)\s*\(([^()]+)\)$")


def byline(text: str, *, url: str = "") -> tuple[Author, ...]:
    """Read one byline.

    Args:
        text: Plain text as the feed has it: a name, several, with an address, with a role.
        url: The author's page; kept where the byline names one person.
    """
    text = clean_line(text, limit=MAX_BYLINE)
    text = _without_email(_BY.sub("", text, count=1) if _BY.match(text) else text)
    people = tuple(
        person for part in text.split(";") for person in _people(part.strip(" ,")) if person.name
    )
    if len(people) == 1 and url:
        return (Author(name=people[0].name, role=people[0].role, url=url),)
    return people[:MAX_AUTHORS]


def distinct(authors: Sequence[Author]) -> tuple[Author, ...]:
    """Give every person once, in order, with the role and page that any mention told."""
    if len(authors) < 2:
        return tuple(authors)
    found: dict[str, Author] = {}
    for author in authors:
        key = author.name.casefold()
        known = found.get(key)
        if known is None:
            if len(found) < MAX_AUTHORS:
                found[key] = author
        elif (author.role and not known.role) or (author.url and not known.url):
            found[key] = Author(
                name=known.name, role=known.role or author.role, url=known.url or author.url
            )
    return tuple(found.values())


def _without_email(text: str) -> str:
    """Take the name out of “address (name)” and “name <address>”; nobody's address is none."""
    if "@" not in text:
        return text
    if match := _EMAIL_THEN_NAME.match(text):
        return match[2].strip()
    if match := _ONLY_EMAIL.match(text):
        return "" if _NOBODY.match(match[1]) else match[1]
    if match := _NAME_THEN_EMAIL.match(text):
        return match[1].strip(" \"'")
    return text


def _people(text: str) -> list[Author]:
    """Read one part of a byline that holds no semicolon."""
    if not text:
        return []
    segments = [segment.strip() for segment in text.split(",") if segment.strip()]
    if len(segments) > 1:
        return _with_commas(text, segments)
    if match := _IN_PARENS.match(text):
        if _is_role(match[2]):
            return [Author(name=match[1].strip(), role=match[2].strip())]
        return [Author(name=text)]
    names = _AND.split(text)
    if len(names) > 1 and all(_is_full_name(name) for name in names):
        return [_one(name) for name in names]
    return [_one(text)]


def _with_commas(text: str, segments: list[str]) -> list[Author]:
    """Decide what the commas mean: a role, two halves of a name, or several people."""
    first, rest = segments[0], segments[1:]
    if len(segments) % 2 == 0 and all(_INITIALS.match(given) for given in segments[1::2]):
        pairs = zip(segments[::2], segments[1::2], strict=True)
        return [Author(name=f"{family}, {given}") for family, given in pairs]
    if _SUFFIX.match(rest[0]):
        return _people_after_suffix(first, rest)
    if _is_role(first) or (len(rest) == 1 and _is_one_name_turned(first, rest[0])):
        return [Author(name=text)]
    if _is_role(rest[0]) and not _AND.search(first):
        return _with_role(first, text.partition(",")[2].strip())
    return _several(segments)


def _several(segments: list[str]) -> list[Author]:
    """Read people parted by commas, and the last two of them by an “and”."""
    last = re.sub(r"^(?:and|und|et|&)\s+", "", segments[-1])
    names = [*segments[:-1], *_AND.split(last)]
    if any(_is_role(name) for name in names):
        return _mixed(segments)
    return [_one(name.strip()) for name in names if name.strip()]


def _people_after_suffix(first: str, rest: list[str]) -> list[Author]:
    name = f"{first}, {rest[0]}"
    if len(rest) == 1:
        return [Author(name=name)]
    role = ", ".join(rest[1:])
    return [Author(name=name, role=role)] if _is_role(role) else [Author(name=name), *_people(role)]


def _with_role(name: str, role: str) -> list[Author]:
    """Give the person with the role; another “name, role” may follow an “and” inside it."""
    for match in _AND.finditer(role):
        head, tail = role[: match.start()], role[match.end() :]
        following, comma, _ = tail.partition(",")
        if comma and _is_full_name(following) and _is_role(tail.partition(",")[2]):
            return [Author(name=name, role=head), *_people(tail)]
    return [Author(name=name, role=role)]


def _mixed(segments: list[str]) -> list[Author]:
    """Read people of whom only some carry a role; a segment with a role belongs to the last."""
    people: list[Author] = []
    for segment in segments:
        if people and (_is_role(segment) or people[-1].role):
            last = people.pop()
            role = f"{last.role}, {segment}" if last.role else segment
            people.append(Author(name=last.name, role=role))
        else:
            people.append(_one(segment))
    return people


def _one(text: str) -> Author:
    """Read one person, whose role may follow a dash and whose house a “for”."""
    parts = _DASH.split(text, maxsplit=1)
    if len(parts) == 2 and _is_role(parts[1]) and not _is_role(parts[0]):
        return Author(name=parts[0].strip(), role=parts[1].strip())
    if match := _FOR.match(text):
        return Author(name=match[1], role=match[2])
    return Author(name=text)


def _is_role(text: str) -> bool:
    return _ROLE_WORDS.search(text) is not None


def _is_full_name(text: str) -> bool:
    """Whether this looks like a whole name: two to five words that are no role."""
    words = text.split()
    return 2 <= len(words) <= 5 and not _is_role(text) and words[0][:1].isupper()


def _is_one_name_turned(family: str, given: str) -> bool:
    """Whether “family, given” is one person: a single word, then one or two given names."""
    words = given.split()
    if len(family.split()) != 1 or _AND.search(given) or _is_role(given):
        return False
    return len(words) == 1 or (len(words) == 2 and len(words[1].rstrip(".")) == 1)
