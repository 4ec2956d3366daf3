"""The styles of an article's lines: roles and weights in the colours of the theme."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

from tui_reader.article.lines import Role, Weight
from tui_reader.ui.themes import Ground, Ink, readable

if TYPE_CHECKING:
    from tui_reader.ui.themes import Inks

_INKS = {
    Role.TITLE: Ink.STRONG,
    Role.BYLINE: Ink.MUTED,
    Role.MUTED: Ink.MUTED,
    Role.HEADING: Ink.KEY,
    Role.SUBHEADING: Ink.STRONG,
    Role.QUOTE: Ink.QUIET,
    Role.QUOTE_BAR: Ink.MUTED,
    Role.CALLOUT_BAR: Ink.UNREAD,
    Role.CHANGE_BAR: Ink.UNREAD,
    Role.MARKER: Ink.MUTED,
    Role.TERM: Ink.STRONG,
    Role.RULE: Ink.MUTED,
    Role.LINK_NUMBER: Ink.MUTED,
    Role.NOTE: Ink.UNREAD,
    Role.CAPTION: Ink.MUTED,
    Role.EMBED: Ink.TEXT,
    Role.TABLE_RULE: Ink.MUTED,
    Role.TABLE_HEAD: Ink.STRONG,
    Role.TABLE_KEY: Ink.MUTED,
    Role.CODE_COMMENT: Ink.MUTED,
    Role.CODE_KEYWORD: Ink.KEY,
}
_HUES = {
    # Turns of the colour circle from the primary colour.
    Role.CODE_STRING: -0.28,
    Role.CODE_NUMBER: 0.12,
    Role.CODE_TYPE: -0.12,
    Role.CODE_NAME: 0.0,
    Role.CODE_INSERTED: -0.28,
    Role.CODE_DELETED: 0.40,
}
_ITALIC = {Role.QUOTE, Role.CODE_COMMENT, Role.FORMULA}
_UNDERLINED = {Role.LINK, Role.PICTURE, Role.EMBED}


class ArticleInks:
    """Gives the style of a role in a weight; each is made once for a theme."""

    def __init__(self, inks: Inks) -> None:
        self._inks = inks
        self._styles: dict[tuple[Role, Weight, bool], Style] = {}
        self.plain = inks.style(Ground.BODY, Ink.TEXT)
        self.code = inks.style(Ground.RESTING, Ink.TEXT)
        if self.code.bgcolor is None:
            self.code = self.plain  # without colours, code has no ground of its own
        self.hint = self.plain + Style(bold=True, reverse=True)
        self.hint_typed = self.plain + Style(reverse=True)
        self.hit, self.current_hit = self._hit_styles()
        self.thumb = inks.style(Ground.BODY, Ink.SCROLL)

    def _hit_styles(self) -> tuple[Style, Style]:
        """Give the marks of what was found: a grey ground, and the cursor's for the current."""
        muted = self._inks.style(Ground.BODY, Ink.MUTED)
        if self.plain.bgcolor is None:
            return Style(bold=True, underline=True, dim=False), self.hint
        return Style(color=muted.bgcolor, bgcolor=muted.color), self._inks.style(
            Ground.CURSOR, Ink.STRONG
        )

    def style(self, role: Role, weight: Weight, *, linked: bool = False) -> Style:
        """Give the style; ``linked`` text is underlined where the role does not say more."""
        key = (role, weight, linked)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._make(role, weight, linked=linked)
        return style

    def _make(self, role: Role, weight: Weight, *, linked: bool) -> Style:
        is_code = role is Role.CODE or role.startswith("code_")
        in_code = is_code or bool(weight & (Weight.CODE | Weight.KEY))
        ground = Ground.RESTING if in_code and self.code is not self.plain else Ground.BODY
        style = self._inks.style(ground, _INKS.get(role, Ink.TEXT))
        if role in _HUES and style.color is not None and style.bgcolor is not None:
            style += Style(color=self._turned(_HUES[role]).rich_color)
        if Weight.SMALL in weight and role is Role.TEXT:
            style = self._inks.style(ground, Ink.QUIET)
        underline = Weight.UNDERLINE in weight or (linked and role in _UNDERLINED)
        bold = Weight.STRONG in weight or Weight.KEY in weight
        without_colours = self.code is self.plain and bool(weight & Weight.CODE)
        return style + Style(
            bold=True if bold or without_colours else None,
            italic=True if Weight.EMPHASIS in weight or role in _ITALIC else None,
            underline=True if underline else None,
            strike=True if Weight.STRIKE in weight else None,
            reverse=True if Weight.MARK in weight else None,
        )

    def _turned(self, turn: float) -> Color:
        """Give the primary colour turned on the colour circle, readable on the code's ground."""
        key = self._inks.style(Ground.RESTING, Ink.UNREAD)
        if key.color is None or self.code.bgcolor is None:
            return Color.parse("ansi_default")
        colour = Color.from_rich_color(key.color)
        hue, light, full = colorsys.rgb_to_hls(*colour.normalized)
        red, green, blue = colorsys.hls_to_rgb((hue + turn) % 1.0, light, full)
        turned = Color(round(red * 255), round(green * 255), round(blue * 255))
        return readable(turned, Color.from_rich_color(self.code.bgcolor))
