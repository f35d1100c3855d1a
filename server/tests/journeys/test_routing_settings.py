"""An administrator sets up skills, a queue and a rule, is told what will not work, and tries the rules."""

import re

from playwright.async_api import Locator, expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.support.server import Hovor


async def _settings(admin: Colleague, section: str) -> Locator:
    await admin.page.get_by_role("link", name="Settings").click()
    await admin.page.get_by_role("navigation", name="Settings").get_by_role("link", name=section).click()
    await expect(admin.main.get_by_role("heading", name=section, exact=True, level=2)).to_be_visible()
    return admin.main


async def _skill_by_keyboard(admin: Colleague, looker: Looker) -> None:
    main = await _settings(admin, "Skills")
    await looker.look(admin.page, "settings, skills, none yet")
    keys = admin.page.keyboard
    await main.get_by_role("button", name="Add a skill").focus()
    await keys.press("Enter")
    name = admin.page.get_by_role("dialog").get_by_role("textbox", name="Name of the skill")
    await expect(name).to_be_focused()
    await keys.press("Enter")
    await expect(name).to_have_accessible_description("Name the skill.")
    await keys.type("German")
    await keys.press("Enter")
    line = main.get_by_role("list", name="Skills").get_by_role("listitem")
    await expect(line).to_contain_text("Nobody has it yet")
    await looker.look(admin.page, "settings, skills")


async def _rule(admin: Colleague, looker: Looker) -> None:
    main = await _settings(admin, "Routing rules")
    await main.get_by_role("button", name="Add a rule").click()
    form = admin.page.get_by_role("dialog", name="Add a rule")
    await form.get_by_role("textbox", name="Name of the rule").fill("German speakers")
    await form.get_by_role("group", name="Kinds of channel").get_by_role("checkbox", name="Web chat").check()
    await form.get_by_role("textbox", name="Languages").fill("de")
    await form.get_by_role("combobox", name="Priority").select_option("High")
    await form.get_by_role("combobox", name="German").select_option("Level 3")
    await looker.look(admin.page, "settings, a new rule")
    await form.get_by_role("button", name="Add", exact=True).click()
    rules = main.get_by_role("list", name="Routing rules")
    await expect(rules).to_contain_text("When: Web chat · de")
    await expect(rules).to_contain_text("High · German Level 3")
    # Nobody has the skill: that is said, and nothing is refused.
    await expect(rules).to_contain_text(re.compile("Nobody who serves .* has German at that level"))
    await main.get_by_role("button", name="Try on the last 24 hours").click()
    await expect(main.get_by_role("status")).to_contain_text(re.compile(r"\d+ conversations? w"))
    await looker.look(admin.page, "settings, rules tried")


async def _delete_by_keyboard(admin: Colleague, looker: Looker) -> None:
    main = await _settings(admin, "Routing rules")
    keys = admin.page.keyboard
    await main.get_by_role("button", name="Delete German speakers").focus()
    await keys.press("Enter")
    asked = admin.page.get_by_role("alertdialog", name="Delete the rule “German speakers”?")
    await expect(asked.get_by_role("button", name="Keep")).to_be_focused()
    await looker.look(admin.page, "settings, a rule to be deleted")
    await asked.get_by_role("button", name="Delete", exact=True).focus()
    await keys.press("Enter")
    await expect(main).to_contain_text("No rules")
    await expect(main.get_by_role("button", name="Add a rule")).to_be_focused()


async def _levels(admin: Colleague) -> None:
    main = await _settings(admin, "Operators")
    await main.get_by_role("button", name=re.compile("Change: Klára")).click()
    form = admin.page.get_by_role("dialog")
    await form.get_by_role("combobox", name="German").select_option("Level 4")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    main = await _settings(admin, "Skills")
    await expect(main.get_by_role("list", name="Skills")).to_contain_text(re.compile("Kl[aá]ra.* 4"))


async def _queue(admin: Colleague, looker: Looker) -> None:
    main = await _settings(admin, "Queues")
    await looker.look(admin.page, "settings, queues")
    lines = main.get_by_role("list", name="Queues").get_by_role("listitem")
    await lines.first.get_by_role("button").click()
    form = admin.page.get_by_role("dialog")
    await form.get_by_role("combobox", name="Order").select_option("Ageing")
    target = form.get_by_role("textbox", name="Service target in seconds")
    await target.fill("soon")
    await form.get_by_role("button", name="Save").click()
    await expect(target).to_be_focused()
    await expect(target).to_have_accessible_description(re.compile("whole number"))
    await target.fill("20")
    await form.get_by_role("button", name="Add opening hours").click()
    await expect(form.get_by_role("checkbox", name="Mon")).to_be_focused()
    await form.get_by_role("textbox", name="Closes").fill("07:00")
    await form.get_by_role("combobox", name="Conversations move on to").select_option(index=1)
    await form.get_by_role("textbox", name="After so many seconds").fill("90")
    await form.get_by_role("combobox", name="When nobody is there").select_option(
        "They wait and get an answer at once"
    )
    await form.get_by_role("textbox", name="What they are told").fill("We are back at eight.")
    await form.get_by_role("button", name="Save").click()
    # Closes before it opens: the server says so, and what was typed stays.
    await expect(form.get_by_role("alert")).to_contain_text("closes later on the same day")
    await looker.look(admin.page, "settings, a queue refused")
    await form.get_by_role("textbox", name="Closes").fill("17:00")
    await form.get_by_role("button", name="Add a step").click()
    await form.get_by_role("textbox", name="After so many seconds").last.fill("60")
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_be_hidden()
    await expect(lines.first).to_contain_text("overflows to")
    await expect(lines.first).to_contain_text("Ageing")
    await main.get_by_label("Day", exact=True).fill("2026-12-24")
    await main.get_by_role("textbox", name="Name").fill("Christmas Eve")
    await main.get_by_role("button", name="Add a holiday").click()
    await expect(main.get_by_role("list", name="Holidays")).to_contain_text("24 December 2026")
    await looker.look(admin.page, "settings, queues set up")


async def test_skills_rules_and_queues_are_set_up_and_tried(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")
    await _skill_by_keyboard(admin, looker)
    await _rule(admin, looker)
    await _levels(admin)
    main = await _settings(admin, "Routing rules")
    await expect(main.get_by_role("list", name="Routing rules")).not_to_contain_text("Nobody who serves")
    await _queue(admin, looker)
    await _delete_by_keyboard(admin, looker)
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_whoever_sees_one_wait_reads_why(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    tomas = Colleague(await still(windows), shop.address)
    await tomas.sign_in("tomas@alderway.example")
    page = tomas.page
    await page.get_by_role("link", name=re.compile("waiting")).first.click()
    why = page.get_by_role("button", name="Why does this one wait?")
    await why.focus()
    await page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Why does this one wait?")
    await expect(drawer).to_contain_text("may take it")
    await expect(drawer.get_by_role("list").first).to_contain_text("Klára Novotná is offline.")
    await expect(drawer).to_contain_text("Arrived.")
    await looker.look(page, "why does this one wait")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()
    await expect(why).to_be_focused()
    assert not looker.found, "\n" + "\n".join(looker.found)
