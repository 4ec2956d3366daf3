"""Times as people read them: ages of at most four cells, and how long ago something was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def age(when: datetime, now: datetime) -> str:
    """Give an age in at most four cells: ``now 5m 3h 2d 6w 3y``; the future is ``now``."""
    seconds = (now - when).total_seconds()
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)}h"
    days = int(seconds // _DAY)
    if days < 14:
        return f"{days}d"
    if days < 365:
        return f"{days // 7}w"
    return f"{min(days // 365, 999)}y"


def ago(span: timedelta) -> str:
    """Say how long ago: “just now”, “4 min ago”, “3 h ago”, “2 days ago”, “5 months ago”."""
    seconds = span.total_seconds()
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min ago"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} h ago"
    days = int(seconds // _DAY)
    if days < 60:
        return "yesterday" if days == 1 else f"{days} days ago"
    return f"{days // 30} months ago" if days < 730 else f"{days // 365} years ago"


def day(when: datetime, now: datetime) -> str:
    """Name a day in local time: “today”, “Tuesday” within a week, else “12 Jul 2019”."""
    local, today = when.astimezone(), now.astimezone()
    days = (today.date() - local.date()).days
    if days == 0:
        return f"{local:%H:%M}"
    if 0 < days < 7:
        return f"{local:%A}"
    return f"{local.day} {local:%b %Y}"
