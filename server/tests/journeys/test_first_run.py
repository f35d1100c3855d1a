"""From an empty database to a website with a working chat, all in the browser."""

import re

from playwright.async_api import expect

from tests.channels.webchat.website import website
from tests.journeys.people import Colleague, Visitor, expect_said
from tests.journeys.windows import Windows
from tests.support.server import PASSWORD, Hovor


async def test_set_up_gives_the_code_with_which_a_website_talks(hovor: Hovor, windows: Windows) -> None:
    with website(hovor.address, "not known yet") as site:
        code = await _set_up(hovor, windows, site.origin)
        found = re.fullmatch(
            rf'<script src="{hovor.address}/widget.js" data-channel="(wc_[\w-]+)" async></script>',
            code.strip(),
        )
        assert found is not None, code
        site.channel_key = found[1]

        admin = Colleague(windows.last, hovor.address)
        await admin.page.get_by_role("button", name="Open the workspace").click()
        await admin.expect_status("Online")
        visitor = Visitor(await windows.open(), site.origin)
        await visitor.page.goto(site.origin)
        await visitor.open()
        await visitor.window.get_by_role("textbox", name="Your name").fill("Jana Horáková")
        await visitor.say("Is it you? ~one")
        await expect(admin.offer).to_contain_text("Jana Horáková")
        await admin.accept()
        await admin.say("It is us ~two")
        await expect_said(visitor.log, ["~one", "~two"])
        await expect(visitor.window).to_contain_text("Bergfuchs")
        await expect_said(admin.log, ["~one", "~two"])

        # It is done once and for all.
        await admin.page.goto(f"{hovor.address}/set-up")
        await expect(admin.page).not_to_have_url(re.compile("set-up"))


async def test_what_is_typed_stays_when_the_only_operator_goes_and_when_he_is_back(
    hovor: Hovor, windows: Windows
) -> None:
    with website(hovor.address, "not known yet") as site:
        code = await _set_up(hovor, windows, site.origin)
        site.channel_key = code.partition('data-channel="')[2].partition('"')[0]
        admin = Colleague(windows.last, hovor.address)
        await admin.page.get_by_role("button", name="Open the workspace").click()
        await admin.expect_status("Online")
        visitor = Visitor(await windows.open(), site.origin)
        await visitor.page.goto(site.origin)
        await visitor.open()
        await visitor.composer.fill("Is it you?")
        await _choose(admin, "Online", "Away")
        await expect(visitor.window.get_by_role("button", name="Send message")).to_be_visible()
        await expect(visitor.composer).to_have_value("Is it you?")
        await visitor.composer.fill("Is it you? Then write.")
        await _choose(admin, "Away", "Online")
        await expect(visitor.window.get_by_role("button", name="Send message")).to_have_count(0)
        await expect(visitor.composer).to_have_value("Is it you? Then write.")


async def _choose(admin: Colleague, before: str, after: str) -> None:
    """Another status, by the menu in the corner."""
    await admin.page.get_by_role("button", name=f"Status: {before}").click()
    await admin.page.get_by_role("menuitemradio", name=re.compile(f"^{after}")).first.click()


async def _set_up(hovor: Hovor, windows: Windows, site: str) -> str:
    """Answers with the code for the website."""
    page = await windows.open()
    await page.goto(hovor.address)
    await expect(page.get_by_role("heading", name="Your company")).to_be_visible()
    go_on = page.get_by_role("button", name="Continue")
    await go_on.click()
    await expect(page.get_by_role("textbox", name="Company name")).to_have_accessible_description(
        "Enter your company’s name."
    )
    await page.get_by_role("textbox", name="Company name").fill("Bergfuchs")
    await page.get_by_role("combobox", name="Time zone").select_option("Europe/Prague")
    await go_on.click()
    await expect(page.get_by_role("heading", name="Who are you?")).to_be_focused()
    await page.get_by_role("textbox", name="Your name").fill("Adam Berger")
    await page.get_by_role("textbox", name="E-mail").fill("adam@bergfuchs.example")
    await page.get_by_role("textbox", name="Password").fill("short")
    await go_on.click()
    await expect(page.get_by_role("textbox", name="Password")).to_be_focused()
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await go_on.click()
    await expect(page.get_by_role("heading", name="Where will clients reach you?")).to_be_focused()
    await page.get_by_role("textbox", name="Websites that may show it").fill(site)
    await page.get_by_role("button", name="Finish").click()
    await expect(page.get_by_role("heading", name="Hovor is ready")).to_be_focused()
    return await page.locator("pre").inner_text()
