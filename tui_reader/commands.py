"""THE command table: every act a key, the palette or the help can name, declared once.

From it come the key bindings, the footer (by ``rank``), the ``?`` help, the palette,
``blogread keys``, ``docs/keys.md`` and the checks of the ``[keys]`` section. Ids are permanent:
people's key maps name them. Keys are written as Textual writes them (``ctrl+d``,
``question_mark``); ``show_key`` gives the form for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto


class Pane(Flag):
    """Where a command works: in the pane that has the focus."""

    FEEDS = auto()
    ENTRIES = auto()
    ARTICLE = auto()


EVERYWHERE = Pane.FEEDS | Pane.ENTRIES | Pane.ARTICLE
READING = Pane.ENTRIES | Pane.ARTICLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One act."""

    id: str
    keys: tuple[str, ...]
    title: str
    """For the help and the palette: a verb and its object."""
    label: str
    """One short word for the footer."""
    help: str
    """One or two sentences."""
    where: Pane
    rank: int = 99
    """Place in the footer, low first; 99 never shows there."""
    while_finding: bool = False
    """Works only while something is found in the article; its keys then go before others'."""
    group: str
    """Heading in the help: Move, Read, Mark, Feeds, View, Program."""


def _c(  # noqa: PLR0917 - a table of fifty rows reads best as positions
    command_id: str,
    keys: str,
    title: str,
    label: str,
    text: str,
    where: Pane,
    group: str,
    rank: int = 99,
    *,
    while_finding: bool = False,
) -> Command:
    return Command(
        id=command_id,
        keys=tuple(keys.split()),
        title=title,
        label=label,
        help=text,
        where=where,
        rank=rank,
        while_finding=while_finding,
        group=group,
    )


_LISTS = Pane.FEEDS | Pane.ENTRIES

