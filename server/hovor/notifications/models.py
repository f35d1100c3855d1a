"""Tables of notifications. Times are microseconds since the epoch, flags 0 or 1, documents JSON text.

Kept by constraints: one standing notification of an operator about one thing.
"""

import sqlalchemy as sa

from hovor.foundation.database import (
    company_column,
    flag_column,
    identifier_column,
    instant_column,
    metadata,
    version_column,
)


def _operator() -> sa.Column[str]:
    return sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), nullable=False)


notification_preference = sa.Table(
    "notification_preference",
    metadata,
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    company_column(),
    # Only what differs from the defaults.
    sa.Column("document", sa.Text, nullable=False),
    version_column(),
    sa.Index("notification_preference_of_company", "company_id"),
)

notification = sa.Table(
    "notification",
    metadata,
    identifier_column(),
    company_column(),
    _operator(),
    sa.Column("what", sa.Text, nullable=False),
    # What it is about: an offer's id, a conversation's, the operator's own.
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("conversation_id", sa.Text, sa.ForeignKey("conversation.id")),
    sa.Column("offer_id", sa.Text, sa.ForeignKey("offer.id")),
    # How often it happened while this one stood: messages of one conversation are one notification.
    sa.Column("count", sa.BigInteger, nullable=False),
    instant_column("raised_at"),
    # The cue: its number, which page is to give it, and which have been asked in vain.
    sa.Column("cue", sa.BigInteger, nullable=False),
    sa.Column("connection_id", sa.Text),
    sa.Column("asked", sa.Text, nullable=False),
    sa.Column("rounds", sa.BigInteger, nullable=False),
    flag_column("loud"),
    instant_column("pushed_at", nullable=True),
    instant_column("shown_at", nullable=True),
    sa.Column("shown_by", sa.Text),
    instant_column("cleared_at", nullable=True),
    sa.Column("cleared_because", sa.Text),
    version_column(),
    sa.CheckConstraint(
        "(cleared_at IS NULL) = (cleared_because IS NULL)", name="notification_is_cleared_once"
    ),
    sa.Index(
        "one_standing_notification",
        "operator_id",
        "what",
        "subject",
        unique=True,
        sqlite_where=sa.text("cleared_at IS NULL"),
        postgresql_where=sa.text("cleared_at IS NULL"),
    ),
    sa.Index(
        "standing_notification_of_conversation",
        "conversation_id",
        sqlite_where=sa.text("cleared_at IS NULL"),
        postgresql_where=sa.text("cleared_at IS NULL"),
    ),
    sa.Index("notification_of_conversation", "conversation_id", "operator_id"),
    sa.Index("notification_of_company", "company_id", "cleared_at"),
)

push_subscription = sa.Table(
    "push_subscription",
    metadata,
    identifier_column(),
    company_column(),
    _operator(),
    # The sign-in of the browser; with it the subscription ends.
    sa.Column("session_id", sa.Text, nullable=False),
    # Found again by the hash; the address itself is a secret of the browser, as are its keys: all sealed.
    sa.Column("endpoint_hash", sa.Text, nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    instant_column("created_at"),
    instant_column("answered_at", nullable=True),
    # The push service knows it no more, or never did; kept without its address until he subscribes anew.
    instant_column("dead_at", nullable=True),
    sa.Column("dead_because", sa.Text),
    version_column(),
    sa.UniqueConstraint("company_id", "endpoint_hash"),
    sa.Index("push_subscription_of_operator", "operator_id"),
    sa.Index("push_subscription_of_session", "session_id"),
)

push_delivery = sa.Table(
    "push_delivery",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("subscription_id", sa.Text, sa.ForeignKey("push_subscription.id"), nullable=False),
    # What is said: without a word of the client, since push services are strangers.
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("topic", sa.Text, nullable=False),
    instant_column("created_at"),
    instant_column("expires_at"),
    # When it is to be tried: the end of the lease while it is being tried; empty when it has ended.
    instant_column("due_at", nullable=True),
    sa.Column("attempts", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("error", sa.Text),
    sa.CheckConstraint(
        "state IN ('queued', 'sent', 'failed', 'expired', 'cancelled')", name="push_delivery_state_is_known"
    ),
    sa.CheckConstraint("(due_at IS NULL) = (state <> 'queued')", name="push_delivery_is_due_while_queued"),
    sa.Index(
        "push_delivery_due",
        "due_at",
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    ),
    sa.Index("push_delivery_of_subscription", "subscription_id"),
    sa.Index("push_delivery_of_company", "company_id", "created_at"),
)
