"""Drafts and templates: words not yet said, and files that belong to who brought them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hovor.companies import service as companies
from hovor.foundation.caller import (
    Anonymous,
    ClientCaller,
    IntegrationCaller,
    OperatorCaller,
    Role,
    SystemCaller,
)
from hovor.foundation.database import Database, Work
from hovor.foundation.errors import Invalid, NotAllowed, NotSignedIn
from hovor.foundation.files import records
from hovor.foundation.files.store import FileStore
from hovor.messaging import queries, service
from hovor.messaging.errors import FileNotYours, TemplateNameTaken, TemplateUnknown, TextTooLong
from hovor.messaging.events import TemplateChanged
from hovor.messaging.policy import DRAFT_CHARACTERS
from hovor.messaging.service import Author, Content
from tests.messaging.units import COMPANY, KLARA, PETRA, TALK, Units


def operator(name: str = "klara", role: Role = "operator", company: str = COMPANY) -> OperatorCaller:
    return OperatorCaller(company, name, role, f"session of {name}")


SOFIA = operator("sofia", "supervisor")


@pytest.fixture
async def units(database: Database) -> Units:
    """A real company, since its audit log tells of templates."""

    def found(work: Work) -> str:
        return companies.create_company(work, name="Alderway", time_zone="Europe/Prague", language="en")

    company = await database.write(found, company="", caller=Anonymous())
    return Units(database, company)


async def stored_file(
    units: Units, folder: Path, caller: OperatorCaller | ClientCaller | SystemCaller
) -> str:
    async def content() -> AsyncIterator[bytes]:
        yield b"%PDF-1.4 offer"

    stored = await FileStore(folder).put(content(), "offer.pdf")
    return (await units.run(records.add, caller=caller, stored=stored)).id


async def test_a_draft_is_each_operators_own_and_ends_when_it_is_empty(units: Units) -> None:
    await units.open()
    klara, tomas = operator(), operator("tomas")
    assert (await units.ask(queries.draft, TALK, caller=klara)).version == 0
    saved = await units.run(
        service.save_draft, caller=klara, conversation_id=TALK, content=Content("Dear\r\nPetra")
    )
    assert (saved.text, saved.version) == ("Dear\nPetra", 1)
    again = await units.run(service.save_draft, caller=klara, conversation_id=TALK, content=Content("Dear"))
    assert (again.text, again.version) == ("Dear", 2)
    assert await units.ask(queries.draft, TALK, caller=klara) == again
    assert (await units.ask(queries.draft, TALK, caller=tomas)).text == ""
    gone = await units.run(service.save_draft, caller=klara, conversation_id=TALK, content=Content(""))
    assert (gone.text, gone.version, gone.saved_at) == ("", 0, None)
    with pytest.raises(TextTooLong):
        await units.run(
            service.save_draft,
            caller=klara,
            conversation_id=TALK,
            content=Content("x" * (DRAFT_CHARACTERS + 1)),
        )


async def test_templates_are_made_changed_and_retired_by_supervisors(units: Units) -> None:
    values = {"name": "greeting", "language": "en", "text": "Hello {name}"}
    made = await units.run(service.create_template, caller=SOFIA, **values)
    czech = await units.run(service.create_template, caller=SOFIA, **{**values, "language": "cs"})
    with pytest.raises(TemplateNameTaken):
        await units.run(service.create_template, caller=SOFIA, **values)
    with pytest.raises(TemplateNameTaken):
        await units.run(service.change_template, caller=SOFIA, template_id=czech.id, language="en")
    changed = await units.run(service.change_template, caller=SOFIA, template_id=made.id, text="Hi\x00")
    assert (changed.text, changed.version, changed.name) == ("Hi\ufffd", 2, "greeting")
    assert await units.ask(queries.templates, caller=operator()) == [czech, changed]
    await units.run(service.retire_template, caller=SOFIA, template_id=made.id)
    assert await units.ask(queries.templates, caller=operator()) == [czech]
    with pytest.raises(TemplateUnknown):
        await units.run(service.retire_template, caller=SOFIA, template_id=made.id)
    await units.run(service.create_template, caller=SOFIA, **values)
    told = [one.event for one in await units.recorded() if isinstance(one.event, TemplateChanged)]
    assert len(told) == 5


@pytest.mark.parametrize(
    "values",
    [
        {"name": "two words", "language": "en", "text": "x"},
        {"name": "#hash", "language": "en", "text": "x"},
        {"name": "x" * 41, "language": "en", "text": "x"},
        {"name": "a", "language": "English", "text": "x"},
        {"name": "a", "language": "en", "text": " "},
    ],
)
async def test_a_template_that_cannot_be_called_up_is_refused(units: Units, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        await units.run(service.create_template, caller=SOFIA, **values)


@pytest.mark.parametrize(
    ("caller", "refusal"),
    [
        (operator(), NotAllowed),
        (Anonymous(), NotSignedIn),
        (ClientCaller(COMPANY, "petra", "identity", "website", "session"), NotAllowed),
        (IntegrationCaller(COMPANY, "key", frozenset()), NotAllowed),
    ],
    ids=["operator", "nobody", "client", "integration"],
)
async def test_nobody_below_a_supervisor_changes_templates(
    units: Units, caller: OperatorCaller, refusal: type[Exception]
) -> None:
    values = {"name": "greeting", "language": "en", "text": "Hello"}
    made = await units.run(service.create_template, caller=SOFIA, **values)
    with pytest.raises(refusal):
        await units.run(service.create_template, caller=caller, **{**values, "name": "other"})
    with pytest.raises(refusal):
        await units.run(service.change_template, caller=caller, template_id=made.id, text="x")
    with pytest.raises(refusal):
        await units.run(service.retire_template, caller=caller, template_id=made.id)


async def test_inv_52_templates_and_drafts_stay_in_their_company(units: Units) -> None:
    values = {"name": "greeting", "language": "en", "text": "Hello"}
    made = await units.run(service.create_template, caller=SOFIA, **values)
    await units.run(service.save_draft, caller=operator(), conversation_id=TALK, content=Content("x"))
    other = Units(units.database, "other")
    foreign = operator("sofia", "supervisor", "other")
    assert await other.ask(queries.templates, caller=foreign) == []
    with pytest.raises(TemplateUnknown):
        await other.run(service.change_template, caller=foreign, template_id=made.id, text="x")
    assert (await other.ask(queries.draft, TALK, caller=operator(company="other"))).text == ""


async def test_inv_52_only_who_brought_a_file_may_send_it(units: Units, tmp_path: Path) -> None:
    await units.open()
    visitor = ClientCaller(units.company, "petra", "identity", "website", "session")
    hers = await stored_file(units, tmp_path, visitor)
    ours = await stored_file(units, tmp_path, operator(company=units.company))
    sent = await units.hear(Content("My order", (hers,)), "a")
    assert await units.ask(queries.file_conversations, hers) == {TALK}
    assert [file.name for file in (await units.timeline())[0].files] == ["offer.pdf"]
    last = (await units.thread()).last
    assert last is not None
    assert last.file_count == 1
    for foreign in ((ours,), ("unknown",), (hers, hers), (hers, ours)):
        with pytest.raises(FileNotYours):
            await units.hear(Content("Give it to me", foreign), "b")
    with pytest.raises(FileNotYours):
        await units.hear(Content("Mine", (hers,)), "c", author=Author("client", "jan"))
    assert not (await units.say(Content(None, (ours,)), "d")).again
    assert await units.ask(queries.file_conversations, ours) == {TALK}
    other = Units(units.database, "other")
    await other.open("elsewhere")
    with pytest.raises(FileNotYours):
        await other.hear(Content("Mine", (hers,)), "e", talk="elsewhere", author=PETRA)
    assert await other.ask(queries.file_conversations, hers) == frozenset()
    assert (sent.number, KLARA.kind) == (1, "operator")
