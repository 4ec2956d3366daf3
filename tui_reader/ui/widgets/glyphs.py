"""The signs of the screen, and what stands for them where only ASCII may be drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """Every sign that we draw ourselves; each takes one cell but ``cut``."""

    unread: str = "•"
    starred: str = "★"
    begun: str = "◐"
    changed: str = "±"
    problem: str = "!"
    folded: str = "▸"
    unfolded: str = "▾"
    back: str = "‹"
    dot: str = "·"
    cut: str = "…"
    image: str = "▨"
    spelled: tuple[tuple[str, str], ...] = ()
    """Other signs in our own sentences, and how they are written here."""

    def plain(self, text: str) -> str:
        """Write a sentence of ours with the signs of this set."""
        for sign, other in self.spelled:
            text = text.replace(sign, other)
        return text


UNICODE = Glyphs()
ASCII = Glyphs(
    unread="*",
    starred="+",
    begun="%",
    changed="~",
    folded=">",
    unfolded="v",
    back="<",
    dot="-",
    cut="...",
    image="#",
    spelled=(
        *(("·", "-"), ("…", "..."), ("–", "-"), ("—", "-"), ("⇧", "Shift-")),
        *(("’", "'"), ("“", '"'), ("”", '"'), ("↑", "Up"), ("↓", "Down"), ("←", "Left")),
        ("→", "Right"),
    ),
)


def glyphs_for(*, ascii_only: bool) -> Glyphs:
    """Choose the set of signs."""
    return ASCII if ascii_only else UNICODE
