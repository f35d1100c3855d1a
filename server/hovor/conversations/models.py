"""Tables of conversations. Times are microseconds since the epoch, flags 0 or 1.

Kept by constraints: who owns what in which state (INV-02), one open assignment (INV-01), one unfinished
conversation of an identity on a channel (INV-06), a waiting one stands in exactly one queue (INV-05), a
closed one has a cause.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from hovor.conversations.policy import OWNED, STATES, WAITING_IN_LINE
from hovor.foundation.database import metadata


def _among(states: frozenset[str]) -> str:
    return "state IN ({})".format(", ".join(f"'{state}'" for state in sorted(states)))


UNFINISHED = "state NOT IN ('wrap_up', 'closed')"
"""Condition of the conversations to which a client's next message belongs."""
IN_LINE = "state IN ('queued', 'offered')"
"""Condition of those that wait in a queue."""

ABANDONED = "cause IN ('abandoned', 'short_abandoned')"
"""Condition of the conversations whose clients went before anybody was there for them."""

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("channel_id", Text, ForeignKey("channel.id"), nullable=False),
    Column("channel_kind", Text, nullable=False),
    Column("client_id", Text, ForeignKey("client.id"), nullable=False),
    Column("identity_id", Text, ForeignKey("identity.id"), nullable=False),
    Column("state", Text, nullable=False),
    # Both sides need not be there at the same time: it survives its operator's absence and its client's.
    Column("asynchronous", Integer, nullable=False),
    # It allows its operator nothing beside it: a call.
    Column("exclusive", Integer, nullable=False),
    # The queue it waits in, or came through; to this one it returns.
    Column("queue_id", Text, ForeignKey("known_queue.id")),
    Column("priority", Integer, nullable=False),
    # 1 after its owner was lost: it stands before the others of its priority.
    Column("rescued", Integer, nullable=False),
    # The age base: when it arrived. Never changed (INV-18).
    Column("opened_at", BigInteger, nullable=False),
    Column("queued_at", BigInteger),
    Column("state_since", BigInteger, nullable=False),
    Column("owner_id", Text, ForeignKey("operator.id")),
    # To whom it is presented now; he has not answered yet.
    Column("offered_to", Text, ForeignKey("operator.id")),
    Column("wrap_up_until", BigInteger),
    # When a snoozed one comes back by itself.
    Column("snoozed_until", BigInteger),
    # Since when the client has no connection, or since he said that he leaves; empty while he is there.
    Column("client_gone_at", BigInteger),
    Column("client_left", Integer, nullable=False),
    Column("ended_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("cause", Text),
    Column("outcome_id", Text, ForeignKey("outcome.id")),
    Column("subject", Text),
    Column("language", Text),
    Column("continued_from_id", Text, ForeignKey("conversation.id")),
    # Skills that routing asks for, as a document of its own; empty for none.
    Column("demands", Text),
    # Whom routing asks alone until then: who was lost, or served the client last.
    Column("preferred_operator_id", Text, ForeignKey("operator.id")),
    Column("preferred_until", BigInteger),
    # What the client thought of it, from 1 to 5.
    Column("rating", Integer),
    Column("rating_comment", Text),
    Column("version", Integer, nullable=False),
    CheckConstraint(_among(STATES), name="conversation_state_is_known"),
    CheckConstraint(f"({_among(OWNED)}) = (owner_id IS NOT NULL)", name="conversation_owner_follows_state"),
    CheckConstraint(
        "(state IN ('offered', 'transferring')) = (offered_to IS NOT NULL)",
        name="conversation_offer_follows_state",
    ),
    CheckConstraint(
        f"NOT ({_among(WAITING_IN_LINE)}) OR (queue_id IS NOT NULL AND queued_at IS NOT NULL)",
        name="conversation_waits_in_a_queue",
    ),
    CheckConstraint(
        "(state = 'closed') = (closed_at IS NOT NULL AND cause IS NOT NULL)",
        name="conversation_closed_has_cause",
    ),
    CheckConstraint(
        "(state = 'wrap_up') = (wrap_up_until IS NOT NULL)", name="conversation_wrap_up_has_limit"
    ),
    CheckConstraint(
        "(state = 'snoozed') = (snoozed_until IS NOT NULL)", name="conversation_snooze_has_an_end"
    ),
    CheckConstraint("priority BETWEEN 0 AND 2", name="conversation_priority_is_known"),
    CheckConstraint("rating BETWEEN 1 AND 5", name="conversation_rating_is_known"),
    CheckConstraint(
        "(preferred_operator_id IS NULL) = (preferred_until IS NULL)",
        name="conversation_preference_has_an_end",
    ),
    CheckConstraint("client_left = 0 OR client_gone_at IS NOT NULL", name="conversation_left_since"),
    Index(
        "one_unfinished_conversation_of_identity",
        "channel_id",
        "identity_id",
        unique=True,
        sqlite_where=text(UNFINISHED),
        postgresql_where=text(UNFINISHED),
    ),
    Index("conversation_of_company", "company_id", "id"),
    Index(
        "conversation_abandoned",
        "queue_id",
        "closed_at",
        sqlite_where=text(ABANDONED),
        postgresql_where=text(ABANDONED),
    ),
    Index("conversation_of_identity", "identity_id", "company_id", "opened_at"),
    Index("conversation_of_client", "client_id", "company_id", "opened_at"),
    Index(
        "conversation_open",
        "company_id",
        "state",
        sqlite_where=text("state <> 'closed'"),
        postgresql_where=text("state <> 'closed'"),
    ),
    Index(
        "conversation_in_line_of_channel",
        "company_id",
        "channel_id",
        sqlite_where=text(IN_LINE),
        postgresql_where=text(IN_LINE),
    ),
    Index(
        "conversation_in_line_of_queue",
        "company_id",
        "queue_id",
        sqlite_where=text(IN_LINE),
        postgresql_where=text(IN_LINE),
    ),
    Index(
        "conversation_offered_to",
        "offered_to",
        sqlite_where=text("offered_to IS NOT NULL"),
        postgresql_where=text("offered_to IS NOT NULL"),
    ),
    Index(
        "conversation_of_owner",
        "owner_id",
        sqlite_where=text("owner_id IS NOT NULL"),
        postgresql_where=text("owner_id IS NOT NULL"),
    ),
)

