"""Authors, as the strict reader gathers them: feedparser's order of what overrides what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.parse.fast_values import address, person, settled

if TYPE_CHECKING:
    from tui_reader.parse.fast_state import Attributes, Context, State


def begin_person(state: State, _attrs: Attributes) -> None:
    """Begin an author."""
    state.context.setdefault("authors", []).append({})


def end_person(state: State, text: str) -> None:
    """Keep an author who is told as text."""
    state.store("author", settled(text.strip()))
    _settle(state.context)


def end_person_name(state: State, text: str) -> None:
    """Keep an author's name."""
    _name_author(state.context, "name", text.strip())


def end_person_email(state: State, text: str) -> None:
    """Keep an author's mail address."""
    _name_author(state.context, "email", text.strip())


def end_person_url(state: State, text: str) -> None:
    """Keep an author's page."""
    _name_author(state.context, "href", settled(address(state.base, text.strip())))


def end_owner_name(state: State, text: str) -> None:
    """Keep the name of a podcast's owner as the author's."""
    _add_part(state.context, "name", text.strip())


def end_owner_email(state: State, text: str) -> None:
    """Keep the mail address of a podcast's owner as the author's."""
    _add_part(state.context, "email", text.strip())


def _name_author(context: Context, key: str, value: str) -> None:
    """Give the last author a name, a mail address or a page."""
    context.setdefault("author_detail", {})[key] = value
    _add_part(context, key, value)


def _add_part(context: Context, key: str, value: str) -> None:
    """Give the last author something, as feedparser does for a podcast's owner, too."""
    _settle(context)
    context.setdefault("authors", [{}])[-1][key] = value


def _settle(context: Context) -> None:
    """Bring the text of an author and its parts in line: the one that is there makes the other."""
    last = context["authors"][-1] if "authors" in context else {}
    if last:
        name, email = last.get("name", ""), last.get("email", "")
        if name or email:
            context["author"] = f"{name} ({email})" if name and email else name or email
        return
    text = context.get("author", "")
    if not text:
        return
    name, email = person(text)
    context.setdefault("author_detail", last)
    if name:
        last["name"] = name
    if email:
        last["email"] = email
