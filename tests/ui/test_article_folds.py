"""Folds in the article pane: shown folded, turned by key and click, opened by what leads in."""

from __future__ import annotations

import pytest
from pane import Sitting, at_pane, entry

MANY = "".join(f"<p>Paragraph {n}.</p>" for n in range(40))
FOLDS = (
    "<p>Before, and <a href='#deep'>into it</a>.</p>"
    "<details><summary>First</summary><p>Hidden words.</p>"
    "<details><summary>Inner</summary><p id=deep>Deep words.</p></details></details>"
    "<details open><summary>Second</summary><h2>Shown heading</h2></details>" + MANY
)


@pytest.fixture
async def pane():
    async with at_pane() as sitting:
        await sitting.show(entry(html=FOLDS))
        yield sitting


async def chosen(pane: Sitting, wanted: str) -> str:
    """Step to the link of which this is the text; gives the line it is on."""
    while pane.view.move("link.next"):
        line = pane.view._layout.lines[pane.view._chosen.first].text
        if wanted in line:
            return line
    raise AssertionError(wanted)


async def test_details_are_folded_but_for_those_the_author_opened(pane: Sitting):
    lines = [line.strip() for line in pane.screen()]
    assert "▸ First" in lines
    assert "▾ Second" in lines
    assert "Shown heading" in lines
    assert "Hidden words." not in pane.text()


async def test_enter_on_its_line_unfolds_and_folds_again(pane: Sitting):
    await chosen(pane, "First")
    assert pane.view.move("link.open")
    await pane.settle()
    assert "▾ First" in pane.text()
    assert "Hidden words." in pane.text()
    assert "▸ Inner" in pane.text()
    assert pane.view.move("link.open")  # the line is still chosen
    await pane.settle()
    assert "Hidden words." not in pane.text()


async def test_a_click_turns_a_fold(pane: Sitting):
    y = next(y for y, line in enumerate(pane.screen()) if "First" in line)
    x = pane.screen()[y].index("First")
    await pane.pilot.click(type(pane.view), offset=(x, y))
    await pane.settle()
    assert "Hidden words." in pane.text()


async def test_turning_a_fold_moves_nothing_above_it(pane: Sitting):
    await chosen(pane, "Second")
    pane.view.move("move.down")
    above = pane.screen()[:3]
    pane.view.move("link.open")
    await pane.settle()
    assert pane.screen()[:3] == above
    assert "Shown heading" not in pane.text()


async def test_a_link_into_a_fold_opens_all_that_hides_its_target(pane: Sitting):
    await chosen(pane, "into it")
    assert pane.view.move("link.open")
    await pane.settle()
    assert "Deep words." in pane.screen()[0]


async def test_find_looks_into_folds(pane: Sitting):
    pane.view.find("deep words", start=0)
    await pane.settle()
    assert pane.view.hit == (1, 1)
    assert "Deep words." in pane.text()


async def test_a_block_in_a_fold_can_be_gone_to(pane: Sitting):
    block = pane.view._layout.all_folds[1].first
    assert pane.view.reveal(block)
    await pane.settle()
    assert "Deep words." in pane.screen()[0]
    assert not pane.view.reveal(block)


HEADINGS = (
    f"<h2>Open</h2>{MANY}<details><summary>Folded</summary><h2>Hidden</h2>{MANY}"
    f"<details><summary>Inner</summary><h2>Deep</h2></details></details>{MANY}<h2>Last</h2>"
)


async def test_the_contents_lead_into_folds(pane: Sitting):
    await pane.show(entry(3, html=HEADINGS))
    pane.view.go_to_heading(2)
    await pane.settle()
    assert any("Deep" in line for line in pane.screen()[:2])
    assert pane.view.heading == 2


async def test_the_next_heading_is_one_in_a_fold_and_the_way_back_too(pane: Sitting):
    await pane.show(entry(3, html=HEADINGS))
    seen = []
    for step in (1, 1, 1, 1, -1, -1, -1):
        assert pane.view.step_heading(step)
        await pane.settle()
        seen.append(pane.view.headings[pane.view.heading].text)
    assert seen == ["Open", "Hidden", "Deep", "Last", "Deep", "Hidden", "Open"]


async def test_from_its_own_line_the_way_on_leads_into_a_fold(pane: Sitting):
    await pane.show(entry(3, html=HEADINGS))
    layout = pane.view._layout
    pane.view._go_to(layout.folds[0].line)
    assert pane.view.step_heading(1)
    await pane.settle()
    assert pane.view.heading == 1


async def test_a_second_key_does_not_fold_what_the_first_unfolds(pane: Sitting):
    await pane.show(entry(3, html=HEADINGS))
    pane.view.go_to_heading(1)
    assert pane.view.is_unfolding
    pane.view.go_to_heading(1)
    await pane.settle()
    assert not pane.view.is_unfolding
    assert any("Hidden" in line for line in pane.screen()[:2])


async def test_what_was_unfolded_is_so_when_one_comes_back(pane: Sitting):
    await chosen(pane, "First")
    pane.view.move("link.open")
    await pane.settle()
    await pane.show(entry(2))
    await pane.show(entry(html=FOLDS))
    assert "Hidden words." in pane.text()


async def test_another_width_keeps_folds_as_they_are(pane: Sitting):
    pane.view.measure = 30
    await pane.settle()
    assert "▸ First" in pane.text()


async def test_the_beginning_of_a_long_article_is_folded_as_the_whole_is():
    async with at_pane() as pane:
        await pane.show(entry(html=FOLDS + MANY * 100))
        assert "▸ First" in pane.text()
        await chosen(pane, "First")
        pane.view.move("link.open")
        await pane.settle()
        assert "Hidden words." in pane.text()


LED_TO = (
    "<p><a href='#itself'>to itself</a><p><a href='#head'>to its line</a>"
    "<p><a href='#inner'>to one inside</a>" + MANY + "<details id=itself><summary id=head>"
    "First</summary><p>Hidden words.</p><details id=inner><summary>Inner</summary><p>Deep words."
    "</details></details>" + MANY
)


@pytest.mark.parametrize(
    ("link", "line", "seen"),
    [
        ("to itself", "▾ First", "Hidden words."),
        ("to its line", "▾ First", "Hidden words."),
        ("to one inside", "▾ Inner", "Deep words."),
    ],
)
async def test_a_link_to_a_fold_goes_there_and_opens_it(
    pane: Sitting, link: str, line: str, seen: str
):
    await pane.show(entry(3, html=LED_TO))
    await chosen(pane, link)
    assert pane.view.move("link.open")
    await pane.settle()
    assert line in pane.screen()[0]
    assert seen in pane.text()


async def test_a_link_to_an_open_fold_leaves_it_open(pane: Sitting):
    await pane.show(entry(3, html=LED_TO.replace("<details", "<details open")))
    await chosen(pane, "to itself")
    assert pane.view.move("link.open")
    await pane.settle()
    assert "▾ First" in pane.screen()[0]
