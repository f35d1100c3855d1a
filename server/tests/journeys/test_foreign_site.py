"""The chat on somebody else's website: another origin, and the strictest policy that a site may have."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.channels.webchat.website import Website, website
from tests.journeys.people import PDF, Visitor, downloaded, expect_said
from tests.journeys.windows import Windows
from tests.support.server import Company, Hovor, Operator


@pytest.fixture
def company(hovor: Hovor) -> Company:
    """A company whose chat asks no questions before it begins."""
    return hovor.set_up()


@pytest.fixture
def site(hovor: Hovor, company: Company) -> Iterator[Website]:
    """A website that may show the company's chat."""
    with website(hovor.address, company.channel_key) as opened:
        _change(company, allowed_sites=[opened.origin], start_fields=[], when_unavailable="queue")
        yield opened


def _change(company: Company, **settings: object) -> None:
    company.administrator.ask("PATCH", f"/channels/{company.channel_id}", {"settings": settings})


def _take(operator: Operator) -> str:
    """Accepts what is offered; answers with the conversation's id."""
    offer = operator.live.hears("offer.made")
    operator.ask("POST", f"/offers/{offer['id']}/accept", {})
    conversation: str = offer["conversation"]["id"]
    return conversation


def _answer(operator: Operator, conversation: str, text: str) -> None:
    operator.ask("POST", f"/conversations/{conversation}/messages", {"client_ref": text, "text": text})


_KEPT = """new Promise((done) => {
  const look = () => (Object.keys(localStorage).length === 1 ? done() : requestAnimationFrame(look));
  look();
})"""


async def _command(page: Page, script: str) -> Any:  # noqa: ANN401  whatever the page answers
    """Runs a piece of the host page's own script."""
    return await page.evaluate(script)


async def test_a_whole_talk_under_a_strict_policy(company: Company, site: Website, windows: Windows) -> None:
    klara = company.operator("klara")
    klara.go_online()
    visitor = Visitor(await windows.open(), site.origin)
    await visitor.page.goto(f"{site.origin}/boots?size=40#reviews")
    await visitor.open()
    await visitor.say("Do you hear me? ~one")
    conversation = _take(klara)
    _answer(klara, conversation, "Loud and clear ~two")
    await expect_said(visitor.log, ["~one", "~two"])
    await visitor.window.get_by_label("Attach a file").set_input_files(PDF)
    async with visitor.page.expect_download() as coming:
        await visitor.log.get_by_role("button", name="receipt.pdf").click()
    assert await downloaded(await coming.value) == ("receipt.pdf", PDF["buffer"])
    view = klara.ask("GET", f"/conversations/{conversation}")
    assert view["page"]["url"] == f"{site.origin}/boots"

    await visitor.page.reload()
    await visitor.open()
    await expect_said(visitor.log, ["~one", "~two"])
    klara.ask("POST", f"/conversations/{conversation}/end", {})
    await visitor.window.get_by_role("button", name="5 Great").click()
    await visitor.window.get_by_role("button", name="Send rating").click()
    await expect(visitor.window).to_contain_text("Thank you for telling us.")
    # Neither styles nor cookies have leaked into the page.
    assert await visitor.page.context.cookies() == []
    assert (
        await _command(visitor.page, "document.styleSheets.length + document.adoptedStyleSheets.length") == 0
    )


async def test_a_site_that_is_not_allowed_gets_nothing(
    company: Company, site: Website, windows: Windows
) -> None:
    _change(company, allowed_sites=["https://elsewhere.example"])
    visitor = Visitor(await windows.open(), site.origin)
    await visitor.page.clock.install()
    await visitor.page.goto(site.origin)
    async with visitor.page.expect_console_message(lambda said: "Unexpected response code: 403" in said.text):
        await visitor.open()
    await visitor.say("Is anybody there? ~one")
    await visitor.page.clock.fast_forward(120_000)
    await expect(visitor.window).to_contain_text("We can't connect right now.")
    await expect(visitor.log.get_by_role("img", name="On its way")).to_be_visible()
    await expect(visitor.window).not_to_contain_text("Alderway")
    # Nor does the page get an answer by its own hand.
    hello = f"{company.hovor.address}/api/v1/public/webchat/{company.channel_key}/hello"
    request = (
        "(url) => fetch(url, {method: 'POST', body: '{}'}).then((answer) => answer.text(), () => 'none')"
    )
    assert await visitor.page.evaluate(request, hello) == "none"
    assert company.administrator.ask("GET", "/conversations")["items"] == []
    assert company.administrator.ask("GET", "/clients")["items"] == []


