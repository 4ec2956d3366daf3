"""Help, palette, folder, prompt and confirm: keys in, an answer out."""

import re

import pytest
from dialog_host import SIZES, opened
from rest import resize
from textual.color import Color
from textual.events import MouseScrollDown

from tui_reader.commands import BY_ID, COMMANDS, Pane
from tui_reader.model.query import EntryQuery, View, ViewKind
from tui_reader.ui.screens.confirm import ConfirmScreen
from tui_reader.ui.screens.folder import FolderScreen
from tui_reader.ui.screens.help import HelpScreen
from tui_reader.ui.screens.palette import PaletteChoice, PaletteScreen
from tui_reader.ui.screens.prompt import PromptScreen
from tui_reader.ui.themes import THEME_NAMES, contrast, theme_named
from tui_reader.ui.widgets.choice_list import ChoiceList
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

KEYS = {command.id: command.keys for command in COMMANDS}
HOSTILE = "[/] [@click=app.quit]here[/] \x1b]52;c;aGk=\x07"


def view(view_id, kind, title, depth=0):
    return View(id=view_id, kind=kind, title=title, depth=depth, query=EntryQuery())


VIEWS = (
    view("unread", ViewKind.SMART, "Unread"),
    view("folder:Tech", ViewKind.FOLDER, "Tech"),
    view("folder:Tech/Ops", ViewKind.FOLDER, "Ops", 1),
    view("feed:1", ViewKind.FEED, "Heroku Blog", 2),
    view("category:1:engineering", ViewKind.CATEGORY, "engineering", 3),
    view("feed:2", ViewKind.FEED, "Aeon"),
)
FOLDERS = (("Tech",), ("Tech", "Ops"), ("Essays",))


def rows_of(dialog):
    return dialog.screen.query_one(ChoiceRows).choices


# The help.


async def test_the_help_lists_every_command_once():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        listed = [choice.id for choice in rows_of(dialog) if not choice.heading]
    assert sorted(listed) == sorted(BY_ID)


async def test_the_help_has_the_groups_of_the_command_table():
    async with opened(HelpScreen(KEYS, Pane.FEEDS)) as dialog:
        groups = [choice.text for choice in rows_of(dialog) if choice.heading and choice.text]
    assert groups == ["Move", "Read", "Mark", "Feeds", "View", "Program"]


async def test_what_works_in_the_focused_pane_comes_first_in_its_group():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        listed = [choice.id for choice in rows_of(dialog) if not choice.heading]
    feeds = [name for name in listed if BY_ID[name].group == "Feeds"]
    here = [Pane.ENTRIES in BY_ID[name].where for name in feeds]
    assert here == sorted(here, reverse=True)


async def test_a_command_of_another_pane_says_where_it_works():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        rename = next(choice for choice in rows_of(dialog) if choice.id == "feed.rename")
    assert (rename.side, rename.muted) == ("feeds", True)


async def test_the_help_shows_the_keys_of_the_user():
    keys = {**KEYS, "app.quit": ("x", "ctrl+w"), "app.theme": ()}
    async with opened(HelpScreen(keys, Pane.ENTRIES)) as dialog:
        leads = {choice.id: choice.lead for choice in rows_of(dialog)}
    assert (leads["app.quit"], leads["app.theme"]) == ("x Ctrl-w", "–")


async def test_typing_a_key_finds_its_command_first():
    async with opened(HelpScreen(KEYS, Pane.ARTICLE)) as dialog:
        await dialog.press("z")
        assert rows_of(dialog)[0].id == "article.zoom"


async def test_capital_keys_are_told_from_small_ones():
    async with opened(HelpScreen(KEYS, Pane.ARTICLE)) as dialog:
        await dialog.press("U")
        assert rows_of(dialog)[0].id == "edit.redo"


async def test_words_of_the_explanation_find_a_command():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        await dialog.type("earlier session")
        assert [choice.id for choice in rows_of(dialog)] == ["edit.undo"]


async def test_enter_gives_the_command_under_the_cursor():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        await dialog.press("down", "down", "up", "enter")
    assert dialog.results == ["move.up"]


async def test_escape_gives_no_command():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        await dialog.press("escape")
    assert dialog.results == [None]


async def test_a_filter_that_finds_nothing_says_so_and_runs_nothing():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        await dialog.type("qqqq")
        await dialog.press("enter")
        assert "Nothing matches “qqqq”." in dialog.text
    assert dialog.results == []


async def test_the_box_stays_as_it_is_while_a_filter_is_typed():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES), (120, 36)) as dialog:
        before = dialog.box
        await dialog.type("theme")
        assert dialog.box == before


async def test_the_explanation_follows_the_cursor():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES), (120, 36)) as dialog:
        await dialog.type("density")
        assert BY_ID["view.density"].help in dialog.words


# The palette.


