"""What a server asks for in its headers, as durations. Pure.

Source: RFC 9110 §10.2.3 (Retry-After), RFC 9111 §4.2 and §5.2.2.1 (freshness).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

DAY = timedelta(hours=24)
"""No server's wish is obeyed for longer: a slip of theirs must not silence a feed for years."""
FIRST_BACK_OFF = timedelta(hours=1)


def http_date(value: str) -> datetime | None:
    """Read an HTTP date; None where it is none."""
    try:
        moment = parsedate_to_datetime(value.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Read Retry-After, seconds or a date, clamped to a day; None where it says neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), DAY)
    moment = http_date(text)
    return None if moment is None else min(max(moment - now, timedelta()), DAY)


def fresh_for(
    now: datetime, *, cache_control: str = "", expires: str = "", date: str = "", age: str = ""
) -> timedelta | None:
    """Tell how long an answer stays fresh, clamped to a day; None where the headers are silent.

    ``max-age`` wins over ``Expires``; ``no-cache`` and ``no-store`` make it zero. Expires is
    measured against the server's own Date, so that a wrong clock on either side does no harm.
    """
    names = dict(_directive(part) for part in cache_control.lower().split(","))
    if "no-cache" in names or "no-store" in names:
        return timedelta()
    spent = timedelta(seconds=int(age[:9])) if age.isascii() and age.isdigit() else timedelta()
    seconds = names.get("max-age", "")
    if seconds.isascii() and seconds.isdigit():
        lifetime = timedelta(seconds=int(seconds[:9]))
    elif moment := http_date(expires):
        lifetime = moment - (http_date(date) or now)
    else:
        return None
    return min(max(lifetime - spent, timedelta()), DAY)


def back_off(failures: int, seed: str) -> timedelta:
    """Give the pause after so many failures in a row: 1 h, doubled up to 24 h, ± 10 %.

    Args:
        failures: At least 1.
        seed: What the jitter is made of, such as the address: the same seed, the same pause.
    """
    pause = min(FIRST_BACK_OFF * (1 << min(failures - 1, 5)), DAY)
    return pause * (1 + 0.2 * (fraction(f"{seed} {failures}") - 0.5))


def fraction(seed: str) -> float:
    """Give a stable number in [0, 1) for a text, evenly spread."""
    digest = hashlib.blake2b(seed.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def _directive(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip().strip('"')
