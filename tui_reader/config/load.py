"""Reading the configuration: defaults, then the file, then the environment, then flags.

A value that cannot be meant is an error, with file, line and what is allowed. A name nobody
knows is a warning with the nearest one: a file shared with a newer blogread must not stop this
one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from tui_reader.commands import BY_ID, show_key
from tui_reader.config.check import checked, options, parse_text
from tui_reader.config.keys import conflicts, nearest, parse_keys
from tui_reader.config.options import TABLES, Config
from tui_reader.errors import ConfigError, UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_LARGEST = 1 << 20
"""Bytes. No person writes a longer config; what is longer is some other file."""
DEFAULT = "default"
"""What ``LoadedConfig.sources`` says of an option nobody set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedConfig:
    """The merged configuration and how it came about."""

    config: Config
    path: Path | None
    """The file that was read, or None where there is none."""
    sources: dict[str, str]
    """For each option (``ui.theme``, ``keys.entry.toggle-read``): ``default``, the file with
    its line, the variable's name, or ``--set``."""
    warnings: tuple[str, ...] = ()
    """Sentences about names that mean nothing."""


def load(
    path: Path | None, environ: Mapping[str, str], overrides: Mapping[str, str]
) -> LoadedConfig:
    """Merge defaults, the file at ``path`` (None is no file), ``environ`` and ``overrides``.

    Args:
        path: The file to read; the caller has seen that it exists.
        environ: Looked at for ``BLOGREAD_TABLE_NAME`` only.
        overrides: Texts by full name, as ``--set`` gives them.

    Raises:
        ConfigError: The file cannot be read, is not TOML, or holds a value that is not allowed.
        UsageError: The same of a variable or an override.
    """
    merge = _Merge()
    if path is not None:
        _File(path, merge).read()
    merge.take_environ(environ)
    for name, text in overrides.items():
        merge.take_text(name, text, source="--set")
    return merge.result(path)


class _Merge:
    """The values found so far, the last one of each option wins."""

    def __init__(self) -> None:
        self.options = options()
        self.values: dict[str, Any] = {}
        self.keys: dict[str, tuple[str, ...]] = {}
        self.sources = dict.fromkeys(self.options, DEFAULT)
        self.warnings: list[str] = []

    def take_environ(self, environ: Mapping[str, str]) -> None:
        by_variable = {option.variable: option for option in self.options.values()}
        tables = tuple(f"BLOGREAD_{table.upper()}_" for table in TABLES)
        for variable in sorted(name for name in environ if name.startswith(tables)):
            option = by_variable.get(variable)
            if option is None:
                meant = nearest(variable, list(by_variable))
                self.warnings.append(
                    f"The variable {variable} means nothing to blogread." + did_you_mean(meant)
                )
                continue
            self.take_text(option.id, environ[variable], source=variable)

    def take_text(self, name: str, text: str, *, source: str) -> None:
        option = self.options.get(name)
        if option is None:
            raise UsageError(
                f"{source}: there is no option “{name}”.",
                hint=did_you_mean(nearest(name, list(self.options))).strip()
                or "“blogread config” lists the options.",
            )
        try:
            self.values[name] = parse_text(option, text)
        except ValueError as error:
            raise UsageError(f"{source}: {_sentence(str(error))}") from error
        self.sources[name] = source

    def result(self, path: Path | None) -> LoadedConfig:
        tables: dict[str, Any] = {
            table: record(
                **{
                    option.name: self.values[option.id]
                    for option in self.options.values()
                    if option.table == table and option.id in self.values
                }
            )
            for table, record in TABLES.items()
        }
        return LoadedConfig(
            config=Config(**tables, keys=self.keys),
            path=path,
            sources=self.sources,
            warnings=tuple(self.warnings),
        )


