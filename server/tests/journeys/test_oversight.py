"""An administrator sees who did what, and has given-up work tried again."""

import asyncio
import re
from functools import partial

from playwright.async_api import expect

from tests.journeys.axe import Looker, still
from tests.journeys.people import Colleague
from tests.journeys.windows import Windows
from tests.oversight.given_up import park, park_letter
from tests.support.server import Hovor


async def test_who_did_what_is_read_and_narrowed_by_keyboard(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")
    await admin.page.goto(f"{admin.address}/settings/audit")
    main = admin.main
    await expect(main.get_by_text(re.compile(r"^The log is whole: \d+ entries"))).to_be_visible()
    acts = main.get_by_role("list", name="Audit log").get_by_role("listitem")
    await expect(acts.first).to_contain_text("Signed in")
    await expect(acts.first).to_contain_text("Adam Berger")
    await looker.look(admin.page, "settings, audit log")

    about = main.get_by_role("combobox", name="About")
    await about.focus()
    await admin.page.keyboard.type("Ch")
    await expect(acts.first).to_contain_text("Channel added")
    await about.press("End")
    await expect(acts.first).to_contain_text("Outcome saved")
    await admin.page.keyboard.press("Shift+Tab")
    await admin.page.keyboard.press("End")
    await expect(main.get_by_text("Nothing of this kind was done")).to_be_visible()
    assert not looker.found, "\n" + "\n".join(looker.found)


async def test_given_up_work_is_tried_again(shop: Hovor, windows: Windows) -> None:
    looker = Looker()
    admin = Colleague(await still(windows), shop.address)
    await admin.sign_in("admin@alderway.example")
    await admin.page.goto(f"{admin.address}/settings/parked")
    await expect(admin.main.get_by_text("Nothing was given up")).to_be_visible()
    company = await admin.page.evaluate("fetch('/api/v1/company').then(answer => answer.json())")
    await asyncio.to_thread(park, shop, company["id"], "a-conversation")
    await admin.main.get_by_role("button", name="Look again").click()
    row = admin.main.get_by_role("list", name="Given-up work").get_by_role("listitem")
    await expect(row).to_contain_text("no space left")
    await looker.look(admin.page, "settings, given-up work")
    await row.get_by_role("button", name="Try again: notification_queue").press("Enter")
    await expect(admin.main.get_by_text("Nothing was given up")).to_be_visible()
    await asyncio.to_thread(partial(park_letter, shop, company["id"], "a-letter", days_ago=1))
    await admin.main.get_by_role("button", name="Look again").click()
    await expect(row).to_contain_text("Letter:")
    await expect(row).to_contain_text("The server refused the letter.")
    await looker.look(admin.page, "settings, a letter that was given up")
    assert not looker.found, "\n" + "\n".join(looker.found)
