"""Two companies in one installation, each with people, visitors and one of everything that has an id.

Every text of a company holds its name, so an answer that holds the other's name is a leak.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx2

from tests.oversight.given_up import park
from tests.support.server import Company, Hovor, Operator, Visitor


@dataclass(frozen=True)
class Side:
    """A company, the things in it by the names they have in paths, and the browsers of its people."""

    canary: str
    ids: Mapping[str, str]
    browsers: Mapping[str, httpx2.Client]


@dataclass(frozen=True)
class World:
    """`ours` is asked for its things; `theirs` must never learn of them."""

    hovor: Hovor
    ours: Side
    theirs: Side
    strangers: Mapping[str, httpx2.Client]

    def close(self) -> None:
        """Closes everybody's browser."""
        for browsers in (self.ours.browsers, self.theirs.browsers, self.strangers):
            for browser in browsers.values():
                browser.close()


def build(hovor: Hovor) -> World:
    """Both companies at work."""
    ours = side(hovor.set_up("Alderway"))
    theirs = side(hovor.another_company("Bartleby"))
    signed_out = _signed_out(hovor)
    anonymous = httpx2.Client(base_url=hovor.address, headers={"origin": hovor.address}, timeout=30)
    return World(hovor, ours, theirs, {"anonymous": anonymous, "signed out": signed_out})


def unknown(ids: Mapping[str, str]) -> Mapping[str, str]:
    """The same names for things that nobody has."""
    return {name: str(uuid4()) for name in ids}


def side(company: Company) -> Side:
    """The company at work, with one of everything that has an id."""
    administrator, name = company.administrator, company.name
    klara = company.operator("klara")
    klara.go_online()
    supervisor = company.operator("sofia", "supervisor")
    other_team = company.hovor.sign_in(_of_another_team(company))
    visitor, other_visitor, waiting = company.visitor(), company.visitor(), company.visitor()
    ids = {
        "channel_id": company.channel_id,
        "channel_key": company.channel_key,
        "group_id": company.group_id,
        "operator_id": klara.id,
        "outcome_id": administrator.ask("POST", "/outcomes", {"name": f"{name} solved"})["id"],
        "tag_id": administrator.ask("POST", "/tags", {"name": f"{name} tag"})["id"],
        "skill_id": administrator.ask("POST", "/skills", {"name": f"{name} Czech"})["id"],
        "rule_id": administrator.ask("POST", "/routing-rules", {"name": f"{name} rule"})["id"],
        "template_id": administrator.ask(
            "POST", "/templates", {"name": "thanks", "language": "en", "text": f"{name} thanks"}
        )["id"],
        "reason_id": administrator.ask("POST", "/away-reasons", {"name": f"{name} lunch"})["id"],
        **_sign_up_link(administrator, name),
        "queue_id": administrator.ask("GET", "/queues")["items"][0]["id"],
        "session_id": klara.ask("GET", "/me/sessions")["items"][0]["id"],
        **_talk(name, klara, visitor),
    }
    second = waiting.say(f"A question to {name}")["conversation_id"]
    ids["offer_id"] = _offered(klara, second)
    ids["notification_id"] = klara.live.hears(
        "notification.raised", lambda raised: raised["offer_id"] == ids["offer_id"]
    )["id"]
    invitation = klara.ask("POST", "/invitations", {"note": f"{name} boots", "client": {"name": name}})
    ids["invitation_id"], ids["secret"] = invitation["id"], invitation["url"].rpartition("/")[2]
    key = administrator.ask("POST", "/api-keys", {"name": f"{name} CRM", "scopes": ["invitations.read"]})
    ids["key_id"] = key["id"]
    ids["parked_id"] = park(company.hovor, administrator.ask("GET", "/company")["id"], ids["conversation_id"])
    browsers = {
        "visitor": _rooted(visitor),
        "other visitor": _rooted(other_visitor),
        "operator": klara.http,
        "operator of another team": other_team.http,
        "supervisor": supervisor.http,
        "administrator": administrator.http,
    }
    return Side(name.lower(), ids, browsers)


def _talk(name: str, klara: Operator, visitor: Visitor) -> dict[str, str]:
    visitor.ask("POST", "/details", {"name": f"{name} client", "email": f"c@{name.lower()}.example"})
    upload = visitor.http.post("/files", files={"file": (f"{name}.txt", name.encode(), "text/plain")})
    file_id = upload.json()["file_id"]
    conversation = visitor.say(f"Hello {name}", file_ids=(file_id,))["conversation_id"]
    klara.ask("POST", f"/offers/{_offered(klara, conversation)}/accept", {})
    client_id = klara.ask("GET", f"/conversations/{conversation}")["client"]["id"]
    return {"conversation_id": conversation, "file_id": file_id, "client_id": client_id}


def _sign_up_link(administrator: Operator, name: str) -> dict[str, str]:
    made = administrator.ask("POST", "/sign-up-links", {"email": f"new@{name.lower()}.example"})
    return {"link_id": made["link"]["id"], "secret": made["url"].rpartition("/")[2]}


def _offered(klara: Operator, conversation: str) -> str:
    offer_id: str = klara.live.hears("offer.made", lambda offer: offer["conversation"]["id"] == conversation)[
        "id"
    ]
    return offer_id


def _of_another_team(company: Company) -> str:
    email = company.hire("otto")
    everybody = company.administrator.ask("GET", "/operators")["items"]
    otto = next(each for each in everybody if each["email"] == email)
    company.administrator.ask("PATCH", f"/operators/{otto['id']}", {"group_ids": [], "channel_ids": []})
    return email


def _rooted(visitor: Visitor) -> httpx2.Client:
    headers = {"authorization": f"Bearer {visitor.token}"}
    return httpx2.Client(base_url=visitor.address, headers=headers, timeout=30)


def _signed_out(hovor: Hovor) -> httpx2.Client:
    """The cookie is still there, its session is not."""
    operator = hovor.sign_in("klara@alderway.example")
    cookies = dict(operator.http.cookies)
    operator.ask("POST", "/sign-out", {})
    return httpx2.Client(
        base_url=hovor.address, headers={"origin": hovor.address}, cookies=cookies, timeout=30
    )
