"""TeX formulas as readable Unicode on one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.scripts import lowered, raised

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 4_000
"""Characters; a longer formula is shown as it was written."""
_DEEPEST = 30

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ "
    "upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π "
    "Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_TIGHT = (
    "infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ prime ′ "
    "degree ° angle ∠ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ "
    "iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ ldots … dots … cdots ⋯ vdots ⋮ "
    "ddots ⋱ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ Vert ‖ vert | lVert ‖ rVert ‖ "
    "lvert | rvert | backslash \\ dagger † ddagger ‡ star ⋆ bullet • top ⊤ bot ⊥ Box □ square □ "
    "triangle △ checkmark ✓ dag † copyright © pounds £ S § P ¶ colon : lbrace { rbrace } "
    "imath ı jmath ȷ wp ℘ flat ♭ sharp ♯ natural ♮ clubsuit ♣ spadesuit ♠ heartsuit ♥"
)
_SPACED = (
    "times × cdot · div ÷ pm ± mp ∓ ast ∗ circ ∘ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ cap ∩ cup ∪ "
    "setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ "
    "approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ prec ≺ succ ≻ subset ⊂ supset ⊃ "
    "subseteq ⊆ supseteq ⊇ subsetneq ⊊ in ∈ ni ∋ notin ∉ mid | parallel ∥ perp ⊥ to → "
    "rightarrow → longrightarrow ⟶ leftarrow ← gets ← Rightarrow ⇒ implies ⇒ Longrightarrow ⟹ "
    "Leftarrow ⇐ leftrightarrow ↔ Leftrightarrow ⇔ iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ "
    "hookrightarrow ↪ rightharpoonup ⇀ vdash ⊢ models ⊨ therefore ∴ because ∵ coloneqq ≔ "
    "triangleq ≜ doteq ≐ asymp ≍ lesssim ≲ gtrsim ≳ rightleftharpoons ⇌ bmod mod"
)


def _pairs(table: str) -> Iterator[tuple[str, str]]:
    words = table.split()
    return zip(words[::2], words[1::2], strict=True)


_SIGNS = {**dict(_pairs(_GREEK)), **dict(_pairs(_TIGHT))}
_SIGNS |= {name: f" {sign} " for name, sign in _pairs(_SPACED)}
_SIGNS |= {",": " ", ";": " ", ":": " ", " ": " ", "quad": "  ", "qquad": "  ", "!": "", "\\": "; ",
           "{": "{", "}": "}", "%": "%", "$": "$", "#": "#", "&": "&", "_": "_", "|": "‖", "-": "",
           "left": "", "right": "", "big": "", "Big": "", "bigg": "", "Bigg": "", "bigl": "",
           "bigr": "", "Bigl": "", "Bigr": "", "displaystyle": "", "textstyle": "", "limits": "",
           "nolimits": "", "scriptstyle": "", "nonumber": "", "notag": "", "hline": "", "cr": "; ",
           "middle": "", "rm": "", "bf": "", "it": "", "cal": "", "mathstrut": "", "strut": "",
           "newline": "; ", "allowbreak": "", "smallskip": "", "protect": "", "space": " ",
           "thinspace": " ", "enspace": " ", "nobreakspace": " "}  # fmt: skip
_TRANSPARENT = frozenset(
    {"text", "textrm", "textbf", "textit", "textsf", "texttt", "mathrm", "mathbf", "mathit",
     "mathsf", "mathtt", "mathnormal", "boldsymbol", "bm", "pmb", "operatorname", "mbox", "hbox",
     "fbox", "boxed", "mathop", "mathbin", "mathrel", "mathord", "emph", "underline",
     "ensuremath", "textnormal", "smash", "rlap", "llap", "mathclap", "substack", "overbrace",
     "underbrace", "cancel"}
)  # fmt: skip
_DROPPED = frozenset(
    {"label", "tag", "color", "textcolor", "hspace", "vspace", "mspace", "kern", "hskip",
     "vphantom", "hphantom", "phantom", "ref", "eqref", "cite", "require", "class", "style",
     "href", "cssId"}
)  # fmt: skip
_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0305", "vec": "\u20d7",
    "dot": "\u0307", "ddot": "\u0308", "tilde": "\u0303", "widetilde": "\u0303", "check": "\u030c",
    "acute": "\u0301", "grave": "\u0300", "breve": "\u0306", "overrightarrow": "\u20d7",
    "mathring": "\u030a", "not": "\u0338",
}  # fmt: skip
_DOUBLE = str.maketrans("BCDEFHKNPQRSTVZ01", "𝔹ℂ𝔻𝔼𝔽ℍ𝕂ℕℙℚℝ𝕊𝕋𝕍ℤ𝟘𝟙")
_SCRIPT = str.maketrans("BEFHILMRego", "ℬℰℱℋℐℒℳℛℯℊℴ")
_ALPHABETS = {"mathbb": _DOUBLE, "Bbb": _DOUBLE, "mathcal": _SCRIPT, "mathscr": _SCRIPT,
              "mathfrak": {}, "cal": _SCRIPT}  # fmt: skip
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|[{}^_&~]|\s+|[^\\{}^_&~\s]", re.DOTALL)
_PLAIN = {"=": " = ", "<": " < ", ">": " > ", "+": " + ", "-": "−", "~": " ", "'": "′",
          "}": " ", "&": " ", "^": "^", "_": "_"}  # fmt: skip
_ATOM = re.compile(r"[\w.′∞°]*[\u0300-\u036f\u20d0-\u20ff⁰¹²³⁴-ⁿ₀-ₜ]*")


def tex_to_text(source: str) -> str:
    """Write a formula as text: signs, raised and lowered characters, fractions with ``/``."""
    source = source.strip()
    if len(source) > _MOST:
        return source
    tokens = _TOKEN.findall(source)
    return _tidy(_Reader(tokens).all())


def grouped(text: str) -> str:
    """Put brackets around what would be misread beside a sign."""
    text = text.strip()
    return text if _ATOM.fullmatch(text) or _is_bracketed(text) else f"({text})"


def _is_bracketed(text: str) -> bool:
    return text.startswith("(") and text.endswith(")") and text.count("(") == 1


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ;")
    text = re.sub(r"([(\[{⟨⌊⌈]) ", r"\1", text)
    return re.sub(r" ([)\]},;:.⟩⌋⌉])", r"\1", text)


class _Reader:
    """Reads tokens once, from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def all(self) -> str:
        """Read to the end, closing brackets without an opening one ignored."""
        parts: list[str] = []
        while self._at < len(self._tokens):
            parts.append(self._until("}"))
            self._at += 1
        return "".join(parts)

    def _until(self, end: str) -> str:
        """Read up to a token, which is left."""
        parts: list[str] = []
        while self._at < len(self._tokens) and self._tokens[self._at] != end:
            sign = self._tokens[self._at]
            if sign in {"^", "_"}:
                self._at += 1
                parts.append(self._script(sign))
            else:
                parts.append(self._next())
        return "".join(parts)

    def _script(self, sign: str) -> str:
        text = _tidy(self._group()).replace(" ", "")
        if not text:
            return ""
        if text in {"′", "′′", "°"}:
            return text
        if text == "∘":
            return "°"
        return raised(text) if sign == "^" else lowered(text)

    def _group(self) -> str:
        """Read one argument: a group in braces, or a single token."""
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens):
            return ""
        return self._next()

    def _next(self) -> str:
        word = self._tokens[self._at]
        self._at += 1
        if word[0] == "\\" and len(word) > 1:
            return self._command(word[1:].rstrip("*") or word[1:])
        if word in _PLAIN:
            return _PLAIN[word]
        if word == "{":
            return self._braced()
        return " " if word.isspace() else word

    def _braced(self) -> str:
        if self._depth >= _DEEPEST:
            return ""
        self._depth += 1
        text = self._until("}")
        self._at += 1
        self._depth -= 1
        return text

    def _command(self, name: str) -> str:
        if name in _SIGNS:
            return _SIGNS[name]
        if self._depth >= _DEEPEST:
            return name
        self._depth += 1
        text = self._with_arguments(name)
        self._depth -= 1
        return text

    def _with_arguments(self, name: str) -> str:
        if name in _TRANSPARENT:
            return self._group()
        if name in _DROPPED:
            self._group()
            return ""
        if name in _ACCENTS:
            body = _tidy(self._group())
            return (body if len(body) == 1 else grouped(body)) + _ACCENTS[name]
        if name in _ALPHABETS:
            return self._group().translate(_ALPHABETS[name])
        structure = _STRUCTURES.get(name)
        if structure is not None:
            return structure(self)
        return f"{name} " if name.isalpha() else name

    def fraction(self) -> str:
        """Read two arguments, one over the other."""
        return f"{grouped(_tidy(self._group()))}/{grouped(_tidy(self._group()))}"

    def binomial(self) -> str:
        """Read ``n`` and ``k``."""
        return f"C({_tidy(self._group())}, {_tidy(self._group())})"

    def root(self) -> str:
        """Read a root, with its degree in square brackets."""
        degree = self._option()
        return f"{raised(degree) if degree else ''}√{grouped(_tidy(self._group()))}"

    def environment(self) -> str:
        """Read the name in ``begin`` or ``end``, which is not shown."""
        self._group()
        return " "

    def over(self) -> str:
        """Read what stands above, then what it stands above."""
        sign = _tidy(self._group())
        return self._group() + raised(sign)

    def under(self) -> str:
        """Read what stands below, then what it stands below."""
        sign = _tidy(self._group())
        return self._group() + lowered(sign)

    def modulus(self) -> str:
        """Read a modulus."""
        return f" (mod {_tidy(self._group())})"

    def _option(self) -> str:
        """Read an argument in square brackets, where there is one."""
        if self._at >= len(self._tokens) or self._tokens[self._at] != "[":
            return ""
        self._at += 1
        text = self._until("]")
        self._at += 1
        return _tidy(text)


_STRUCTURES = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _Reader.fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _Reader.binomial),
    **dict.fromkeys(("begin", "end"), _Reader.environment),
    **dict.fromkeys(("overset", "stackrel"), _Reader.over),
    **dict.fromkeys(("pmod", "pod"), _Reader.modulus),
    "sqrt": _Reader.root,
    "underset": _Reader.under,
}
