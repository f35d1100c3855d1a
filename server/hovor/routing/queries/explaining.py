"""Why: the recorded decisions, and what the engine would decide now, in facts and in words."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.accounts import queries as accounts
from hovor.companies import queries as companies
from hovor.conversations import queries as conversations
from hovor.foundation.caller import has_role, require_operator, require_supervisor
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.routing import models
from hovor.routing.engine import (
    PICKED_BY_HAND,
    Choice,
    Facts,
    Operator,
    Step,
    because,
    choose,
    in_line,
    on_channel,
    reasons,
    step_by_time,
    summary,
)
from hovor.routing.queries.gathering import facts_about, operator, policy, waiting_of
from hovor.routing.queries.happening import (
    AskedView,
    HappeningView,
    PlaceView,
    asked,
    comes,
    happened,
    place,
)
from hovor.routing.queries.rows import queues

_decision = models.decision.c
MOST: Final = 50
"""How many decisions are told, the newest first."""

_decode_choice: Final = msgspec.json.Decoder(Choice).decode
_decode_facts: Final = msgspec.json.Decoder(Facts).decode


class ReasonView(msgspec.Struct, frozen=True):
    """One thing that speaks against, as a stable code and as a sentence."""

    code: str
    words: str


class OperatorReasonsView(msgspec.Struct, frozen=True):
    """One operator of the conversation's line: what speaks against him (nothing: he can take it), and until
    when he is left alone with it because he had it before.
    """

    operator_id: str
    name: str
    reasons: tuple[ReasonView, ...]
    rests_until: str | None


class DecisionView(msgspec.Struct, frozen=True):
    """One decision, as it is on record or (`id` None) as it would be now. `again_at`: when it is looked at
    again even if nothing happens.
    """

    id: str | None
    conversation_id: str
    at: str
    chosen: str | None
    words: str
    operators: tuple[OperatorReasonsView, ...]
    again_at: str | None
    policy_version: str


class WaitsForView(msgspec.Struct, frozen=True):
    """A conversation that waits, and what speaks against one operator taking it."""

    conversation_id: str
    reasons: tuple[ReasonView, ...]


class ChannelReasonsView(msgspec.Struct, frozen=True):
    """One of the operator's channels, and what speaks against anything new of it, whoever may come."""

    channel_id: str
    reasons: tuple[ReasonView, ...]


class OwnView(msgspec.Struct, frozen=True):
    """What holds for the operator whoever waits: what speaks against any client at all, and by channel. He
    can take clients when nothing speaks against all of them, and one channel is left that nothing speaks
    against.
    """

    able: bool
    reasons: tuple[ReasonView, ...]
    channels: tuple[ChannelReasonsView, ...]
    last_client_at: str | None


class ExplanationView(msgspec.Struct, frozen=True):
    """The answer to "why": records, the newest first; of a conversation that waits, what holds now; of an
    operator, what waits and why it is not his, and `own`: what holds for him if somebody came.
    Of a conversation also the skills that it asks for now, what has happened to it, what comes by the time,
    its place where it waits, and the groups that may take it now (none named: everybody who has its channel,
    or the one for whom it waits).
    """

    items: tuple[DecisionView, ...]
    now: DecisionView | None
    waiting: tuple[WaitsForView, ...]
    own: OwnView | None
    asked: tuple[AskedView, ...] = ()
    happened: tuple[HappeningView, ...] = ()
    comes: tuple[HappeningView, ...] = ()
    place: PlaceView | None = None
    group_ids: tuple[str, ...] = ()


def of_conversation(reading: Reading, conversation_id: str) -> ExplanationView:
    """Why it waits, or came to whom it came. For whoever may read it. Raises `NotFound`."""
    row, _ = conversations.visible(reading, conversation_id)
    names = _names(reading)
    now: DecisionView | None = None
    groups: tuple[str, ...] = ()
    at, step = 0, Step()
    line = queues(reading).get(row.queue_id or "") if row.waits_in_line else None
    if line is not None:
        waiting = waiting_of(row, line)
        at = step_by_time(waiting, reading.now)
        if row.state == "queued":
            known = facts_about(reading, waiting)
            choice = choose(known)
            at, now = choice.step, _view(None, choice, known, names)
        step = waiting.all_steps[at]
        groups = () if line.group_id is None else (line.group_id, *step.group_ids)
    recorded = _recorded(reading, _decision.conversation_id == conversation_id, names)
    return ExplanationView(
        recorded,
        now,
        (),
        None,
        asked=asked(reading, step.requires),
        happened=happened(reading, row, names),
        comes=comes(reading, row, at),
        place=place(reading, row),
        group_ids=groups,
    )