# A table reads as a table.
# fmt: off
COMMANDS: tuple[Command, ...] = (
    _c("app.help", "question_mark", "Show the keys", "help",
       "List every key of the moment; type to search, Enter runs the line.",
       EVERYWHERE, "Program", 0),

    _c("move.down", "j down", "Go down", "down",
       "To the next line, excerpt or line of text.", EVERYWHERE, "Move"),
    _c("move.up", "k up", "Go up", "up",
       "To the line, excerpt or line of text before.", EVERYWHERE, "Move"),
    _c("move.half-down", "ctrl+d", "Go half a page down", "half down",
       "Half a page down.", EVERYWHERE, "Move"),
    _c("move.half-up", "ctrl+u", "Go half a page up", "half up",
       "Half a page up.", EVERYWHERE, "Move"),
    _c("move.page-down", "pagedown ctrl+f", "Go a page down", "page",
       "A page down.", EVERYWHERE, "Move"),
    _c("move.page-up", "pageup ctrl+b", "Go a page up", "page up",
       "A page up.", EVERYWHERE, "Move"),
    _c("move.top", "g home", "Go to the top", "top",
       "To the first line.", EVERYWHERE, "Move"),
    _c("move.bottom", "G end", "Go to the end", "end",
       "To the last line.", EVERYWHERE, "Move"),
    _c("move.left", "left", "Scroll code left", "left",
       "Scroll wide code and tables to the left; at their start, go back a pane.",
       Pane.ARTICLE, "Move"),
    _c("move.right", "right", "Scroll code right", "right",
       "Scroll wide code and tables to the right.", Pane.ARTICLE, "Move"),
    _c("pane.open", "enter l", "Open", "open",
       "Unfold or show what the cursor is on; in the list, read the article.", _LISTS, "Move", 3),
    _c("pane.back", "escape h", "Go back", "back",
       "One pane back; in the feeds, fold or go to the folder; ends a search first.",
       EVERYWHERE, "Move", 9),
    _c("pane.next", "tab", "Next pane", "next pane",
       "The focus goes one pane to the right.", _LISTS, "Move"),
    _c("pane.previous", "shift+tab", "Pane before", "pane before",
       "The focus goes one pane to the left.", _LISTS, "Move"),
    _c("pane.feeds", "1", "Focus the feeds", "feeds",
       "The focus goes to the feeds.", EVERYWHERE, "Move"),
    _c("pane.entries", "2", "Focus the list", "list",
       "The focus goes to the list.", EVERYWHERE, "Move"),
    _c("pane.article", "3", "Focus the article", "article",
       "The focus goes to the article.", EVERYWHERE, "Move"),

    _c("find.next", "n", "Next hit", "next hit",
       "To the next hit of what is looked for in the article; else the key is the next unread’s.",
       Pane.ARTICLE, "Read", 1, while_finding=True),
    _c("find.previous", "N", "Hit before", "hit before",
       "To the hit before.", Pane.ARTICLE, "Read", 1, while_finding=True),

    _c("read.on", "space", "Read on", "read on",
       "A page down; at the end of the article, the next unread one, across blogs.",
       EVERYWHERE, "Read", 1),
    _c("read.back", "b shift+space", "Read back", "read back",
       "A page up; at the top of the article, the one before.", READING, "Read"),
    _c("entry.next-unread", "n", "Next unread", "next",
       "To the next unread entry of this view, then of the views below.", EVERYWHERE, "Read", 5),
    _c("entry.previous-unread", "p", "Unread before", "previous",
       "To the unread entry before this one.", EVERYWHERE, "Read"),
    _c("entry.next", "J", "Next entry", "next entry",
       "To the next entry of the list, read or not, from any pane.", READING, "Read"),
    _c("entry.previous", "K", "Entry before", "entry before",
       "To the entry before in the list, from any pane.", READING, "Read"),
    _c("entry.open-browser", "o", "Open in the browser", "browser",
       "Open the permalink (in the feeds: the blog's site) in the web browser.",
       EVERYWHERE, "Read", 7),
    _c("entry.copy-link", "y", "Copy the link", "copy link",
       "Copy the permalink (in the feeds: the feed's address) through the terminal.",
       EVERYWHERE, "Read", 8),
    _c("article.copy", "Y", "Copy from the article", "copy",
       "Copy the link, a quote, a code block or all of the article, as Markdown or as text.",
       READING, "Read", 23),
    _c("entry.open-comments", "c", "Open the comments", "comments",
       "Open the comments page in the web browser.", READING, "Read"),
    _c("entry.full-text", "x", "Full text, or the feed's", "full text",
       "Show the article of the entry's own page, fetched the first time; again, the feed's text.",
       READING, "Read", 22),
    _c("link.next", "tab", "Next link", "next link",
       "To the next link in the article; its target shows in the footer.", Pane.ARTICLE, "Read"),
    _c("link.previous", "shift+tab", "Link before", "link before",
       "To the link before.", Pane.ARTICLE, "Read"),
    _c("link.open", "enter l", "Follow the link", "follow",
       "Open the chosen link; a footnote jumps inside the article.", Pane.ARTICLE, "Read", 3),
    _c("picture.open", "i", "Open the picture", "picture",
       "Open the original of the picture in sight in the web browser; again, the next one's.",
       Pane.ARTICLE, "Read"),

    _c("link.hints", "f", "Letters over the links", "links",
       "Put letters over the links in sight; type them to follow one, in capitals to copy it.",
       READING, "Read", 8),
    _c("article.contents", "C", "Contents of the article", "contents",
       "List the headings of the article; type to filter, Enter goes there.",
       Pane.ARTICLE, "Move", 21),
    _c("article.next-heading", "right_square_bracket", "Next heading", "next heading",
       "To the next heading of the article.", Pane.ARTICLE, "Move"),
    _c("article.previous-heading", "left_square_bracket", "Heading before", "heading before",
       "To the start of this part of the article, then to the heading before.",
       Pane.ARTICLE, "Move"),
    _c("article.source", "v", "Source of the article", "source",
       "Show the HTML of the entry as it came; again, and the article is back where it was.",
       Pane.ARTICLE, "View", 22),
    _c("find.begin", "slash", "Find in the article", "find",
       "Mark what you type in the text; Enter, then n and N go from hit to hit, Esc ends it.",
       Pane.ARTICLE, "Read", 11),

    _c("entry.toggle-read", "m", "Mark read or unread", "read",
       "Mark the entry read, or unread again.", READING, "Mark", 2),
    _c("entry.toggle-star", "s", "Star or unstar", "star",
       "Star the entry to keep it at hand, or take the star away.", READING, "Mark", 4),
    _c("view.mark-read", "A", "Mark all in view read", "all read",
       "Mark every entry of this view read. u takes it back.", EVERYWHERE, "Mark", 10),
    _c("edit.undo", "u", "Undo", "undo",
       "Take back the last change, to marks, stars or feeds; also of an earlier session.",
       EVERYWHERE, "Mark", 6),
    _c("edit.redo", "U ctrl+r", "Redo", "redo",
       "Do again what was undone.", EVERYWHERE, "Mark"),

    _c("feed.add", "a", "Add a blog", "add",
       "Subscribe to a site, a post, a feed address or a file.", EVERYWHERE, "Feeds", 12),
    _c("feed.import", "i", "Import subscriptions", "import",
       "Import an OPML file, or newsboat's urls.", _LISTS, "Feeds"),
    _c("sync.view", "r", "Sync this", "sync",
       "Fetch the selected feed, folder or view now.", EVERYWHERE, "Feeds", 13),
    _c("sync.all", "R", "Sync everything", "sync all",
       "Fetch all feeds now; again, and it stops.", EVERYWHERE, "Feeds"),
    _c("feed.older", "H", "Load older entries", "older",
       "Load what the blog published before, some pages at a time, as read; again, and it stops.",
       _LISTS, "Feeds"),
    _c("feed.rename", "e", "Rename the feed", "rename",
       "Give the feed a title of your own; empty is the feed's own again.",
       Pane.FEEDS, "Feeds", 14),
    _c("feed.move", "f", "Move to a folder", "move",
       "Put the feed into another folder, or a new one.", Pane.FEEDS, "Feeds", 15),
    _c("feed.remove", "D", "Unsubscribe", "unsubscribe",
       "Unsubscribe from the feed. Its entries are kept; u brings it back.",
       Pane.FEEDS, "Feeds", 16),
    _c("feed.full-text", "X", "Full text as a rule", "full text rule",
       "Fetch the pages of this feed's new entries from now on; again, no longer.",
       EVERYWHERE, "Feeds"),
    _c("feed.details", "d", "Show feed details", "details",
       "Address, last fetch, next fetch, and what is wrong if something is.", EVERYWHERE, "Feeds"),
    _c("feed.settings", "E", "Set up the feed or folder", "settings",
       "How often it is fetched, pauses, login, address; what is not set is inherited.",
       EVERYWHERE, "Feeds"),
    _c("feed.attention", "exclamation_mark", "Show what needs attention", "attention",
       "The feeds that fail, moved or fell silent, with a key for each way out.",
       EVERYWHERE, "Feeds"),

    _c("view.search", "slash", "Search", "search",
       "Search titles, authors and texts of the whole library.", _LISTS, "View", 11),
    _c("view.unread-only", "t", "Show or hide read entries", "show read",
       "List only what is unread, or everything.", EVERYWHERE, "View", 17),
    _c("view.sort", "O", "Reverse the order", "order",
       "Newest first, or oldest first.", EVERYWHERE, "View"),
    _c("view.density", "v", "Change the density", "density",
       "Excerpts, two lines, or one line an entry.", _LISTS, "View", 18),
    _c("view.show-new", "full_stop", "Show what arrived", "show new",
       "Bring entries that a sync has found into the list.", EVERYWHERE, "View"),
    _c("view.clean-up", "apostrophe", "Clean up", "clean up",
       "Drop the entries that were read since the view was opened.", EVERYWHERE, "View"),
    _c("article.changes", "V", "Show what changed", "changes",
       "Mark what the author has added and removed since you read the text; again, to go back.",
       READING, "Read"),
    _c("article.zoom", "z", "Article alone", "zoom",
       "Give the whole screen to the article, or take it back.", READING, "View", 19),
    _c("article.narrower", "minus", "Narrower text", "narrower",
       "Make the lines of this blog's articles shorter; it is kept.", READING, "View"),
    _c("article.wider", "equals_sign plus", "Wider text", "wider",
       "Make the lines of this blog's articles longer; it is kept.", READING, "View"),
    _c("article.measure", "0", "Text as wide as elsewhere", "usual width",
       "Give this blog's articles lines as long as those of other blogs again.",
       READING, "View"),
    _c("view.bidi", "B", "Turn right-to-left order on or off", "bidi",
       "Put Hebrew and Arabic into the order of the cells here, or leave it to the terminal.",
       EVERYWHERE, "View"),
    _c("app.theme", "T", "Change the theme", "theme",
       "The next theme; the choice is kept.", EVERYWHERE, "View"),

    _c("app.palette", "colon ctrl+p", "Command palette", "commands",
       "Find a command, a feed or a folder by name.", EVERYWHERE, "Program"),
    _c("app.quit", "q ctrl+q", "Quit", "quit",
       "Leave blogread. Everything is saved.", EVERYWHERE, "Program", 20),
)
# fmt: on

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}

_KEY_NAMES = {
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "full_stop": ".",
    "apostrophe": "'",
    "minus": "-",
    "equals_sign": "=",
    "plus": "+",
    "colon": ":",
    "comma": ",",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "space": "space",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def show_key(key: str) -> str:
    """Give a Textual key name the form that people read: ``?``, ``Ctrl-d``, ``⇧Tab``."""
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    if key.startswith("ctrl+"):
        return f"Ctrl-{key[5:]}"
    if key.startswith("shift+"):
        return f"⇧{show_key(key[6:])}"
    return key
