"""What each option allows: derived from its dataclass field, checked in one place."""

from __future__ import annotations

import dataclasses
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args, get_origin, get_type_hints

from tui_reader.config.keys import nearest
from tui_reader.config.options import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

Value = str | int | bool

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option, as its dataclass field declares it."""

    table: str
    name: str
    kind: type
    default: Value
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def id(self) -> str:
        """Its full name: ``ui.theme``."""
        return f"{self.table}.{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"BLOGREAD_{self.table}_{self.name}".upper()

    @property
    def allowed(self) -> str:
        """What it may be, in words."""
        if self.choices:
            return "one of " + ", ".join(f'"{choice}"' for choice in self.choices)
        if self.kind is bool:
            return "true or false"
        if self.kind is int:
            return f"a whole number from {self.least:,} to {self.most:,}"
        return "a text in quotes"


def options() -> dict[str, Option]:
    """Give every option by its full name, in the order of the file."""
    found = {}
    for table, record in TABLES.items():
        hints = get_type_hints(record)
        for entry in dataclasses.fields(record):
            hint = hints[entry.name]
            option = Option(
                table=table,
                name=entry.name,
                kind=str if get_origin(hint) is Literal else hint,
                default=entry.default,  # type: ignore[arg-type]  # every option has a plain one
                choices=get_args(hint),
                least=entry.metadata.get("least"),
                most=entry.metadata.get("most"),
            )
            found[option.id] = option
    return found


def parse_text(option: Option, text: str) -> Value:
    """Read an option's value from a variable or a flag.

    Raises:
        ValueError: It is not what the option allows; the message says what is.
    """
    value: Value = text
    if option.kind is bool and text.lower() in _TRUE | _FALSE:
        value = text.lower() in _TRUE
    elif option.kind is int and re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        value = int(text)
    return checked(option, value)


def checked(option: Option, value: object) -> Value:
    """Give the value back, or raise ``ValueError`` with what is allowed."""
    if type(value) is not option.kind:
        raise ValueError(f"{option.id} must be {option.allowed}")
    if option.choices and value not in option.choices:
        meant = nearest(str(value), list(option.choices))
        raise ValueError(
            f"{option.id} must be {option.allowed}"
            + (f"; did you mean “{meant}”?" if meant else "")
        )
    if isinstance(value, int) and option.least is not None and option.most is not None:
        if not option.least <= value <= option.most:
            raise ValueError(f"{option.id} must be {option.allowed}, not {value}")
    elif isinstance(value, str):
        _check_text(option, value)
    return value  # type: ignore[return-value]  # its type is option.kind, one of Value


def _check_text(option: Option, value: str) -> None:
    if any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in value):
        raise ValueError(f"{option.id} holds a control character")
    check = _TEXT_CHECKS.get(option.id)
    if check is not None and value:
        check(value)


def _check_browser(value: str) -> None:
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise ValueError("reader.browser has a quotation mark that does not close") from error
    if not any("{url}" in word for word in words):
        raise ValueError("reader.browser must hold {url} where the address goes")


def _check_proxy(value: str) -> None:
    if not re.match(r"(https?|socks5h?)://[^\s/]+", value):
        raise ValueError("sync.proxy must begin with http://, https:// or socks5://")


_TEXT_CHECKS: dict[str, Callable[[str], None]] = {
    "reader.browser": _check_browser,
    "sync.proxy": _check_proxy,
}