assignment = Table(
    "assignment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("conversation_id", Text, ForeignKey("conversation.id"), nullable=False),
    Column("operator_id", Text, ForeignKey("operator.id"), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("how", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="assignment_runs_forward"),
    Index(
        "one_open_assignment_of_conversation",
        "conversation_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("assignment_of_conversation", "conversation_id", "company_id", "started_at"),
    Index("assignment_of_operator", "operator_id", "conversation_id"),
    Index("assignment_of_company", "company_id", "started_at"),
)

participation = Table(
    "participation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("conversation_id", Text, ForeignKey("conversation.id"), nullable=False),
    Column("operator_id", Text, ForeignKey("operator.id"), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Index(
        "one_open_participation",
        "conversation_id",
        "operator_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("participation_of_operator", "operator_id", "conversation_id"),
)

# What conversations must know of routing's queues: their names, and who shares them. Routing keeps it up to
# date.
known_queue = Table(
    "known_queue",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("name", Text, nullable=False),
    # Whose it is: a group's, one operator's, or (both empty) of everybody who has the conversation's channel.
    Column("group_id", Text, ForeignKey("group.id")),
    Column("operator_id", Text, ForeignKey("operator.id")),
    Column("service_target_seconds", Integer),
    Column("wrap_up_limit_seconds", Integer),
    # How its priorities stand to one another, as a document; empty: as usual.
    Column("line", Text),
    CheckConstraint("group_id IS NULL OR operator_id IS NULL", name="known_queue_is_of_one"),
    Index("known_queue_of_company", "company_id"),
)

# One open socket of a client. When a process dies, the rows of its sockets go with it.
client_connection = Table(
    "client_connection",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("identity_id", Text, ForeignKey("identity.id"), nullable=False),
    Column("process_id", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Index("client_connection_of_identity", "identity_id"),
)

# What clients are told about a channel; routing writes it from the same facts by which it decides (INV-33).
front_state = Table(
    "front_state",
    metadata,
    Column("channel_id", Text, ForeignKey("channel.id"), primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("waiting", Integer, nullable=False),
    # What becomes of clients while nobody is there; empty: as the channel's own settings have it.
    Column("when_nobody", Text),
    Column("changed_at", BigInteger, nullable=False),
    CheckConstraint("state IN ('online', 'busy', 'offline')", name="front_state_is_known"),
    Index("front_state_of_company", "company_id"),
)

outcome = Table(
    "outcome",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("retired_at", BigInteger),
    Column("version", Integer, nullable=False),
    Index("outcome_of_company", "company_id", "place"),
)

tag = Table(
    "tag",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("retired_at", BigInteger),
    Column("version", Integer, nullable=False),
    Index("tag_of_company", "company_id", "name"),
)

conversation_tag = Table(
    "conversation_tag",
    metadata,
    Column("conversation_id", Text, ForeignKey("conversation.id"), primary_key=True),
    Column("tag_id", Text, ForeignKey("tag.id"), primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Index("conversation_tag_by_tag", "tag_id"),
)

parameter = Table(
    "parameter",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("conversation_id", Text, ForeignKey("conversation.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    # Who gave it: operators may not change what a website, a channel or an integration says.
    Column("source", Text, nullable=False),
    Column("read_only", Integer, nullable=False),
    UniqueConstraint("conversation_id", "name", name="parameter_name_in_conversation"),
    CheckConstraint("read_only IN (0, 1)", name="parameter_read_only_is_a_flag"),
)