async def test_the_palette_gives_a_command():
    async with opened(PaletteScreen(KEYS, VIEWS)) as dialog:
        await dialog.type("mark all")
        await dialog.press("enter")
    assert dialog.results == [PaletteChoice(command_id="view.mark-read")]


async def test_the_palette_shows_the_key_beside_a_command():
    async with opened(PaletteScreen(KEYS, VIEWS)) as dialog:
        await dialog.type("unsubscribe")
        line = next(line for line in dialog.lines if "Unsubscribe" in line)
    assert line.strip(" │").endswith("D")


async def test_the_palette_finds_a_feed_by_a_few_letters():
    async with opened(PaletteScreen(KEYS, VIEWS)) as dialog:
        await dialog.type("hblg")
        await dialog.press("enter")
    assert dialog.results == [PaletteChoice(view_id="feed:1")]


async def test_a_category_is_found_with_the_name_of_its_blog():
    async with opened(PaletteScreen(KEYS, VIEWS)) as dialog:
        await dialog.type("hero eng")
        assert "Heroku Blog · engineering" in dialog.text
        await dialog.press("enter")
    assert dialog.results == [PaletteChoice(view_id="category:1:engineering")]


async def test_a_folder_is_shown_with_what_holds_it():
    async with opened(PaletteScreen(KEYS, VIEWS)) as dialog:
        await dialog.type("ops")
        assert "Tech / Ops" in dialog.text


async def test_a_feed_after_a_deeper_tree_stands_alone():
    async with opened(PaletteScreen(KEYS, VIEWS)) as dialog:
        aeon = next(choice for choice in rows_of(dialog) if choice.id == "view:feed:2")
    assert (aeon.text, aeon.beside) == ("Aeon", "")


async def test_a_hostile_title_is_text_and_nothing_else():
    async with opened(PaletteScreen(KEYS, (view("feed:1", ViewKind.FEED, HOSTILE),))) as dialog:
        await dialog.type("click")
        assert "[/] [@click=app.quit]here[/]" in dialog.text
        assert "\x1b" not in dialog.text


# The folder.


async def test_the_cursor_begins_at_the_folder_of_now():
    async with opened(FolderScreen(FOLDERS, ("Tech", "Ops"))) as dialog:
        await dialog.press("enter")
    assert dialog.results == [("Tech", "Ops")]


async def test_the_folder_of_now_is_in_sight_among_many():
    many = [(f"Folder {n}",) for n in range(60)]
    async with opened(FolderScreen(many, ("Folder 50",))) as dialog:
        assert "• " in dialog.text
        await dialog.type("x")
        await dialog.press("backspace")
        assert "Folder 50" in dialog.text


async def test_the_top_level_is_offered():
    async with opened(FolderScreen(FOLDERS, ("Tech",))) as dialog:
        await dialog.type("top level")
        await dialog.press("enter")
    assert dialog.results == [()]


async def test_a_typed_path_makes_a_new_folder():
    async with opened(FolderScreen(FOLDERS, ())) as dialog:
        await dialog.type(" Life / /Cooking/ ")
        assert "New folder “Life / Cooking”" in dialog.text
        await dialog.press("enter")
    assert dialog.results == [("Life", "Cooking")]


async def test_a_folder_that_exists_is_not_offered_as_new():
    async with opened(FolderScreen(FOLDERS, ())) as dialog:
        await dialog.type("Tech/Ops")
        assert "New folder" not in dialog.text
        await dialog.press("enter")
    assert dialog.results == [("Tech", "Ops")]


async def test_escape_leaves_the_folder_as_it_was():
    async with opened(FolderScreen(FOLDERS, ("Essays",))) as dialog:
        await dialog.press("down", "escape")
    assert dialog.results == [None]


async def test_a_folder_with_a_hostile_name_is_text():
    async with opened(FolderScreen(((HOSTILE,),), ())) as dialog:
        assert "[@click=app.quit]here" in dialog.text


# The question and the line.


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), False),
        (("escape",), False),
        (("n",), False),
        (("y",), True),
        (("down", "enter"), True),
        (("down", "up", "enter"), False),
    ],
)
async def test_only_a_deliberate_key_says_yes(keys, answer):
    async with opened(ConfirmScreen("Unsubscribe?", "Unsubscribe", "Keep it")) as dialog:
        await dialog.press(*keys)
    assert dialog.results == [answer]


async def test_a_question_with_a_hostile_title_is_text():
    async with opened(ConfirmScreen(f"Leave {HOSTILE}?", "yes", "no"), (120, 36)) as dialog:
        assert "Leave [/] [@click=app.quit]here[/]" in dialog.words
        assert "\x1b" not in dialog.text


async def test_a_prompt_gives_the_line_trimmed():
    async with opened(PromptScreen("Title", "Old")) as dialog:
        await dialog.type(" and new ")
        await dialog.press("enter")
    assert dialog.results == ["Old and new"]


