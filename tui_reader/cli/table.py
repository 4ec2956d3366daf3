"""The subcommands, declared once: from here come the help, the lazy imports and docs/cli.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """One word after ``blogread``.

    Its module gives ``add_arguments(parser)`` and ``run(args) -> int`` and is imported only
    when the word is used.
    """

    name: str
    module: str
    summary: str
    group: str


def _s(name: str, group: str, summary: str) -> Subcommand:
    module = "import_" if name == "import" else name
    return Subcommand(name=name, module=f"tui_reader.cli.{module}", summary=summary, group=group)


SUBCOMMANDS: dict[str, Subcommand] = {
    command.name: command
    for command in (
        _s("list", "Read", "List entries: the unread ones, a view, a feed, a folder."),
        _s("search", "Read", "List the entries that hold all of some words."),
        _s("show", "Read", "Print an entry as the article pane shows it."),
        _s("mark", "Read", "Mark entries read or unread, star or unstar them."),
        _s("undo", "Read", "Take back the last change, or do it again."),
        _s("render", "Read", "Print an HTML document as the article pane would show it."),
        _s("extract", "Read", "Print the article of a whole web page, as HTML."),
        _s("add", "Subscriptions", "Subscribe to a site, a post, a feed or a file."),
        _s("remove", "Subscriptions", "Unsubscribe; the entries are kept and undo brings it back."),
        _s("feeds", "Subscriptions", "List the subscriptions and what is wrong with them."),
        _s("sync", "Subscriptions", "Fetch the feeds that are due."),
        _s("import", "Subscriptions", "Import subscriptions from OPML or newsboat's urls."),
        _s("export", "Subscriptions", "Export the subscriptions as OPML."),
        _s("status", "Program", "Tell in one glance how the library stands."),
        _s("keys", "Program", "List the keys of the screen."),
        _s("config", "Program", "Show every option, its value and where it was set."),
        _s("doctor", "Program", "Examine paths, terminal, library and feeds."),
        _s("backup", "Program", "Copy the library to a file."),
        _s("restore", "Program", "Take a backup as the library again."),
    )
}
