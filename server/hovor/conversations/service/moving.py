"""How a conversation is moved: its state, its owner, the assignment, the counters of presence, the timer of a
client who is gone, and the timeline, always together. Every verb that changes a state goes through `step`.
"""

from collections import Counter, defaultdict
from typing import Final

import msgspec
import sqlalchemy as sa

from hovor.companies import queries as companies
from hovor.conversations import models, policy
from hovor.conversations.errors import ConversationOver, NotPossibleNow
from hovor.conversations.events import ConversationChanged
from hovor.conversations.policy import Step
from hovor.conversations.queries.audience import audience_of
from hovor.conversations.queries.authors import author
from hovor.conversations.queries.rows import Conversation, connected, get, moved
from hovor.foundation.database import Hot, Work
from hovor.foundation.timers import cancel_timer, set_timer
from hovor.messaging import service as messaging
from hovor.presence import service as presence

CLIENT_RETURN: Final = "client_return"
WRAP_UP_LIMIT: Final = "wrap_up_limit"

_conversation = models.conversation.c
_assignment = models.assignment.c
# `rating_comment` is nobody's state: it is written by its own verb and in no row that is moved.
_MOVED: Final = (
    "state", "asynchronous", "queue_id", "rescued", "queued_at", "state_since", "owner_id", "offered_to",
    "wrap_up_until", "snoozed_until", "client_gone_at", "client_left", "ended_at", "closed_at", "cause",
    "outcome_id", "subject", "rating", "priority", "demands", "preferred_operator_id", "preferred_until",
    "version",
)  # fmt: skip
_MOVE = Hot(
    sa.update(models.conversation)
    .where(
        _conversation.company_id == sa.bindparam("company_id"),
        _conversation.id == sa.bindparam("conversation_id"),
        _conversation.version == sa.bindparam("was_version"),
    )
    .values({name: sa.bindparam(name, type_=_conversation[name].type) for name in _MOVED})
)
_HEARD = Hot(
    sa.update(models.conversation)
    .where(
        _conversation.company_id == sa.bindparam("company_id"),
        _conversation.id == sa.bindparam("conversation_id"),
    )
    .values(client_gone_at=sa.bindparam("client_gone_at", type_=sa.BigInteger))
)
_ASSIGN = Hot(sa.insert(models.assignment))
_RELEASE = Hot(
    sa.update(models.assignment)
    .where(
        _assignment.company_id == sa.bindparam("company_id"),
        _assignment.conversation_id == sa.bindparam("conversation_id"),
        _assignment.ended_at.is_(None),
    )
    .values(ended_at=sa.bindparam("at", type_=sa.BigInteger))
)


