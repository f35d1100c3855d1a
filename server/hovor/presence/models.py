"""Tables of presence.

Kept by constraints: one declared status and one open interval per operator (INV-26), counters never below
zero.
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


def _operator_key() -> sa.Column[str]:
    return sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True)


declared_status = sa.Table(
    "declared_status",
    metadata,
    _operator_key(),
    company_column(),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("away_reason_id", sa.Text, sa.ForeignKey("away_reason.id")),
    instant_column("since"),
    instant_column("back_at", nullable=True),
    sa.Column("actor_kind", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    # When the allowance of the reason he is away for is used up today; past when it is.
    instant_column("allowance_ends_at", nullable=True),
    # "Away after my conversations": what follows, and who asked for it; all empty while nothing is planned.
    sa.Column("next_status", sa.Text),
    sa.Column("next_away_reason_id", sa.Text, sa.ForeignKey("away_reason.id")),
    instant_column("next_back_at", nullable=True),
    sa.Column("next_actor_kind", sa.Text),
    sa.Column("next_actor_id", sa.Text),
    flag_column("on_another_call"),
    sa.Column("on_another_call_reason", sa.Text),
    # Where on the ladder: never, connected, suspect, lost, gone; and when something was last heard of him.
    sa.Column("liveness", sa.Text, nullable=False),
    instant_column("heard_at"),
    version_column(),
    sa.CheckConstraint("status IN ('online', 'away', 'offline')", name="declared_status_is_known"),
    sa.CheckConstraint("status = 'away' OR away_reason_id IS NULL", name="only_away_has_a_reason"),
    sa.CheckConstraint("next_status IS NULL OR next_status = 'away'", name="only_away_is_planned"),
    sa.CheckConstraint(
        "liveness IN ('never', 'connected', 'suspect', 'lost', 'gone')", name="liveness_is_known"
    ),
    sa.Index("declared_status_of_company", "company_id"),
)

presence_interval = sa.Table(
    "presence_interval",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("away_reason_id", sa.Text, sa.ForeignKey("away_reason.id")),
    instant_column("started_at"),
    instant_column("ended_at", nullable=True),
    sa.Column("actor_kind", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
    sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="interval_runs_forward"),
    sa.Index("presence_interval_by_operator", "operator_id", "started_at"),
    sa.Index(
        "one_open_interval_per_operator",
        "operator_id",
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)

connection = sa.Table(
    "connection",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), nullable=False),
    sa.Column("session_id", sa.Text, nullable=False),
    # The process that holds the socket: when it dies, so do its connections.
    sa.Column("process_id", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    instant_column("opened_at"),
    # What the page says of itself; empty until it has said it.
    sa.Column("visible", sa.Integer),
    sa.Column("focused", sa.Integer),
    sa.Column("notifications", sa.Text),
    sa.Column("sound", sa.Text),
    sa.Column("microphone", sa.Text),
    instant_column("input_at", nullable=True),
    instant_column("focused_at", nullable=True),
    # An offer was made to him and nobody confirmed that it was shown: nothing more before a ping is answered.
    flag_column("doubted"),
    sa.CheckConstraint("state IN ('connected', 'suspect')", name="connection_state_is_known"),
    sa.Index("connection_by_operator", "operator_id"),
    sa.Index("connection_of_company", "company_id", "operator_id"),
)

operator_activity = sa.Table(
    "operator_activity",
    metadata,
    _operator_key(),
    company_column(),
    sa.Column("live", sa.Integer, nullable=False),
    sa.Column("offered", sa.Integer, nullable=False),
    sa.Column("wrap_up", sa.Integer, nullable=False),
    sa.Column("on_call", sa.Integer, nullable=False),
    # When he last handled something; empty before the first time. Refused and missed offers do not move it
    # (INV-39).
    instant_column("idle_since", nullable=True),
    sa.CheckConstraint(
        "live >= 0 AND offered >= 0 AND wrap_up >= 0 AND on_call >= 0", name="activity_is_never_negative"
    ),
    sa.Index("operator_activity_of_company", "company_id"),
)

# A missing row means: on, and ready. Only what somebody changed is kept.
channel_availability = sa.Table(
    "channel_availability",
    metadata,
    _operator_key(),
    sa.Column("channel_id", sa.Text, sa.ForeignKey("channel.id"), primary_key=True),
    company_column(),
    flag_column("available"),
    instant_column("since", nullable=True),
    sa.Column("actor_kind", sa.Text),
    sa.Column("actor_id", sa.Text),
    sa.Column("not_ready_because", sa.Text),
    version_column(),
    sa.Index("channel_availability_of_company", "company_id", "operator_id"),
)

# What happened to the switches, for people who ask later; the row above is how they stand.
channel_switch = sa.Table(
    "channel_switch",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), nullable=False),
    sa.Column("channel_id", sa.Text, sa.ForeignKey("channel.id"), nullable=False),
    flag_column("available"),
    instant_column("at"),
    sa.Column("actor_kind", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    sa.Index("channel_switch_by_operator", "operator_id", "at"),
)