async def test_a_prompt_may_be_emptied():
    async with opened(PromptScreen("Title", "Old", "Empty is the feed's own.")) as dialog:
        assert "Empty is the feed's own." in dialog.text
        await dialog.press("ctrl+u", "enter")
    assert dialog.results == [""]


async def test_a_prompt_that_is_left_gives_nothing():
    async with opened(PromptScreen("Title", "Old")) as dialog:
        await dialog.press("x", "escape")
    assert dialog.results == [None]


async def test_what_drives_a_terminal_cannot_be_pasted():
    async with opened(PromptScreen("Title")) as dialog:
        await dialog.type("a\x1b[2Jb\u202ec\td")
        await dialog.press("enter")
    assert dialog.results == ["a\ufffd[2Jbc d"]


# The list in them.


class Long(HelpScreen):
    """A dialog with far more rows than lines."""

    def body(self):
        yield ChoiceList([Choice(id=str(n), text=f"Row {n}") for n in range(2000)])


async def test_the_cursor_stays_in_sight():
    async with opened(Long(KEYS, Pane.ENTRIES)) as dialog:
        await dialog.press(*["pagedown"] * 5, "up")
        chosen = dialog.screen.query_one(ChoiceRows).chosen
        assert any(chosen.text in line for line in dialog.lines)


async def test_the_last_page_is_full():
    async with opened(Long(KEYS, Pane.ENTRIES)) as dialog:
        rows = dialog.screen.query_one(ChoiceRows)
        rows.action_edge(1)
        await dialog.settle()
        shown = [line for line in dialog.lines if "Row" in line]
        assert len(shown) == rows.size.height
        assert "Row 1999" in shown[-1]


async def test_a_page_up_from_the_end_comes_back_to_the_top_with_its_heading():
    async with opened(HelpScreen(KEYS, Pane.ENTRIES)) as dialog:
        await dialog.press(*["pagedown"] * 20, *["pageup"] * 20)
        assert dialog.screen.query_one(ChoiceRows).chosen.id == "move.down"
        assert "Move" in dialog.text


async def test_a_click_chooses_a_row():
    async with opened(Long(KEYS, Pane.ENTRIES)) as dialog:
        await dialog.pilot.click(ChoiceRows, offset=(4, 3))
        await dialog.settle()
    assert dialog.results == ["3"]


async def test_the_wheel_scrolls_and_leaves_the_cursor():
    async with opened(Long(KEYS, Pane.ENTRIES)) as dialog:
        rows = dialog.screen.query_one(ChoiceRows)
        await dialog.pilot._post_mouse_events([MouseScrollDown], rows, button=0)
        await dialog.settle()
        first = next(line for line in dialog.lines if "Row" in line)
        assert "Row 3" in first
        assert rows.chosen.text == "Row 0"


# At every size.

DIALOGS = {
    "help": lambda: HelpScreen(KEYS, Pane.ENTRIES),
    "palette": lambda: PaletteScreen(KEYS, VIEWS),
    "folder": lambda: FolderScreen(FOLDERS, ()),
    "confirm": lambda: ConfirmScreen("Unsubscribe from Heroku Blog?", "Unsubscribe", "Keep it"),
    "prompt": lambda: PromptScreen("Title of Heroku Blog", "Heroku Blog", "Empty is its own."),
}


@pytest.mark.parametrize("size", [*SIZES, (200, 60)])
@pytest.mark.parametrize("make", DIALOGS.values(), ids=DIALOGS)
async def test_a_dialog_names_its_keys_and_leaves_a_fifth_of_the_height_free(make, size):
    async with opened(make(), size) as dialog:
        foot = dialog.lines[dialog.box.bottom - 3 : dialog.box.bottom - 1]
        assert "Esc" in " ".join(foot)
        assert dialog.box.height <= size[1] * 0.8


async def test_a_dialog_follows_a_resize():
    async with opened(DIALOGS["help"](), (120, 36)) as dialog:
        await resize(dialog.pilot, 50, 24)
        await dialog.settle()
        assert (dialog.box.width, dialog.box.height <= 20) == (48, True)
        assert "Esc" in dialog.text


def readable_everywhere(dialog):
    """Give the texts on the screen that stand out too little from their ground."""
    faint = []
    for strip in dialog.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if not re.search(r"\w", text) or style is None or style.color is None:
                continue
            front, ground = style.color.triplet, style.bgcolor and style.bgcolor.triplet
            if front and ground and contrast(Color(*front), Color(*ground)) < 4.5:
                faint.append(text)
    return faint


@pytest.mark.parametrize("make", [DIALOGS["help"], DIALOGS["prompt"]], ids=["help", "prompt"])
async def test_what_a_dialog_says_can_be_read_in_every_theme(make):
    async with opened(make()) as dialog:
        for name in THEME_NAMES:
            dialog.app.register_theme(theme_named(name))
            dialog.app.theme = name
            await dialog.pilot.pause()
            assert (name, readable_everywhere(dialog)) == (name, [])
