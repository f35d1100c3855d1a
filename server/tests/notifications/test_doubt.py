"""On real sockets: who could not be shown an offer proves himself by a ping, and is reachable again."""

from tests.support.server import Hovor


def test_inv_16_a_page_that_confirms_nothing_is_offered_nothing_until_it_has_answered_a_ping(
    hovor: Hovor,
) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    klara.connect()
    hidden = {"visible": False, "focused": False, "notifications": "granted", "sound": "on"}
    klara.live.say(type="state", microphone="absent", idle_seconds=0, **hidden)
    klara.ask("PUT", "/me/status", {"status": "online"})
    visitor = company.visitor()
    visitor.say("Are you there?")
    offer = klara.live.hears("offer.made")
    raised = klara.live.hears("notification.raised")
    assert raised["connection_id"] == klara.live.ready["connection_id"]

    hovor.advance(2)
    ended = klara.live.hears("offer.expired")
    assert (ended["id"], ended["outcome"]) == (offer["id"], "undelivered")
    doubted = klara.live.hears(
        "status.changed", lambda status: status["unreachable_because"] == ["cannot_notify"]
    )
    assert doubted["status"] == "online"  # nobody holds it against her

    # Her next ping is answered by the socket itself, and she is reachable again.
    klara.live.hears(
        "status.changed", lambda status: status["reachable"] and status["version"] > doubted["version"]
    )
    assert klara.ask("GET", "/me/status")["status"] == "online"