def of_operator(reading: Reading, operator_id: str) -> ExplanationView:
    """Why he gets what he gets, and nothing else. For himself and for supervisors. Raises `NotAllowed`,
    `NotFound`.
    """
    caller = require_operator(reading.caller)
    if caller.operator_id != operator_id:
        require_supervisor(caller)
    names = _names(reading)
    if operator_id not in names:
        raise NotFound
    found = operator(reading, operator_id)
    rules = policy(reading)
    known = queues(reading)
    against: list[WaitsForView] = []
    for row in conversations.waiting(reading):
        if found is None or row.state != "queued" or row.queue_id is None:
            continue
        waiting = waiting_of(row, known[row.queue_id])
        if not has_role(caller, "supervisor") and in_line(found, waiting):
            continue
        why = reasons(found, waiting, rules)
        against.append(WaitsForView(row.id, _reasons(why, names[operator_id])))
    recorded = _recorded(reading, _decision.operator_id == operator_id, names)
    own = None if found is None else _own(reading, found, recorded, names[operator_id])
    return ExplanationView(recorded, None, tuple(against), own)


def _own(reading: Reading, found: Operator, recorded: Sequence[DecisionView], name: str) -> OwnView:
    rules = policy(reading)
    whole = (*found.refuses_because, *(() if rules.automatic else (PICKED_BY_HAND,)))
    channels = tuple(
        ChannelReasonsView(each.id, _reasons(on_channel(found, each.id, each.kind, rules), name))
        for each in companies.channels(reading)
        if each.id in found.assigned_channels
    )
    return OwnView(
        able=not whole and any(not each.reasons for each in channels),
        reasons=_reasons(whole, name),
        channels=channels,
        last_client_at=next((each.at for each in recorded if each.chosen == found.id), None),
    )


def _recorded(
    reading: Reading, which: sa.ColumnElement[bool], names: Mapping[str, str]
) -> tuple[DecisionView, ...]:
    rows = reading.all(
        sa.select(_decision.id, _decision.explanation, _decision.facts)
        .where(_decision.company_id == reading.company, which)
        .order_by(_decision.at.desc(), _decision.id.desc())
        .limit(MOST)
    )
    return tuple(
        _view(decision_id, _decode_choice(explanation), _decode_facts(known), names)
        for decision_id, explanation, known in rows
    )


def _view(decision_id: str | None, choice: Choice, known: Facts, names: Mapping[str, str]) -> DecisionView:
    able: Sequence[OperatorReasonsView] = [
        OperatorReasonsView(
            each.operator_id,
            names[each.operator_id],
            (),
            None if each.rests_until is None else to_rfc3339(each.rests_until),
        )
        for each in choice.candidates
    ]
    unable = [
        OperatorReasonsView(
            each.operator_id,
            names[each.operator_id],
            _reasons(each.reasons, names[each.operator_id]),
            None,
        )
        for each in choice.excluded
    ]
    chosen, left_out = None if choice.operator_id is None else names[choice.operator_id], choice.left_out
    return DecisionView(
        id=decision_id,
        conversation_id=choice.conversation_id,
        at=to_rfc3339(known.now),
        chosen=choice.operator_id,
        words=summary(
            chosen=chosen,
            able=len(able) + left_out.able,
            line=len(able) + len(unable) + left_out.able + sum(left_out.unable.values()),
            rule=choice.rule,
            kept_for=None if choice.kept_for is None else names[choice.kept_for],
        ),
        operators=(*able, *unable),
        again_at=None if choice.again_at is None else to_rfc3339(choice.again_at),
        policy_version=known.policy.version,
    )


def _reasons(codes: Sequence[str], name: str) -> tuple[ReasonView, ...]:
    return tuple(ReasonView(each, because(each, name)) for each in codes)


def _names(reading: Reading) -> Mapping[str, str]:
    return {each.id: each.name for each in accounts.operators(reading)}