class _File:
    """One TOML file being read into a merge."""

    def __init__(self, path: Path, merge: _Merge) -> None:
        self.path = path
        self.merge = merge
        self.text = ""

    def read(self) -> None:
        self.text = self._read_text()
        for table, content in self._parse().items():
            if table == "keys" and isinstance(content, dict):
                self._take_keys(content)
            elif table in TABLES and isinstance(content, dict):
                self._take_table(table, content)
            elif table in TABLES or table == "keys":
                self._fail(f"{table} must be a table: write [{table}] above its options", table)
            else:
                self._warn_unknown(table, [*TABLES, "keys"], table)

    def _read_text(self) -> str:
        try:
            with self.path.open("rb") as file:
                data = file.read(_LARGEST + 1)
        except OSError as error:
            raise ConfigError(
                f"the file cannot be read ({reason(error)}).", path=self.path
            ) from error
        if len(data) > _LARGEST:
            raise ConfigError("the file is too large to be a config.", path=self.path)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise ConfigError("this line is not UTF-8 text.", path=self.path, line=line) from error

    def _parse(self) -> dict[str, Any]:
        import tomllib  # noqa: PLC0415 - most people have no file, and should not wait for it

        try:
            return tomllib.loads(self.text)
        except ValueError as error:
            where = re.search(r" \(at line (\d+), column \d+\)", str(error))
            line = int(where[1]) if where else self.text.count("\n") + 1
            reason = re.sub(r" \(at .*\)$", "", str(error))
            raise ConfigError(
                f"this is not TOML: {reason[:1].lower()}{reason[1:]}.",
                path=self.path,
                line=line,
                hint='Texts stand in quotes, and each option on its own line: theme = "ink".',
            ) from error
        except RecursionError as error:
            raise ConfigError(
                "this is nested too deeply to be a config.", path=self.path
            ) from error

    def _take_table(self, table: str, content: dict[str, Any]) -> None:
        for name, value in content.items():
            option = self.merge.options.get(f"{table}.{name}")
            if option is None:
                names = [
                    other.name for other in self.merge.options.values() if other.table == table
                ]
                self._warn_unknown(name, names, table, name)
                continue
            try:
                self.merge.values[option.id] = checked(option, value)
            except ValueError as error:
                self._fail(str(error), table, name)
            self.merge.sources[option.id] = self._place(table, name)

    def _take_keys(self, content: dict[str, Any]) -> None:
        for command_id, value in _flat(content):
            if command_id not in BY_ID:
                self._warn_unknown(command_id, list(BY_ID), "keys", command_id)
                continue
            texts = [value] if isinstance(value, str) else value
            if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
                self._fail(
                    f'{command_id} must be its keys as a text, such as "x" or "x, ctrl+d"; '
                    "an empty text takes all keys away",
                    "keys",
                    command_id,
                )
            try:
                self.merge.keys[command_id] = parse_keys(" ".join(texts))
            except ValueError as error:
                self._fail(f"{command_id}: {error}", "keys", command_id)
            self.merge.sources[f"keys.{command_id}"] = self._place("keys", command_id)
        self._check_conflicts()

    def _check_conflicts(self) -> None:
        for key, one, other in conflicts(self.merge.keys):
            mine = other if other in self.merge.keys else one
            self._fail(
                f"the key {show_key(key)} is given to both “{BY_ID[one].title}” ({one}) and "
                f"“{BY_ID[other].title}” ({other})",
                "keys",
                mine,
                hint="Give one of them another key, or an empty text for none.",
            )

    def _place(self, *names: str) -> str:
        line = line_of(self.text, names)
        return f"{self.path}:{line}" if line else str(self.path)

    def _fail(self, message: str, *names: str, hint: str = "") -> NoReturn:
        raise ConfigError(
            _sentence(message),
            path=self.path,
            key=".".join(names),
            line=line_of(self.text, names),
            hint=hint,
        )

    def _warn_unknown(self, name: str, known: list[str], *names: str) -> None:
        what = f"the table [{name}]" if len(names) == 1 else f"“{name}” in [{names[0]}]"
        meant = did_you_mean(nearest(name, known))
        self.merge.warnings.append(f"{self._place(*names)}: {what} means nothing.{meant}")


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def did_you_mean(word: str) -> str:
    """Give the question, with a blank before it; empty for no word."""
    return f" Did you mean “{word}”?" if word else ""


def line_of(text: str, names: tuple[str, ...]) -> int:
    """Find the line, from 1, where a TOML text sets ``names`` (table, key), or what holds them.

    0 where neither is seen.
    """
    wanted = ".".join(names)
    table = ""
    around = 0
    for number, line in enumerate(text.splitlines(), start=1):
        opened = re.match(r"\s*\[+\s*([^\]]+?)\s*\]", line)
        assigned = re.match(r"\s*([^#=]+?)\s*=", line)
        if opened:
            name = table = _bare(opened[1])
        elif assigned:
            name = ".".join(filter(None, (table, _bare(assigned[1]))))
        else:
            continue
        if name == wanted and not opened:
            return number
        if f"{wanted}.".startswith(f"{name}."):
            around = number
    return around


def _bare(name: str) -> str:
    """Give a dotted TOML key without its quotation marks and blanks."""
    return re.sub(r"[\s\"']", "", name)


def _flat(content: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """List ``entry.toggle-read`` whether it was quoted or written as a dotted key."""
    waiting = [("", content)]
    while waiting:
        before, table = waiting.pop()
        for name, value in table.items():
            if isinstance(value, dict):
                waiting.append((f"{before}{name}.", value))
            else:
                yield f"{before}{name}", value