async def test_the_page_commands_the_chat(company: Company, site: Website, windows: Windows) -> None:
    klara = company.operator("klara")
    klara.go_online()
    page = await windows.open()
    visitor = Visitor(page, site.origin)
    await page.add_init_script(
        """
        window.heard = [];
        window.Hovor = [['setLocale', 'de'], ['prefill', 'Vorbereitet ~one'], ['open']];
        """
    )
    await page.goto(site.origin)
    german = page.get_by_role("dialog", name="Chat mit Alderway")
    await expect(german.get_by_role("textbox", name="Nachricht")).to_have_value("Vorbereitet ~one")
    await _command(
        page,
        """for (const name of ['ready', 'open', 'close', 'unread', 'message', 'conversation:start',
        'conversation:end', 'error', 'consent']) Hovor.on(name, (told) => heard.push([name, told])); 0""",
    )
    await _command(page, "Hovor.setLocale('en').then(() => Hovor.setTheme('dark'))")
    await expect(visitor.window).to_be_visible()
    await _command(page, "Hovor.setContact({name: 'Jana Horáková', email: 'jana@post.example'})")
    await visitor.composer.press("Enter")
    conversation = _take(klara)
    await _command(page, "Hovor.setConversation({basket: '182 EUR'})")
    await _command(page, "Hovor.setPageContext({url: 'https://shop.example/checkout', title: 'Checkout'})")
    await _command(page, "Hovor.sendMessage('By the page ~two')")
    klara.live.hears("message.received", lambda line: line["text"] == "By the page ~two")
    klara.live.hears("client.changed", lambda card: card["name"] == "Jana Horáková")
    klara.live.hears("conversation.changed", lambda view: _knows(view, "basket", "182 EUR"))
    klara.live.hears("conversation.changed", lambda view: (view["page"] or {}).get("title") == "Checkout")

    await _command(page, "Hovor.close()")
    await expect(visitor.window).to_be_hidden()
    _answer(klara, conversation, "Here I am ~three")
    await expect(page.get_by_role("button", name="Open chat, 1 new message", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Here I am ~three")).to_be_visible()
    await _command(page, "Hovor.toggle()")
    await expect_said(visitor.log, ["~one", "~two", "~three"])
    klara.ask("POST", f"/conversations/{conversation}/end", {})
    await expect(visitor.log).to_contain_text("ended the chat")
    heard = await _command(page, "heard")
    names = [name for name, _ in heard]
    assert names[:2] == ["conversation:start", "close"]
    assert [told["count"] for name, told in heard if name == "unread"] == [1, 0]
    assert [told["text"] for name, told in heard if name == "message"] == ["Here I am ~three"]
    ids = [told["conversation_id"] for name, told in heard if name.startswith("conversation:")]
    assert ids == [conversation, conversation]
    assert names.count("open") == 1
    assert names[-1] == "conversation:end"


def _knows(view: dict[str, Any], name: str, value: str) -> bool:
    return any(each["name"] == name and each["value"] == value for each in view["parameters"])


async def test_the_page_asks_for_consent_and_shows_and_hides_the_chat(
    site: Website, windows: Windows
) -> None:
    page = await windows.open()
    visitor = Visitor(page, site.origin)
    await page.goto(site.origin)
    await expect(visitor.launcher).to_be_visible()
    # Nothing of the panel is fetched before somebody wants it; then the page is told.
    await _command(
        page, "window.heard = []; window.stop = Hovor.on('consent', (told) => heard.push(told)); 0"
    )
    await _command(page, "Hovor.init().then(() => Hovor.ready())")
    assert await _command(page, "Object.keys(localStorage)") == []
    await _command(page, "Hovor.setConsent('all')")
    assert await _command(page, "heard") == [{"consent": "all"}]
    # The page's own policy forbids what Playwright's waiting would do: a promise of the page waits.
    await _command(page, _KEPT)
    await _command(page, "stop(); Hovor.setConsent('all')")
    assert len(await _command(page, "heard")) == 1

    await _command(page, "Hovor.trigger('Free delivery today')")
    await expect(page.get_by_role("button", name="Free delivery today")).to_be_visible()
    await _command(page, "Hovor.hide()")
    await expect(visitor.launcher).to_be_hidden()
    await _command(page, "Hovor.show()")
    await page.get_by_role("button", name="Free delivery today").click()
    await expect(visitor.window).to_be_visible()


async def test_the_page_pops_the_chat_out_forgets_its_visitor_and_ends_it(
    company: Company, site: Website, windows: Windows
) -> None:
    klara = company.operator("klara")
    klara.go_online()
    page = await windows.open()
    visitor = Visitor(page, site.origin)
    await page.goto(site.origin)
    await visitor.open()
    await visitor.say("Remember me ~one")
    _take(klara)
    await expect(visitor.log).to_contain_text("joined the chat")

    async with page.context.expect_page() as opening:
        await _command(page, "Hovor.popout()")
    alone = Visitor(await opening.value, site.origin)
    await expect_said(alone.log, ["~one"])
    assert "#" not in alone.page.url
    await alone.say("In a window of its own ~two")
    await expect_said(visitor.log, ["~one", "~two"])
    await alone.page.close()

    await _command(page, "Hovor.reset()")
    await expect(visitor.log).to_have_text("")
    await page.reload()
    await visitor.open()
    await expect(visitor.log).to_have_text("")
    await _command(page, "Hovor.destroy()")
    await expect(visitor.window).to_have_count(0)
    await expect(visitor.launcher).to_have_count(0)
    assert await _command(page, "typeof window.Hovor") == "undefined"
    await expect(page.get_by_role("button", name="Basket")).to_be_visible()


async def test_a_page_that_embeds_the_chat_twice_and_uses_it_wrongly_is_none_the_worse(
    company: Company, site: Website, windows: Windows
) -> None:
    site.times_embedded = 2
    page = await windows.open()
    await page.goto(site.origin)
    visitor = Visitor(page, site.origin)
    await expect(visitor.launcher).to_have_count(1)
    await _command(page, "Hovor.push(['somethingOfTheFuture', 1])")
    await _command(page, "Hovor.setTheme('pink').then(() => Hovor.setLocale('xx'))")
    await visitor.open()
    await expect(visitor.composer).to_be_editable()
    await page.evaluate("history.pushState(null, '', '/tents')")
    await expect(visitor.window).to_be_visible()
