"""What the user set for one feed or folder; what is not set there is inherited."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Self

from tui_reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = int | bool | str | None
"""What a setting is set to; None inherits it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of a feed or a folder. None everywhere means: as the folder, else the config."""

    interval_minutes: int | None = None
    """The least time between two fetches, 15 to 10,080."""
    paused: bool | None = None
    """No fetch by schedule."""
    full_text: bool | None = None
    """Fetch the page of each new entry whose feed carries only an excerpt."""
    user_agent: str | None = None
    """What the feed's server is told in place of our own name."""
    measure: int | None = None
    """Cells a line of an article is wide, 40 to 100."""
    keep_days: int | None = None
    """Entries that are older, read and not kept for a reason are purged; 0 keeps all."""

    def over(self, inherited: Settings) -> Self:
        """Give these settings, and where they say nothing, the inherited ones."""
        merged: dict[str, Any] = {}
        for each in fields(self):
            own = getattr(self, each.name)
            merged[each.name] = getattr(inherited, each.name) if own is None else own
        return type(self)(**merged)

    def with_changes(self, changes: Mapping[str, Value]) -> Self:
        """Give these settings with some fields set anew."""
        every: dict[str, Any] = {**changes}
        return replace(self, **every)

    @property
    def is_empty(self) -> bool:
        """Whether everything is inherited."""
        return self == type(self)()


INHERITED = Settings()
"""Nothing is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting as people name, write and read it."""

    name: str
    """On the command line."""
    field: str
    """Of ``Settings``, and in JSON."""
    title: str
    help: str
    least: int = 0
    most: int = 0
    """The bounds of a number, both allowed; 0 where it is none."""

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return self.field in {"paused", "full_text"}

    def value(self, of: Settings) -> Value:
        """Give what settings say of it."""
        value: Value = getattr(of, self.field)
        return value

    def read(self, text: str) -> Value:
        """Read what a person wrote.

        Raises:
            UsageError: It cannot be meant.
        """
        text = text.strip()
        if self.is_switch:
            return self._switch(text)
        if not self.most:
            return self._text(text)
        found = _AMOUNT.fullmatch(text.casefold())
        unit = found[2] if found else ""
        units = _MINUTES if self.field == "interval_minutes" else _DAYS if self.keeps else {"": 1}
        if text.casefold() in {"all", "forever"} and self.keeps:
            return 0
        if found is None or unit not in units:
            raise self._refusal(text)
        amount = int(found[1]) * units[unit]
        if not (self.least <= amount <= self.most) and not (self.keeps and not amount):
            raise self._refusal(text)
        return amount

    @property
    def keeps(self) -> bool:
        """Whether it is how long entries are kept, where 0 is for ever."""
        return self.field == "keep_days"

    def write(self, value: Value) -> str:
        """Write a value as it may be typed; empty for what is inherited."""
        if value is None:
            return ""
        return "all" if self.keeps and not value else str(value)

    def show(self, value: Value) -> str:
        """Write a value for people."""
        if self.is_switch:
            return "yes" if value else "no"
        if isinstance(value, int):
            if self.field == "interval_minutes":
                return _span(value)
            if self.keeps:
                return f"{value:,} days" if value else "all"
            return str(value)
        return value or "blogread’s own"

    def _switch(self, text: str) -> bool:
        if text.casefold() in {"yes", "on", "true", "1"}:
            return True
        if text.casefold() in {"no", "off", "false", "0"}:
            return False
        raise self._refusal(text)

    def _text(self, text: str) -> str:
        if not text.isascii() or not text.isprintable() or len(text) > _LONGEST:
            raise self._refusal(text)
        return text

    def _refusal(self, text: str) -> UsageError:
        return UsageError(
            f"{self.name}: “{text[:60]}” is not allowed.", hint=f"Give {self.allowed}."
        )

    @property
    def allowed(self) -> str:
        """What may be written, in words."""
        if self.is_switch:
            return "yes or no"
        if self.field == "interval_minutes":
            return "minutes, 15 to 10,080; or 6h, 2d"
        if self.keeps:
            return f"days, 1 to {self.most:,}; or all"
        if self.most:
            return f"a number from {self.least} to {self.most}"
        return f"printable ASCII, at most {_LONGEST} characters"


_LONGEST = 200
_AMOUNT = re.compile(r"([0-9]{1,6})\s*([a-z]*)")
_MINUTES = {"": 1, "m": 1, "min": 1, "h": 60, "d": 1440, "w": 10_080}
_DAYS = {"": 1, "d": 1, "days": 1, "w": 7, "y": 365}


def _span(minutes: int) -> str:
    """Write minutes in the largest unit that they are a whole number of."""
    for size, one, many in ((1440, "day", "days"), (60, "hour", "hours")):
        if minutes >= size and minutes % size == 0:
            count = minutes // size
            return f"{count} {one if count == 1 else many}"
    return f"{minutes} min"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="interval",
        field="interval_minutes",
        title="Fetch every",
        help="The least time between two fetches. The server may ask for more.",
        least=15,
        most=10_080,
    ),
    Setting(
        name="paused",
        field="paused",
        title="Paused",
        help="No fetch by schedule; r still fetches it.",
    ),
    Setting(
        name="full-text",
        field="full_text",
        title="Full text",
        help="Fetch the page of each new entry whose feed carries only an excerpt.",
    ),
    Setting(
        name="measure",
        field="measure",
        title="Text width",
        help="Cells that a line of an article is wide.",
        least=40,
        most=100,
    ),
    Setting(
        name="keep-days",
        field="keep_days",
        title="Keep entries",
        help="Older ones that are read, and not kept for a reason, go.",
        least=1,
        most=36_500,
    ),
    Setting(
        name="user-agent",
        field="user_agent",
        title="User agent",
        help="What the server is told in place of blogread’s own name.",
    ),
)
"""In the order in which they are listed."""


def setting(name: str) -> Setting:
    """Find a setting by its name.

    Raises:
        UsageError: There is none.
    """
    wanted = name.strip().casefold().replace("_", "-")
    for each in SETTINGS:
        if wanted in {each.name, each.field.replace("_", "-")}:
            return each
    raise UsageError(
        f"There is no setting “{name[:60]}” of a feed.",
        hint="There are " + ", ".join(each.name for each in SETTINGS) + ".",
    )
