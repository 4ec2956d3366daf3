"""The dates that feeds really contain, as aware UTC. Pure.

feedparser reads most of them; here is what it leaves: other orders and separators, twelve-hour
clocks, names of days and months in other languages.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DATE = 100
"""Characters of a date that are looked at."""

_MONTH_NAMES: Final = {
    1: "jan januar january janvier januari enero ene gen gennaio janeiro янв января stycznia",
    2: "feb februar february février fevrier fév fev februari febrero febbraio fevereiro фев "
    "февраля lutego",
    3: "mar märz maerz mär march mars maart marzo março marco mrt марта marca",
    4: "apr april avril avr abril abr aprile апр апреля kwietnia",
    5: "may mai mei mayo maggio mag maio maj мая maja",
    6: "jun juni june juin junio giugno giu junho июн июня czerwca",
    7: "jul juli july juillet juil julio luglio lug julho июл июля lipca",
    8: "aug august août aout aoû augusti augustus agosto ago авг августа sierpnia",
    9: "sep sept september septembre septiembre settembre set setembro сен сентября września",
    10: "oct okt october oktober octobre octubre ottobre ott outubro out окт октября października",
    11: "nov november novembre noviembre novembro ноя ноября listopada",
    12: "dec dez december dezember décembre decembre déc diciembre dic dicembre dezembro дек "
    "декабря grudnia",
}
_MONTHS: Final = {name: number for number, names in _MONTH_NAMES.items() for name in names.split()}
_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "MEZ": 60,
    "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "IST": 330, "JST": 540,
    "KST": 540, "AEST": 600, "AEDT": 660, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "AKST": -540, "HST": -600,
}  # fmt: skip
_TIME = (
    r"(?:(?P<h>\d{1,2})[:.h](?P<m>\d{2})(?:[:.](?P<s>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = r"\s*(?P<zone>[+-]\d{1,2}:?\d{0,2}|[A-Za-z]{1,4}(?:[+-]\d{1,2}:?\d{2})?)?"
_TAIL = rf"(?:[\sT,@–-]+(?:at\s+|um\s+|à\s+)?)?{_TIME}{_ZONE}"
_DAY_NAME = r"(?:[^\W\d]+\.?,?\s+)?"
_WRITTEN_OUT = (
    r"(?P<D>\d{1,2})(?:st|nd|rd|th|\.)?[\s\-]+(?:de\s+)?(?P<N>[^\W\d]+)\.?,?[\s\-]+"
    r"(?:de\s+)?(?P<Y>\d{4})"
)
_ORDERS: Final = (
    r"(?P<Y>\d{4})[-/.](?P<M>\d{1,2})[-/.](?P<D>\d{1,2})",
    _WRITTEN_OUT,
    r"(?P<N>[^\W\d]+)\.?\s+(?P<D>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<Y>\d{4})",
    r"(?P<D>\d{1,2})\.(?P<M>\d{1,2})\.(?P<Y>\d{4})",
    r"(?P<M>\d{1,2})/(?P<D>\d{1,2})/(?P<Y>\d{4})",
    r"(?P<D>\d{1,2})/(?P<M>\d{1,2})/(?P<Y>\d{4})",
)
_SHAPES: Final = tuple(re.compile(_DAY_NAME + order + _TAIL, re.IGNORECASE) for order in _ORDERS)


def from_parts(parts: Sequence[int] | None) -> datetime | None:
    """Make an instant of year, month, day, hour, minute and second in UTC; None if impossible.

    A leap second becomes the second before it; years 1 to 9999 are kept as they are.
    """
    if parts is None or len(parts) < 6:
        return None
    year, month, day, hour, minute, second = parts[:6]
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def from_text(text: str) -> datetime | None:
    """Read a date in one of the spellings that occur; None where it is none.

    Without a zone it is taken as UTC. “05/03/2019” is the fifth month's third day, as in the
    feeds that use it; where the first number can be no month, it is the day.
    """
    text = " ".join(text[:MAX_DATE].split())
    if not text:
        return None
    iso = _from_iso(text)
    if iso is not None:
        return iso
    for shape in _SHAPES:
        match = shape.match(text)
        found = _from_match(match) if match else None
        if found is not None:
            return found
    return None


def _from_iso(text: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _in_utc(when if when.tzinfo else when.replace(tzinfo=UTC))


def _from_match(match: re.Match[str]) -> datetime | None:
    groups = match.groupdict()
    name = groups.get("N")
    month = _MONTHS.get(name.lower()) if name else int(groups["M"])
    hour = int(groups["h"] or 0)
    if groups["half"]:
        hour = hour % 12 + (12 if groups["half"].lower().startswith("p") else 0)
    offset = _offset(groups["zone"] or "")
    if month is None or offset is None:
        return None
    try:
        return _in_utc(
            datetime(
                int(groups["Y"]),
                month,
                int(groups["D"]),
                hour,
                int(groups["m"] or 0),
                min(int(groups["s"] or 0), 59),
                tzinfo=offset,
            )
        )
    except ValueError:
        return None


def _offset(zone: str) -> timezone | None:
    """Give the zone's offset; UTC for a name that nobody knows, None for an impossible one."""
    name = zone.upper()
    digits = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", name)
    if digits is None:
        minutes = _ZONES.get(name, 0)
    else:
        minutes = int(digits[2]) * 60 + int(digits[3] or 0)
        minutes = -minutes if digits[1] == "-" else minutes
    return timezone(timedelta(minutes=minutes)) if abs(minutes) < 24 * 60 else None


def _in_utc(when: datetime) -> datetime | None:
    try:
        return when.astimezone(UTC)
    except OverflowError:
        return None
