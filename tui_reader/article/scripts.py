"""Raised and lowered text: Unicode's super- and subscripts where all of it exists there."""

from __future__ import annotations

_UP = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδεθφχ ′*",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᶿᵠᵡ ′*",
)
_DOWN = str.maketrans(
    "0123456789+-−=()aehijklmnoprstuvxβγρφχ ",
    "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ ",
)
_UP_KNOWN = frozenset(map(chr, _UP))
_DOWN_KNOWN = frozenset(map(chr, _DOWN))


def raised(text: str) -> str:
    """Write text as a superscript, else as ``^(…)``."""
    if set(text) <= _UP_KNOWN:
        return text.translate(_UP)
    return f"^{text}" if len(text) == 1 else f"^({text})"


def lowered(text: str) -> str:
    """Write text as a subscript, else as ``_(…)``."""
    if set(text) <= _DOWN_KNOWN:
        return text.translate(_DOWN)
    return f"_{text}" if len(text) == 1 else f"_({text})"
