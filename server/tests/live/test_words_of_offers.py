"""INV-48 for the words in an offer: who helps in the conversation reads them, also while it is offered to
him; who does not help, does not.
"""

from pathlib import Path
from random import Random

import pytest

from tests.live.company import Floor
from tests.live.screens import Console, differences, screen
from tests.support.server import running


@pytest.mark.parametrize("helps", [False, True], ids=["a stranger", "who helps"])
def test_inv_48_an_offer_shows_the_words_to_who_reads_them_already(tmp_path: Path, *, helps: bool) -> None:
    with running(tmp_path) as hovor:
        floor = Floor(hovor, Random(0))
        klara, tomas, _ = floor.operators
        floor.administrator.ask("PATCH", "/company", {"settings": {"preview_before_accept": False}})
        console = {each.id: Console(each) for each in floor.everybody}[tomas.id]
        floor.begin_the_day()
        visitor = floor.company.visitor()
        path = f"/conversations/{visitor.say('Boots?')['conversation_id']}"
        floor.supervisor.ask("POST", f"{path}/assign", {"operator_id": klara.id})
        if helps:
            klara.ask("POST", f"{path}/collaborators", {"operator_id": tomas.id})
        klara.ask("POST", f"{path}/transfer", {"to": {"operator_id": tomas.id}})
        tomas.live.hears("offer.made")
        console.follow()
        visitor.say("In 43?")
        assert console.hears_name(floor.mark())
        console.follow()
        fresh = screen(console.settled())
        assert list(differences(console.shown, fresh)) == []
        (offer,) = fresh["offers"].values()
        assert offer["conversation"]["thread"]["last"]["text"] == ("In 43?" if helps else None)
