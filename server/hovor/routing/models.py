"""Tables of routing. Times are microseconds since the epoch, flags 0 or 1, documents JSON text.

Kept by constraints: one live offer of a conversation (INV-09), each ended offer has exactly one outcome
(INV-13).
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, text

from hovor.foundation.database import metadata

queue = Table(
    "queue",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("name", Text, nullable=False),
    # Whose it is: a group's, one operator's, or (both empty) of everybody who has the conversation's channel.
    Column("group_id", Text, ForeignKey("group.id")),
    Column("operator_id", Text, ForeignKey("operator.id")),
    # Empty: the company's own setting counts.
    Column("service_target_seconds", Integer),
    Column("wrap_up_limit_seconds", Integer),
    # How it is worked off (`policy.QueueSettings`): only what differs from the defaults, empty for nothing.
    Column("settings", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("group_id IS NULL OR operator_id IS NULL", name="queue_is_of_one"),
    Index("queue_of_company", "company_id", "name"),
    Index(
        "shared_queue_of_company",
        "company_id",
        "name",
        sqlite_where=text("operator_id IS NULL"),
        postgresql_where=text("operator_id IS NULL"),
    ),
    Index(
        "one_queue_of_operator",
        "operator_id",
        unique=True,
        sqlite_where=text("operator_id IS NOT NULL"),
        postgresql_where=text("operator_id IS NOT NULL"),
    ),
    Index(
        "one_queue_of_everybody",
        "company_id",
        unique=True,
        sqlite_where=text("operator_id IS NULL AND group_id IS NULL"),
        postgresql_where=text("operator_id IS NULL AND group_id IS NULL"),
    ),
)

# Tried in the order of their places; the first one in use whose conditions hold says where to.
routing_rule = Table(
    "routing_rule",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("enabled", Integer, nullable=False),
    Column("conditions", Text, nullable=False),
    # Empty: the queue of the conversation's channel; the priority it came with.
    Column("queue_id", Text, ForeignKey("queue.id")),
    Column("priority", Integer),
    Column("skills", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("enabled IN (0, 1)", name="routing_rule_enabled_is_a_flag"),
    CheckConstraint("priority BETWEEN 0 AND 2", name="routing_rule_priority_is_known"),
    Index("routing_rule_of_company", "company_id", "place"),
)

# How a conversation came into its queue where that was not simply its channel's: by a rule, or because it
# went past other queues. The rule's name is kept as it was: it may be changed or deleted.
placement = Table(
    "placement",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("conversation_id", Text, ForeignKey("conversation.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("queue_id", Text, ForeignKey("queue.id"), nullable=False),
    Column("from_queue_id", Text, ForeignKey("queue.id")),
    Column("why", Text, nullable=False),
    Column("rule_id", Text),
    Column("rule_name", Text),
    CheckConstraint("why IN ('rule', 'full', 'closed', 'waited')", name="placement_why_is_known"),
    CheckConstraint("(why = 'rule') = (rule_id IS NOT NULL)", name="placement_names_its_rule"),
    CheckConstraint("(why = 'rule') = (from_queue_id IS NULL)", name="placement_names_where_from"),
    Index("placement_of_conversation", "conversation_id", "at"),
)

offer = Table(
    "offer",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("conversation_id", Text, ForeignKey("conversation.id"), nullable=False),
    Column("operator_id", Text, ForeignKey("operator.id"), nullable=False),
    # A colleague who transfers it; himself for one that comes to him beyond his limits; or empty: routing
    # made it by itself.
    Column("made_by", Text, ForeignKey("operator.id")),
    Column("made_at", BigInteger, nullable=False),
    Column("deadline", BigInteger, nullable=False),
    Column("delivered_at", BigInteger),
    Column("delivered_by", Text),
    Column("ended_at", BigInteger),
    Column("outcome", Text),
    Column("reason", Text),
    # What the operator carries while he may answer: units in all, and one of its kind.
    Column("channel_kind", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="offer_ends_once"),
    CheckConstraint(
        "outcome IN ('accepted', 'declined', 'timed_out', 'undelivered', 'withdrawn', 'cancelled', 'failed')",
        name="offer_outcome_is_known",
    ),
    CheckConstraint(
        "outcome <> 'timed_out' OR delivered_at IS NOT NULL", name="only_shown_offers_are_missed"
    ),
    CheckConstraint("deadline > made_at", name="offer_has_time"),
    Index(
        "one_live_offer_of_conversation",
        "conversation_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index(
        "live_offer_of_operator",
        "operator_id",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("offer_of_company", "company_id", "ended_at"),
    Index("offer_of_conversation", "conversation_id", "company_id", "made_at"),
    Index("offer_of_operator", "operator_id", "made_at"),
)

# How each operator stands to clients of each of his channels, whoever may serve them: what the front states
# are added up from. Written in the unit in which it changes, from the engine's own facts.
operator_standing = Table(
    "operator_standing",
    metadata,
    Column("operator_id", Text, ForeignKey("operator.id"), primary_key=True),
    Column("channel_id", Text, ForeignKey("channel.id"), primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("standing", Text, nullable=False),
    CheckConstraint("standing IN ('away', 'full', 'free')", name="operator_standing_is_known"),
    Index("operator_standing_on_channel", "channel_id", "standing", "operator_id"),
    Index("operator_standing_of_company", "company_id", "operator_id"),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("conversation_id", Text, ForeignKey("conversation.id"), nullable=False),
    # Whom it chose; empty where nobody could be chosen.
    Column("operator_id", Text, ForeignKey("operator.id")),
    Column("at", BigInteger, nullable=False),
    # The facts it was made of, and what it made of them (engine.explanation): enough to make it again
    # (INV-42).
    Column("facts", Text, nullable=False),
    Column("explanation", Text, nullable=False),
    Column("policy_version", Text, nullable=False),
    Index("decision_of_conversation", "conversation_id", "at"),
    Index("decision_of_operator", "operator_id", "at"),
)
