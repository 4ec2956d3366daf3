"""Code in the roles of its tokens, by pygments, which is loaded at the first code block.

What that block costs is paid in two parts: ``load`` has the first, the lexer of its language is
the second, and the larger one; ``is_loaded`` tells whether that was paid.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from time import process_time
from typing import TYPE_CHECKING

from tui_reader.article.lines import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pygments.lexer import Lexer

_MOST = 40_000
"""Characters beyond which code is shown without colours."""
_LONGEST_LINE = 2_000
_PATIENCE = 0.25
"""CPU seconds; what is left then is shown without colours."""
_ALIASES = {
    "py": "python", "python3": "python", "pycon": "pycon", "js": "javascript", "node": "javascript",
    "mjs": "javascript", "ts": "typescript", "golang": "go", "sh": "bash", "shell": "bash",
    "zsh": "bash", "console": "console", "shell-session": "console", "shellsession": "console",
    "terminal": "console", "yml": "yaml", "rb": "ruby", "rs": "rust", "c++": "cpp", "cs": "csharp",
    "c#": "csharp", "kt": "kotlin", "hs": "haskell", "ml": "ocaml", "ps1": "powershell",
    "dockerfile": "docker", "md": "markdown", "tex": "latex", "make": "makefile", "patch": "diff",
    "el": "emacs-lisp", "lisp": "common-lisp", "clj": "clojure", "ex": "elixir", "pl": "perl",
    "vb": "vbnet", "objc": "objective-c", "proto": "protobuf", "tf": "terraform",
    "hcl": "terraform", "gql": "graphql", "jsonc": "json", "json5": "json", "svg": "xml",
    "rss": "xml", "vue": "html",
}  # fmt: skip
_TOKENS: tuple[tuple[str, Role], ...] = (
    # The first that begins a token's name decides.
    ("Keyword.Type", Role.CODE_TYPE),
    ("Keyword.Constant", Role.CODE_NUMBER),
    ("Keyword", Role.CODE_KEYWORD),
    ("Operator.Word", Role.CODE_KEYWORD),
    ("Operator", Role.CODE_OPERATOR),
    ("Name.Function", Role.CODE_NAME),
    ("Name.Class", Role.CODE_TYPE),
    ("Name.Tag", Role.CODE_KEYWORD),
    ("Name.Attribute", Role.CODE_NAME),
    ("Name.Decorator", Role.CODE_NAME),
    ("Name.Exception", Role.CODE_TYPE),
    ("Name.Builtin", Role.CODE_NAME),
    ("Literal.String", Role.CODE_STRING),
    ("Literal.Number", Role.CODE_NUMBER),
    ("Literal.Date", Role.CODE_NUMBER),
    ("Comment.Preproc", Role.CODE_KEYWORD),
    ("Comment", Role.CODE_COMMENT),
    ("Generic.Inserted", Role.CODE_INSERTED),
    ("Generic.Deleted", Role.CODE_DELETED),
    ("Generic.Heading", Role.CODE_KEYWORD),
    ("Generic.Subheading", Role.CODE_KEYWORD),
    ("Generic.Prompt", Role.CODE_COMMENT),
    ("Generic.Output", Role.CODE),
)
_GUESSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.MULTILINE))
    for name, pattern in (
        ("console", r"^\s*[$%#>] (?:sudo |cd |ls|git |pip |npm |docker |curl |make|apt|brew |\./)"),
        ("bash", r"^#!.*\b(?:ba|z|da)?sh\b"),
        ("python", r"^#!.*python|^(?:from [\w.]+ import |import [\w.]+$)|^\s*def \w+\(.*\).*:$"),
        ("diff", r"^(?:diff --git|--- a/|@@ -\d+,?\d* \+\d+)"),
        ("php", r"<\?php"),
        ("html", r"(?i)^\s*<(?:!doctype html|html|head|body|div|span|p|a|script|ul|table)\b[^>]*>"),
        ("xml", r"^\s*<\?xml|^\s*<\w+:\w+[ >]"),
        ("rust", r"\bfn \w+(?:<[^>]*>)?\(.*\)(?: -> .*)? \{|\blet mut \w+|^use \w+::"),
        ("go", r"^package \w+$|\bfunc (?:\(\w+ \*?\w+\) )?\w+\(.*\) .*\{$|\w+ := "),
        ("java", r"\b(?:public|private|protected) (?:static |final )*(?:class|void|[A-Z]\w+) \w+"),
        ("c", r"^#include [<\"]|\bint main\("),
        ("ruby", r"^\s*(?:require ['\"]|def \w+[^:]*$(?s:.*)^\s*end\b|\w+\.each do \|)"),
        ("javascript", r"\b(?:const|let|var) \w+ = |=> \{|\bfunction\b\s*\w*\(|console\.log\("),
        ("sql", r"(?i)^\s*(?:select\s.+\sfrom\s|insert into |create table |update \w+ set )"),
        ("json", r"\A\s*[{\[]\s*(?:\"[^\"]+\"\s*:|\{)"),
        ("css", r"^[.#]?[\w-]+\s*\{\s*$(?:\s*[\w-]+\s*:\s*[^;]+;)+"),
        ("yaml", r"\A(?:---\n)?(?:[\w-]+:(?: .*)?\n)(?:\s*[\w-]+:|\s*- )"),
    )
)
_coloured: set[str] = set()
"""Languages of which there was code already."""


def highlighted(text: str, language: str, *, most: int = _MOST) -> Iterator[tuple[int, Role]]:
    """Give where the role changes, and to which; it begins as plain code.

    Args:
        text: Clean code.
        language: As declared; empty or unknown, it is guessed where the code gives it away.
        most: Characters from which on it is plain again.
    """
    lexer = _lexer(text, language)
    at, now = 0, Role.CODE
    for role, value in _tokens(lexer, text) if lexer is not None else ():
        if at >= most:
            yield at, Role.CODE
            return
        # White space looks the same in any role: it goes with what stands before it.
        if role is not now and not value.isspace():
            yield at, role
            now = role
        at += len(value)


def load() -> None:
    """Load what code of any language needs."""
    import_module("pygments.lexer")
    _known()


def is_loaded(text: str, language: str) -> bool:
    """Tell whether this code can be given its colours, if any, without loading a lexer."""
    name = _name(text, language)
    return not name or name in _coloured


def guess(text: str) -> str:
    """Name the language of code that says nothing about it; empty where it is not plain."""
    return _guess(text[:2000])


@lru_cache(maxsize=32)
def _guess(head: str) -> str:
    return next((name for name, pattern in _GUESSES if pattern.search(head)), "")


def _lexer(text: str, language: str) -> Lexer | None:
    name = _name(text, language)
    if not name:
        return None
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - the first paint loads no lexers

    lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    _coloured.add(name)
    return lexer


def _name(text: str, language: str) -> str:
    """Name the language in which code is given colours; empty where it is given none."""
    if len(text) > _MOST or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return ""
    name = _ALIASES.get(language, language) or guess(text)
    return name if not name or name in _known() else guess(text)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Give every name that pygments itself has; asking it for others searches for plug-ins."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415 - the first paint loads no lexers

    return frozenset(
        alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases
    )


def _tokens(lexer: Lexer, text: str) -> Iterator[tuple[Role, str]]:
    """Give text in roles; from where patience ends, without."""
    limit = process_time() + _PATIENCE
    done = 0
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        if start > done:
            yield Role.CODE, text[done:start]
        if value and start >= done:
            yield _role(str(kind)[6:]), value
            done = start + len(value)
        if process_time() > limit:
            break
    if done < len(text):
        yield Role.CODE, text[done:]


@lru_cache(maxsize=256)
def _role(name: str) -> Role:
    """Find the role of a token by its name (``Literal.String.Double``)."""
    return next((role for prefix, role in _TOKENS if name.startswith(prefix)), Role.CODE)
