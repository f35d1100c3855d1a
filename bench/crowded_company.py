"""A company of thousands in a database: what would take hours by the front door is copied from one of
each.
"""

import json
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any, Final

import sqlalchemy as sa

import hovor.wiring.features  # noqa: F401  every table is declared
from hovor.accounts import service as accounts
from hovor.clients import service as clients
from hovor.companies import service as companies
from hovor.conversations import service as conversing
from hovor.conversations.service import Opening, Origin
from hovor.foundation.caller import Anonymous, OperatorCaller, SystemCaller
from hovor.foundation.clock import HOUR, SECOND
from hovor.foundation.database import Database, Work, metadata
from hovor.messaging.service import Content, Route
from hovor.presence import service as presence

GROUPS: Final = 20
SKILLS: Final = 10
EACH: Final = 3
"""Conversations that every operator has: as many as his limit for web chats."""
_BATCH: Final = 5_000
_QUEUES: Final = ("queue", "known_queue")
Rows = Iterable[Mapping[str, Any]]


class CrowdedCompany:
    """Everybody has all the conversations he may have, one of them in wrap-up."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.company = ""
        self.groups: list[str] = []
        self.channels: list[str] = []
        self.wrapping_up: list[tuple[OperatorCaller, str]] = []

    async def open(self, operators: int, waiting: int) -> None:
        """So many operators with skills, and so many conversations in the queues of their groups."""
        self.company = await self._database.write(
            companies.create_company,
            name="Crowded",
            time_zone="Europe/Prague",
            language="en",
            company="",
            caller=Anonymous(),
        )
        for number in range(GROUPS):
            made = await self._write(accounts.create_group, name=f"Group {number}")
            self.groups.append(made.id)
            new = companies.NewChannel(
                key=f"key{number}", kind="webchat", name=f"Website {number}", group_id=made.id
            )
            self.channels.append((await self._write(companies.create_channel, new)).id)
        pattern = await self._pattern()
        await self._write(_copy_everybody, self, operators, waiting, pattern)

    async def _pattern(self) -> tuple[str, str]:
        """One operator at his open page, and one conversation that waits."""
        new = accounts.NewOperator(
            email="o@crowded.example",
            name="Operator",
            password_hash="",
            role="operator",
            group_ids=(self.groups[0],),
            channel_ids=(),
        )
        made = await self._write(accounts.create_operator, new)
        caller = OperatorCaller(self.company, made.id, "operator", "session")
        await self._write(_sign_in, caller=caller)
        await self._write(
            presence.connection_opened,
            connection_id="page",
            operator_id=made.id,
            session_id="session",
            process_id="process",
        )
        channel = self.channels[0]
        minted = await self._write(clients.mint_visitor, token="token", channel_id=channel, language="en")  # noqa: S106  of nobody
        visitor = clients.caller_of(self.company, channel, minted)
        origin = Origin(channel, "webchat", live=True, route=Route(channel))
        opening = Opening(origin=origin, client_id=visitor.client_id, identity_id=visitor.identity_id)
        said = await self._write(
            conversing.receive,
            opening=opening,
            client_ref="first",
            content=Content("Good morning"),
            caller=visitor,
        )
        return made.id, said.conversation_id

    async def _write(self, verb: Any, *values: object, **named: Any) -> Any:  # noqa: ANN401  any verb
        named.setdefault("caller", SystemCaller(self.company, "bench"))
        return await self._database.write(verb, *values, company=self.company, **named)


def _sign_in(work: Work) -> None:
    accounts.NewSession(token_hash="session", device="bench", network_address="bench").begin(work)  # noqa: S106  of nobody


def _copy_everybody(
    work: Work, company: CrowdedCompany, operators: int, waiting: int, pattern: tuple[str, str]
) -> None:
    _Copying(work, company, *pattern).copy(operators, waiting)


class _Copying:
    """One unit of work that copies rows of a pattern."""

    def __init__(self, work: Work, to: CrowdedCompany, operator_id: str, conversation_id: str) -> None:
        self._work, self._to = work, to
        self._chance = Random(8)
        self._of_company = {"company_id": to.company}
        own = ("declared_status", "presence_interval", "operator_activity", "connection", *_QUEUES)
        self._operator = {name: self._row(name, "operator_id", operator_id) for name in own}
        self._person = self._row("operator", "id", operator_id)
        self._talk = self._row("conversation", "id", conversation_id)
        self._thread = self._row("thread", "conversation_id", conversation_id)
        self._identity = self._row("identity", "id", self._talk["identity_id"])
        table = metadata.tables["queue"].c
        queues = work.all(sa.select(table.group_id, table.id).where(table.group_id.is_not(None)))
        self._queues = {row[0]: row[1] for row in queues}
        self._numbers = 0

    def copy(self, operators: int, waiting: int) -> None:
        """Skills, people, what they have, and who waits."""
        named = {"retired_at": None, "version": 1}
        skills = ({"id": f"skill{at}", "name": f"Skill {at}", **named} for at in range(SKILLS))
        self._insert("skill", skills)
        people = [f"operator{number:05}" for number in range(operators)]
        places = {each: self._chance.sample(range(GROUPS), 2) for each in people}
        self._people(people, places)
        held = [
            self._conversation(places[each][0], each, wraps_up=at == 0)
            for each in people
            for at in range(EACH)
        ]
        self._store(held)
        since = {"started_at": self._work.now, "ended_at": None, "how": "accepted"}
        by = {"actor_kind": "system", "actor_id": "bench"}
        self._insert(
            "assignment",
            (
                {
                    "id": f"assignment-{one['id']}",
                    "conversation_id": one["id"],
                    "operator_id": one["owner_id"],
                }
                | since
                | by
                for one in held
            ),
        )
        self._to.wrapping_up = [
            (OperatorCaller(self._to.company, each["owner_id"], "operator", "session"), each["id"])
            for each in held
            if each["state"] == "wrap_up"
        ]
        for begin in range(0, waiting, _BATCH):
            count = min(_BATCH, waiting - begin)
            self._wait([self._conversation(self._chance.randrange(GROUPS), None) for _ in range(count)])

    def _people(self, people: list[str], places: Mapping[str, list[int]]) -> None:
        chance, now = self._chance, self._work.now
        self._insert(
            "operator",
            ({**self._person, "id": each, "email": f"{each}@crowded.example"} for each in people),
        )
        for name, own in self._operator.items():
            self._insert(
                name,
                (
                    own | ({"id": f"{name}-{each}"} if "id" in own else {}) | {"operator_id": each}
                    for each in people
                    if name != "operator_activity"
                ),
            )
        busy = {**self._operator["operator_activity"], "live": EACH - 1, "wrap_up": 1}
        idle = ((each, now - number * SECOND) for number, each in enumerate(people))
        self._insert(
            "operator_activity", (busy | {"operator_id": each, "idle_since": at} for each, at in idle)
        )
        both = [(each, at) for each in people for at in places[each]]
        groups, channels = self._to.groups, self._to.channels
        self._insert("group_member", ({"group_id": groups[at], "operator_id": each} for each, at in both))
        self._insert(
            "channel_assignment", ({"channel_id": channels[at], "operator_id": each} for each, at in both)
        )
        able = [(each, at) for each in people for at in chance.sample(range(SKILLS), 3)]
        self._insert(
            "operator_skill",
            (
                {"operator_id": each, "skill_id": f"skill{at}", "level": chance.randint(1, 5)}
                for each, at in able
            ),
        )

    def _wait(self, rows: list[dict[str, Any]]) -> None:
        """They wait, and that they do in vain is on record."""
        self._store(rows)
        nothing = {"facts": "{}", "explanation": "{}", "policy_version": "bench"}
        record = {"operator_id": None, "at": self._work.now, **nothing}
        self._insert(
            "decision",
            ({"id": f"decision-{each['id']}", "conversation_id": each["id"], **record} for each in rows),
        )

    def _conversation(self, at: int, owner_id: str | None, *, wraps_up: bool = False) -> dict[str, Any]:
        self._numbers += 1
        now, chance = self._work.now, self._chance
        state = "queued" if owner_id is None else "wrap_up" if wraps_up else "active"
        asked = [{"skill_id": f"skill{chance.randrange(SKILLS)}", "level": chance.choice((1, 3))}]
        return {
            **self._talk,
            "id": f"talk{self._numbers:07}",
            "identity_id": f"identity{self._numbers:07}",
            "channel_id": self._to.channels[at],
            "queue_id": self._queues[self._to.groups[at]],
            "state": state,
            "state_since": now,
            "owner_id": owner_id,
            "opened_at": now - self._numbers * 1_000,
            "priority": chance.choice((0, 0, 0, 1, 2)),
            "wrap_up_until": now + HOUR if wraps_up else None,
            "ended_at": now if wraps_up else None,
            "demands": json.dumps(asked) if owner_id is None and chance.random() < 0.5 else None,
        }

    def _store(self, rows: list[dict[str, Any]]) -> None:
        identities = ((each["identity_id"], each) for each in rows)
        self._insert("identity", (self._identity | {"id": name, "value": name} for name, _ in identities))
        self._insert("conversation", rows)
        self._insert(
            "thread",
            (
                self._thread | {"conversation_id": each["id"], "channel_id": each["channel_id"]}
                for each in rows
            ),
        )

    def _insert(self, name: str, rows: Rows) -> None:
        filled = [{**self._of_company, **each} for each in rows]
        if filled:
            self._work.write_many(sa.insert(metadata.tables[name]), filled)

    def _row(self, name: str, key: str, value: str) -> dict[str, Any]:
        table = metadata.tables[name]
        row = self._work.one(sa.select(table).where(table.c[key] == value).limit(1))
        assert row is not None
        return dict(zip(table.c.keys(), row, strict=True))