class Moving:
    """One conversation in one unit of work. `row` is always what is stored."""

    def __init__(self, work: Work, row: Conversation) -> None:
        self.work: Final = work
        self.row = row

    @classmethod
    def of(cls, work: Work, conversation_id: str) -> "Moving":
        """Raises `NotFound`."""
        return cls(work, get(work, conversation_id))

    def step(self, step: Step, *, how: str = "", **changes: str | int | None) -> Conversation:
        """Follow `step` to the next state, with `changes` of the row; answers the row as it was before.

        `owner_id` among the changes is the new owner, obtained `how`; a state without owners has none. Raises
        `ConversationOver` or `NotPossibleNow`.
        """
        before = self.row
        state = policy.after(before.state, step)
        if state is None:
            raise ConversationOver if before.state in policy.FINISHED else NotPossibleNow(state=before.state)
        if state not in policy.OWNED:
            changes["owner_id"] = None
        if state not in {"offered", "transferring"}:
            changes["offered_to"] = None
        if state != "wrap_up":
            changes["wrap_up_until"] = None
        if state != "snoozed":
            changes["snoozed_until"] = None
        # Whoever is waited for is so since he was last written to.
        stays = state == before.state and step != "await_client"
        since = before.state_since if stays else self.work.now
        self.change(state=state, state_since=since, **changes)
        self._hand_over(before, how)
        self.time_client(before)
        self._count(before)
        return before

    def change(self, **changes: str | int | None) -> None:
        """Change the row alone, and its version with it."""
        before = self.row
        self.row = msgspec.structs.replace(before, version=before.version + 1, **changes)
        values = {name: getattr(self.row, name) for name in _MOVED}
        written = self.work.write(
            _MOVE,
            company_id=self.work.company,
            conversation_id=before.id,
            was_version=before.version,
            **values,
        )
        if written != 1:
            raise RuntimeError(
                f"conversation {before.id} was changed behind the back of its own unit of work"
            )

    def gone(self, at: int | None, *, left: bool = False) -> None:
        """The client is gone since `at` (None: he is there), because he said so when `left`."""
        before = self.row
        self.change(client_gone_at=at, client_left=int(left))
        self.time_client(before)

    def heard(self) -> None:
        """A client who seemed gone has written: what he was given to return counts anew."""
        before = self.row
        now = None if connected(self.work, before.identity_id) else self.work.now
        if now is not None and not before.client_left:
            # Nothing that anybody sees changes, so neither does the version.
            self.work.write(
                _HEARD, company_id=self.work.company, conversation_id=before.id, client_gone_at=now
            )
            self.row = msgspec.structs.replace(before, client_gone_at=now)
            self.time_client(before)
            return
        self.gone(now)
        if before.client_left:
            self.tell("client_returned")
        self.publish_changed("client_online")

    def expect_nobody(self) -> None:
        """The client has left a message and need not be there: nobody closes it because he went."""
        before = self.row
        self.change(asynchronous=1, client_gone_at=None, client_left=0)
        self.time_client(before)
        self.publish_changed("client_online")

    def publish_changed(self, what: str) -> None:
        """Something that colleagues see has changed."""
        event = ConversationChanged(what=what, operator_id=None, **moved(self.row, self.row))
        self.work.publish(event)

    def tell(self, what: str, *, client_visible: bool = False, **values: str | int | None) -> None:
        """A line in the timeline, said by the caller."""
        messaging.record_change(
            self.work,
            conversation_id=self.row.id,
            author=author(self.work),
            change={"what": what, **values},
            client_visible=client_visible,
            audience=audience_of(self.work, self.row),
        )

    def limits(self) -> policy.Limits:
        """For how long a client may be gone, or silent on a channel like this one, as the company has it."""
        settings = companies.settings(self.work)
        return policy.Limits.of_settings(
            queued=settings.queued_return_seconds,
            served=settings.return_seconds,
            quiet_days=settings.quiet_days_of(self.row.channel_kind),
            short_abandon=settings.short_abandon_seconds,
        )

    def _hand_over(self, before: Conversation, how: str) -> None:
        after = self.row
        if after.owner_id == before.owner_id:
            return
        work = self.work
        if before.owner_id is not None:
            work.write(_RELEASE, company_id=work.company, conversation_id=after.id, at=work.now)
        if after.owner_id is not None:
            actor = work.caller.actor
            work.write(
                _ASSIGN,
                id=work.new_id(),
                company_id=work.company,
                conversation_id=after.id,
                operator_id=after.owner_id,
                started_at=work.now,
                ended_at=None,
                how=how,
                actor_kind=actor.kind,
                actor_id=actor.id,
            )

    def time_client(self, before: Conversation) -> None:
        """Nobody waits for ever for a client who is gone or silent; how long depends on the state."""
        after = self.row
        until = None
        if _is_timed(after):
            until = policy.gone_until(
                after.state,
                gone_at=after.client_gone_at,
                state_since=after.state_since,
                limits=self.limits(),
            )
        if until is not None:
            set_timer(self.work, kind=CLIENT_RETURN, key=after.id, at=until)
        elif _is_timed(before):
            cancel_timer(self.work, kind=CLIENT_RETURN, key=after.id)

    def _count(self, before: Conversation) -> None:
        """Last of all: when the counters reach zero, presence may apply a status that has waited for it."""
        changes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row, sign in ((before, -1), (self.row, +1)):
            if row.owner_id is not None:
                serves = row.state in policy.SERVED
                changes[row.owner_id]["live"] += sign * (serves and not row.asynchronous)
                changes[row.owner_id]["wrap_up"] += sign * (row.state == "wrap_up")
                changes[row.owner_id]["on_call"] += sign * (serves and bool(row.exclusive))
        for operator_id, counts in changes.items():
            if any(counts.values()):
                presence.note_activity(self.work, operator_id, **counts)


def _is_timed(row: Conversation) -> bool:
    return row.client_gone_at is not None or row.state == "waiting_for_client"
