"""What headers, banner and notices say of the session at the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.commands import Pane
from tui_reader.model.query import ViewKind
from tui_reader.ui.actions import notices

if TYPE_CHECKING:
    from tui_reader.model.entry import EntryRow
    from tui_reader.ui.actions.session import Session
    from tui_reader.ui.widgets.article_view import ArticleView

_NARROW = 72


def describe(session: Session) -> None:
    """Bring all of them up to date."""
    screen = session.screen
    entries = screen.entries
    pane = screen.pane(Pane.ENTRIES)
    pane.header.say(
        title=title(session),
        news=f"{session.arrived:,} new" if session.arrived else "",
        fact=f"{entries.place[1]:,}" if entries.place[1] else "",
    )
    _say_banner(session)
    pane.show_notice(None if entries.place[1] else notices.empty_list(session, screen.keys))
    describe_article(session, entries.row)
    screen.show_keys()


def _say_banner(session: Session) -> None:
    """Greet a new library; else say why a failing feed's entries are old."""
    screen = session.screen
    banner = screen.pane(Pane.ENTRIES).banner
    if session.welcome is not None and not screen.article_is_visible and screen.entries.place[1]:
        banner.say(*notices.welcome_line(screen.keys, session.welcome))
        return
    feed = None if session.search_from is not None else session.feed
    sentence, keys = notices.trouble(feed, screen.keys, session.now())
    banner.say(sentence, keys, is_problem=True)


def describe_article(session: Session, row: EntryRow | None) -> None:
    """Say in the article's header whose it is, and where it stands in the view."""
    header = session.screen.pane(Pane.ARTICLE).header
    if session.welcome is not None:
        header.say(title="Welcome", news="", fact="")
        return
    if row is None:
        header.say(title="", news="", fact="")
        return
    entries, article = session.screen.entries, session.screen.article
    place = "{:,} of {:,}".format(*entries.place)
    minutes = f"{row.minutes} min" if row.minutes else ""
    percent = f"{article.percent} %" if article.percent is not None else ""
    # The longest that fits is shown: how far one is goes last, since only here it is told.
    facts = ((place, minutes, percent), (place, percent), (percent or place,))
    narrow = session.screen.size.width < _NARROW
    header.say(
        title=title(session) if narrow else row.feed_title,
        news=_hits(article) or session.changes.news(row),
        fact=tuple(" · ".join(filter(None, parts)) for parts in facts),
    )


def _hits(article: ArticleView) -> str:
    """Say which hit of how many is the current one; nothing where nothing is looked for."""
    hit = article.hit
    if hit is None:
        return ""
    at, total = hit
    if not total:
        return "no hit"
    if at:
        return f"{at:,} of {total:,}"
    return "1 hit" if total == 1 else f"{total:,} hits"


def title(session: Session) -> str:
    """Name what the list shows."""
    if session.search_from is not None:
        return "Search"
    view = session.view
    if view is None:
        return ""
    if view.kind is ViewKind.CATEGORY and session.feed is not None:
        return f"{session.feed.title} · {view.title}"
    if view.kind in {ViewKind.YEAR, ViewKind.MONTH} and session.feed is not None:
        year = view.id.rpartition(":")[2][:4] if view.kind is ViewKind.MONTH else ""
        return f"{session.feed.title} · {view.title} {year}".rstrip()
    return view.title
