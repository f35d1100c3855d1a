"""Cuts, reloads and closed tabs, on either side and in the middle of sending: nothing is lost or doubled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.async_api import Page, expect

from tests.journeys.people import Colleague, Visitor, expect_said, talking
from tests.journeys.windows import Windows
from tests.support.cable import Cable, cable
from tests.support.server import Hovor

CUT: Final = 30
"""Seconds that a cut lasts, by the clocks of both browsers and of the server."""


@dataclass(frozen=True)
class Lines:
    """The cables of the two."""

    klara: Cable
    visitor: Cable


@pytest.fixture
def lines(shop: Hovor) -> Iterator[Lines]:
    """Whole ones."""
    with cable(shop.address) as klara, cable(shop.address) as visitor:
        yield Lines(klara, visitor)


async def _pair(lines: Lines, windows: Windows) -> tuple[Colleague, Visitor]:
    """In conversation, with clocks that can be turned."""
    klara = Colleague(await windows.open(), lines.klara.address)
    visitor = Visitor(await windows.open(), lines.visitor.address)
    for person in (klara, visitor):
        await person.page.clock.install()
    await talking(klara, visitor)
    return klara, visitor


async def _cut(page: Page, line: Cable) -> None:
    """Pulls the plug: the connections break, and the browser knows that it has no network."""
    line.cut()
    await page.context.set_offline(True)


async def _heal(page: Page, line: Cable) -> None:
    line.heal()
    await page.context.set_offline(False)


async def test_a_cut_of_30_seconds_at_the_visitor(shop: Hovor, lines: Lines, windows: Windows) -> None:
    klara, visitor = await _pair(lines, windows)
    await _cut(visitor.page, lines.visitor)
    await visitor.say("Are you there? ~a")
    await visitor.say("I lost the line ~b")
    await expect(visitor.log.get_by_role("img", name="On its way")).to_have_count(2)
    await visitor.page.clock.fast_forward(CUT * 1000)
    shop.advance(CUT)
    await expect(visitor.window.get_by_role("status")).to_contain_text(
        ["Reconnecting… You can keep writing."]
    )
    await visitor.say("Still writing ~c")
    await klara.say("I am here ~k")
    await klara.expect_tick("~k", "Sent")

    await _heal(visitor.page, lines.visitor)
    told = ["~first", "~hello", "~k", "~a", "~b", "~c"]
    await expect_said(klara.log, told)
    await expect_said(visitor.log, told)
    await expect(visitor.log.get_by_role("img", name="On its way")).to_have_count(0)
    await expect(visitor.window.get_by_text("Reconnecting")).to_have_count(0)
    await klara.expect_tick("~k", "Read")


async def test_a_cut_of_30_seconds_at_the_operator(shop: Hovor, lines: Lines, windows: Windows) -> None:
    klara, visitor = await _pair(lines, windows)
    await _cut(klara.page, lines.klara)
    await klara.say("One moment ~a")
    await klara.say("I look it up ~b")
    await expect(klara.message("~b")).to_contain_text("Waiting for the connection")
    await klara.page.clock.fast_forward(CUT * 1000)
    shop.advance(CUT)
    gone = klara.page.get_by_role("alert").filter(has_text="You’re offline. New clients go to colleagues.")
    await expect(gone).to_be_visible()
    await visitor.say("Take your time ~v")

    await _heal(klara.page, lines.klara)
    back = klara.page.get_by_role("status").filter(has_text="Back online. 2 messages sent.")
    await expect(back).to_be_visible()
    told = ["~first", "~hello", "~v", "~a", "~b"]
    await expect_said(visitor.log, told)
    await expect_said(klara.log, told)
    # She came back in time, so nobody has noticed and the client is still hers.
    await klara.expect_status("Online")
    await klara.say("There it is ~c")
    await expect_said(visitor.log, [*told, "~c"])
    assert (await visitor.log.inner_text()).count("joined the chat") == 1


async def test_an_answer_that_is_lost_with_the_tab_doubles_nothing(
    shop: Hovor, lines: Lines, windows: Windows
) -> None:
    klara, visitor = await _pair(lines, windows)
    # What they say is stored, and they never hear of it; then they reload in the middle of sending.
    lines.visitor.deafen()
    await visitor.say("First ~a")
    await visitor.say("Second ~b")
    await visitor.say("Third ~c")
    await expect_said(klara.log, ["~first", "~hello", "~a"])
    lines.visitor.heal()
    await visitor.page.reload()
    await visitor.open()
    told = ["~first", "~hello", "~a", "~b", "~c"]
    await expect_said(klara.log, told)
    await expect_said(visitor.log, told)

    lines.klara.deafen()
    await klara.say("Fourth ~d")
    await klara.say("Fifth ~e")
    await expect_said(visitor.log, [*told, "~d"])
    lines.klara.heal()
    await klara.page.reload()
    told += ["~d", "~e"]
    await expect_said(visitor.log, told)
    await expect_said(klara.log, told)


async def test_a_tab_that_is_closed_while_the_network_is_gone_leaves_nothing_behind(
    shop: Hovor, lines: Lines, windows: Windows
) -> None:
    klara, visitor = await _pair(lines, windows)
    await _cut(visitor.page, lines.visitor)
    await visitor.say("Before I go ~a")
    await visitor.say("One more ~b")
    await expect(visitor.log.get_by_role("img", name="On its way")).to_have_count(2)
    context = visitor.page.context
    await visitor.page.close()
    await _cut(klara.page, lines.klara)
    await klara.say("Are you there ~c")
    await expect(klara.message("~c")).to_contain_text("Waiting for the connection")
    await klara.composer.fill("A thought that I have not finished")
    desk, conversation = klara.page.context, klara.page.url
    await klara.page.close()

    # They come back in reverse; what was said is sent without anybody opening anything.
    lines.klara.heal()
    await desk.set_offline(False)
    klara = Colleague(await desk.new_page(), lines.klara.address)
    await klara.page.goto(conversation)
    await expect(klara.composer).to_have_value("A thought that I have not finished")
    await expect_said(klara.log, ["~first", "~hello", "~c"])
    lines.visitor.heal()
    await context.set_offline(False)
    visitor = Visitor(await context.new_page(), lines.visitor.address)
    await visitor.page.goto(f"{visitor.address}/demo")
    told = ["~first", "~hello", "~c", "~a", "~b"]
    await expect_said(klara.log, told)
    await visitor.open()
    await expect_said(visitor.log, told)
    await klara.say("A thought that I have finished ~d")
    await expect_said(visitor.log, [*told, "~d"])
    await klara.page.reload()
    await expect(klara.composer).to_have_value("")


async def test_tabs_of_the_visitor_say_the_same(shop: Hovor, lines: Lines, windows: Windows) -> None:
    klara, visitor = await _pair(lines, windows)
    other = Visitor(await visitor.page.context.new_page(), lines.visitor.address)
    await other.page.goto(f"{other.address}/demo")
    await other.open()
    await expect_said(other.log, ["~first", "~hello"])
    await _cut(visitor.page, lines.visitor)
    await visitor.say("From the first tab ~a")
    await expect(other.log).to_contain_text("~a")
    await other.say("From the second ~b")
    await expect(visitor.log).to_contain_text("~b")
    await _heal(visitor.page, lines.visitor)
    told = ["~first", "~hello", "~a", "~b"]
    for log in (klara.log, visitor.log, other.log):
        await expect_said(log, told)
    await klara.say("I see both ~c")
    for log in (klara.log, visitor.log, other.log):
        await expect_said(log, [*told, "~c"])


async def test_tabs_of_the_operator_say_the_same(shop: Hovor, lines: Lines, windows: Windows) -> None:
    klara, visitor = await _pair(lines, windows)
    other = Colleague(await klara.page.context.new_page(), lines.klara.address)
    await other.page.goto(klara.page.url)
    await expect_said(other.log, ["~first", "~hello"])
    await klara.composer.fill("A draft")
    await expect(other.composer).to_have_value("A draft")
    await other.composer.fill("")
    await expect(klara.composer).to_have_value("")
    await _cut(klara.page, lines.klara)
    await klara.say("From the first tab ~a")
    await other.say("From the second ~b")
    await expect(klara.message("~b")).to_contain_text("Waiting for the connection")
    await _heal(klara.page, lines.klara)
    for log in (klara.log, visitor.log, other.log):
        await expect_said(log, ["~first", "~hello", "~a", "~b"])

    await klara.page.get_by_role("button", name="Status: Online").click()
    await klara.page.get_by_role("menuitemradio", name=re.compile("^Lunch")).click()
    await other.expect_status("Away, Lunch")
    await other.end("Solved")
    await other.main.get_by_role("button", name="Done").click()
    await expect(klara.main.get_by_role("button", name="Continue")).to_be_visible()
    await expect(klara.mine).to_have_count(0)
