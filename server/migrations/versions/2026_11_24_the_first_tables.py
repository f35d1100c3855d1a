"""the first tables"""

import sqlalchemy as sa
from alembic import op

revision = "8ee23d091016"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "audit",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "number", name=op.f("audit_key")),
    )
    op.create_table(
        "away_reason",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("icon", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("paid IN (0, 1)", name="paid_is_a_flag"),
        sa.PrimaryKeyConstraint("id", name=op.f("away_reason_key")),
    )
    with op.batch_alter_table("away_reason", schema=None) as batch_op:
        batch_op.create_index("away_reason_of_company", ["company_id", "place"], unique=False)

    op.create_table(
        "channel",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("secrets", sa.Text(), nullable=True),
        sa.Column("group_id", sa.Text(), nullable=True),
        sa.Column("enabled", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("enabled IN (0, 1)", name="enabled_is_a_flag"),
        sa.PrimaryKeyConstraint("id", name=op.f("channel_key")),
        sa.UniqueConstraint("key", name=op.f("channel_unique_key")),
    )
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.create_index("channel_of_company", ["company_id", "created_at"], unique=False)

    op.create_table(
        "channel_health",
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("channel_health_key")),
    )
    with op.batch_alter_table("channel_health", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("channel_health_by_company_id"), ["company_id"], unique=False)

    op.create_table(
        "client",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("client_key")),
    )
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index("client_of_company", ["company_id", "id"], unique=False)

    op.create_table(
        "company",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("company_key")),
    )
    op.create_table(
        "company_position",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name=op.f("company_position_key")),
        postgresql_with={"fillfactor": 10},
    )
    op.create_table(
        "draft",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=True),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "operator_id", name=op.f("draft_key")),
    )
    op.create_table(
        "early_receipt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("vendor_id", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("early_receipt_key")),
    )
    with op.batch_alter_table("early_receipt", schema=None) as batch_op:
        batch_op.create_index("early_receipt_vendor", ["channel_id", "vendor_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "position", name=op.f("event_key")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "file",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("stored_as", sa.Text(), nullable=False),
        sa.Column("has_preview", sa.Integer(), nullable=False),
        sa.Column("author_kind", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("file_key")),
        sa.UniqueConstraint("stored_as", name=op.f("file_unique_stored_as")),
    )
    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.create_index("file_of_company", ["company_id", "id"], unique=False)

    op.create_table(
        "group",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("group_key")),
        sa.UniqueConstraint("company_id", "name", name="group_name_in_company"),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "claim", name=op.f("idempotency_key_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("idempotency_key_by_at"), ["at"], unique=False)

    op.create_table(
        "inbound_refusal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("inbound_refusal_key")),
        sa.UniqueConstraint("channel_id", "dedupe_key", name="inbound_refusal_once"),
    )
    op.create_table(
        "listener_backlog",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("listener", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("parked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "listener", "position", name=op.f("listener_backlog_key")),
    )
    op.create_table(
        "listener_cursor",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("listener", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", "listener", name=op.f("listener_cursor_key")),
    )
    op.create_table(
        "live_process",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("live_process_key")),
    )
    op.create_table(
        "live_ticket",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("live_ticket_key")),
    )
    with op.batch_alter_table("live_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("live_ticket_by_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "operator",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("time_allowance_percent", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deactivated_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('operator', 'supervisor', 'administrator')", name="operator_role_is_known"
        ),
        sa.CheckConstraint("held IN (0, 1)", name="held_is_a_flag"),
        sa.PrimaryKeyConstraint("id", name=op.f("operator_key")),
        sa.UniqueConstraint("email", name=op.f("operator_unique_email")),
    )
    with op.batch_alter_table("operator", schema=None) as batch_op:
        batch_op.create_index("operator_of_company", ["company_id", "name"], unique=False)

    op.create_table(
        "set_up",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("number = 1"),
        sa.PrimaryKeyConstraint("number", name=op.f("set_up_key")),
    )
    op.create_table(
        "template",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("template_key")),
    )
    with op.batch_alter_table("template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("template_by_company_id"), ["company_id"], unique=False)
        batch_op.create_index(
            "template_name",
            ["company_id", "name", "language"],
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        )

    op.create_table(
        "thread",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("outbound", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("window", sa.BigInteger(), nullable=True),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("unread", sa.BigInteger(), nullable=False),
        sa.Column("client_unread", sa.BigInteger(), nullable=False),
        sa.Column("client_received", sa.BigInteger(), nullable=False),
        sa.Column("client_read", sa.BigInteger(), nullable=False),
        sa.Column("operator_read", sa.BigInteger(), nullable=False),
        sa.Column("waiting_since", sa.BigInteger(), nullable=True),
        sa.Column("last_client_at", sa.BigInteger(), nullable=True),
        sa.Column("last_entry_id", sa.Text(), nullable=True),
        sa.Column("last_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("outbound IN ('pulled', 'pushed')", name="thread_outbound"),
        sa.CheckConstraint(
            "client_read <= entries AND client_received <= entries", name="thread_client_watermarks"
        ),
        sa.CheckConstraint("operator_read <= entries", name="thread_operator_watermark"),
        sa.CheckConstraint("unread >= 0 AND client_unread >= 0", name="thread_counters"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("thread_key")),
    )
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("thread_by_company_id"), ["company_id"], unique=False)

    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("blocked_until", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("throttle_key")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("throttle_by_at"), ["at"], unique=False)

    op.create_table(
        "timer",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("parked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("company_id", "kind", "key", name=op.f("timer_key")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(
            "timer_due",
            ["at"],
            unique=False,
            sqlite_where=sa.text("parked_at IS NULL"),
            postgresql_where=sa.text("parked_at IS NULL"),
        )

    op.create_table(
        "channel_assignment",
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("channel_assignment_channel_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("channel_assignment_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("channel_id", "operator_id", name=op.f("channel_assignment_key")),
    )
    with op.batch_alter_table("channel_assignment", schema=None) as batch_op:
        batch_op.create_index("channel_assignment_by_operator", ["operator_id"], unique=False)

    op.create_table(
        "channel_availability",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("actor_kind", sa.Text(), nullable=True),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("not_ready_because", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("available IN (0, 1)", name="available_is_a_flag"),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("channel_availability_channel_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("channel_availability_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", "channel_id", name=op.f("channel_availability_key")),
    )
    with op.batch_alter_table("channel_availability", schema=None) as batch_op:
        batch_op.create_index("channel_availability_of_company", ["company_id"], unique=False)

    op.create_table(
        "connection",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("visible", sa.Integer(), nullable=True),
        sa.Column("focused", sa.Integer(), nullable=True),
        sa.Column("notifications", sa.Text(), nullable=True),
        sa.Column("sound", sa.Text(), nullable=True),
        sa.Column("microphone", sa.Text(), nullable=True),
        sa.Column("input_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('connected', 'suspect')", name="connection_state_is_known"),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("connection_operator_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("connection_key")),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index("connection_by_operator", ["operator_id"], unique=False)
        batch_op.create_index("connection_of_company", ["company_id"], unique=False)

    op.create_table(
        "declared_status",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("away_reason_id", sa.Text(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("back_at", sa.BigInteger(), nullable=True),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("next_status", sa.Text(), nullable=True),
        sa.Column("next_away_reason_id", sa.Text(), nullable=True),
        sa.Column("next_back_at", sa.BigInteger(), nullable=True),
        sa.Column("next_actor_kind", sa.Text(), nullable=True),
        sa.Column("next_actor_id", sa.Text(), nullable=True),
        sa.Column("on_another_call", sa.Integer(), nullable=False),
        sa.Column("on_another_call_reason", sa.Text(), nullable=True),
        sa.Column("liveness", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "liveness IN ('never', 'connected', 'suspect', 'lost', 'gone')", name="liveness_is_known"
        ),
        sa.CheckConstraint("next_status IS NULL OR next_status = 'away'", name="only_away_is_planned"),
        sa.CheckConstraint("status = 'away' OR away_reason_id IS NULL", name="only_away_has_a_reason"),
        sa.CheckConstraint("status IN ('online', 'away', 'offline')", name="declared_status_is_known"),
        sa.CheckConstraint("on_another_call IN (0, 1)", name="on_another_call_is_a_flag"),
        sa.ForeignKeyConstraint(
            ["away_reason_id"], ["away_reason.id"], name=op.f("declared_status_away_reason_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["next_away_reason_id"],
            ["away_reason.id"],
            name=op.f("declared_status_next_away_reason_id_exists"),
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("declared_status_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("declared_status_key")),
    )
    with op.batch_alter_table("declared_status", schema=None) as batch_op:
        batch_op.create_index("declared_status_of_company", ["company_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author_kind", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=True),
        sa.Column("author_public_name", sa.Text(), nullable=True),
        sa.Column("client_ref", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("files", sa.Text(), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("client_visible", sa.BigInteger(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.Column("delivery_reason", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('message', 'note', 'change')", name="entry_kind"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["thread.conversation_id"], name=op.f("entry_conversation_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("entry_key")),
        sa.UniqueConstraint("conversation_id", "number", name="entry_number"),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(
            "entry_client_ref",
            ["author_id", "client_ref"],
            unique=True,
            sqlite_where=sa.text("author_kind = 'client'"),
            postgresql_where=sa.text("author_kind = 'client'"),
        )
        batch_op.create_index(
            "entry_colleague_ref",
            ["conversation_id", "author_id", "client_ref"],
            unique=True,
            sqlite_where=sa.text("author_kind != 'client'"),
            postgresql_where=sa.text("author_kind != 'client'"),
        )

    op.create_table(
        "front_state",
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('online', 'busy', 'offline')", name="front_state_is_known"),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("front_state_channel_id_exists")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("front_state_company_id_exists")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("front_state_key")),
    )
    with op.batch_alter_table("front_state", schema=None) as batch_op:
        batch_op.create_index("front_state_of_company", ["company_id"], unique=False)

    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("group_member_group_id_exists")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("group_member_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("group_id", "operator_id", name=op.f("group_member_key")),
    )
    with op.batch_alter_table("group_member", schema=None) as batch_op:
        batch_op.create_index("group_member_by_operator", ["operator_id"], unique=False)

    op.create_table(
        "identity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("verified", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "verified IN ('claimed', 'channel', 'company')", name="identity_verified_is_known"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("identity_client_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("identity_key")),
        sa.UniqueConstraint("company_id", "kind", "scope", "value", name="identity_is_one_client"),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index("identity_by_client", ["client_id"], unique=False)

    op.create_table(
        "known_network",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("known_network_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", "network", name=op.f("known_network_key")),
    )
    op.create_table(
        "known_queue",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=True),
        sa.Column("operator_id", sa.Text(), nullable=True),
        sa.Column("service_target_seconds", sa.Integer(), nullable=True),
        sa.Column("wrap_up_limit_seconds", sa.Integer(), nullable=True),
        sa.CheckConstraint("group_id IS NULL OR operator_id IS NULL", name="known_queue_is_of_one"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("known_queue_company_id_exists")),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("known_queue_group_id_exists")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("known_queue_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("known_queue_key")),
    )
    with op.batch_alter_table("known_queue", schema=None) as batch_op:
        batch_op.create_index("known_queue_of_company", ["company_id"], unique=False)

    op.create_table(
        "operator_activity",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("live", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Integer(), nullable=False),
        sa.Column("wrap_up", sa.Integer(), nullable=False),
        sa.Column("on_call", sa.Integer(), nullable=False),
        sa.Column("idle_since", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "live >= 0 AND offered >= 0 AND wrap_up >= 0 AND on_call >= 0", name="activity_is_never_negative"
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("operator_activity_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("operator_activity_key")),
    )
    with op.batch_alter_table("operator_activity", schema=None) as batch_op:
        batch_op.create_index("operator_activity_of_company", ["company_id"], unique=False)

    op.create_table(
        "outcome",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("outcome_company_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("outcome_key")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index("outcome_of_company", ["company_id", "place"], unique=False)

    op.create_table(
        "presence_interval",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("away_reason_id", sa.Text(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="interval_runs_forward"),
        sa.ForeignKeyConstraint(
            ["away_reason_id"], ["away_reason.id"], name=op.f("presence_interval_away_reason_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("presence_interval_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("presence_interval_key")),
    )
    with op.batch_alter_table("presence_interval", schema=None) as batch_op:
        batch_op.create_index(
            "one_open_interval_per_operator",
            ["operator_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("presence_interval_by_operator", ["operator_id", "started_at"], unique=False)

    op.create_table(
        "queue",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Text(), nullable=True),
        sa.Column("operator_id", sa.Text(), nullable=True),
        sa.Column("service_target_seconds", sa.Integer(), nullable=True),
        sa.Column("wrap_up_limit_seconds", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("group_id IS NULL OR operator_id IS NULL", name="queue_is_of_one"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("queue_company_id_exists")),
        sa.ForeignKeyConstraint(["group_id"], ["group.id"], name=op.f("queue_group_id_exists")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("queue_operator_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("queue_key")),
    )
    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.create_index(
            "one_queue_of_everybody",
            ["company_id"],
            unique=True,
            sqlite_where=sa.text("operator_id IS NULL AND group_id IS NULL"),
            postgresql_where=sa.text("operator_id IS NULL AND group_id IS NULL"),
        )
        batch_op.create_index(
            "one_queue_of_operator",
            ["operator_id"],
            unique=True,
            sqlite_where=sa.text("operator_id IS NOT NULL"),
            postgresql_where=sa.text("operator_id IS NOT NULL"),
        )
        batch_op.create_index("queue_of_company", ["company_id", "name"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("network_address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("sign_in_session_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_in_session_key")),
        sa.UniqueConstraint("token_hash", name=op.f("sign_in_session_unique_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index("sign_in_session_by_operator", ["operator_id", "created_at"], unique=False)

    op.create_table(
        "tag",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("tag_company_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("tag_key")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index("tag_of_company", ["company_id", "name"], unique=False)

    op.create_table(
        "client_connection",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("client_connection_company_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name=op.f("client_connection_identity_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("client_connection_key")),
    )
    with op.batch_alter_table("client_connection", schema=None) as batch_op:
        batch_op.create_index("client_connection_of_identity", ["identity_id"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("channel_kind", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asynchronous", sa.Integer(), nullable=False),
        sa.Column("exclusive", sa.Integer(), nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("rescued", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=True),
        sa.Column("state_since", sa.BigInteger(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("offered_to", sa.Text(), nullable=True),
        sa.Column("wrap_up_until", sa.BigInteger(), nullable=True),
        sa.Column("client_gone_at", sa.BigInteger(), nullable=True),
        sa.Column("client_left", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("outcome_id", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("continued_from_id", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("rating_comment", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL AND cause IS NOT NULL)",
            name="conversation_closed_has_cause",
        ),
        sa.CheckConstraint(
            "(state = 'wrap_up') = (wrap_up_until IS NOT NULL)", name="conversation_wrap_up_has_limit"
        ),
        sa.CheckConstraint(
            "(state IN ('active', 'on_hold', 'snoozed', 'transferring', 'waiting_for_client', 'wrap_up')) = (owner_id IS NOT NULL)",
            name="conversation_owner_follows_state",
        ),
        sa.CheckConstraint(
            "(state IN ('offered', 'transferring')) = (offered_to IS NOT NULL)",
            name="conversation_offer_follows_state",
        ),
        sa.CheckConstraint(
            "NOT (state IN ('offered', 'queued')) OR (queue_id IS NOT NULL AND queued_at IS NOT NULL)",
            name="conversation_waits_in_a_queue",
        ),
        sa.CheckConstraint(
            "state IN ('active', 'closed', 'new', 'offered', 'on_hold', 'queued', 'rescue', 'snoozed', 'transferring', 'waiting_for_client', 'with_bot', 'wrap_up')",
            name="conversation_state_is_known",
        ),
        sa.CheckConstraint("client_left = 0 OR client_gone_at IS NOT NULL", name="conversation_left_since"),
        sa.CheckConstraint("priority BETWEEN 0 AND 2", name="conversation_priority_is_known"),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name="conversation_rating_is_known"),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("conversation_channel_id_exists")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("conversation_client_id_exists")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("conversation_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["continued_from_id"], ["conversation.id"], name=op.f("conversation_continued_from_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name=op.f("conversation_identity_id_exists")
        ),
        sa.ForeignKeyConstraint(["offered_to"], ["operator.id"], name=op.f("conversation_offered_to_exists")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("conversation_outcome_id_exists")),
        sa.ForeignKeyConstraint(["owner_id"], ["operator.id"], name=op.f("conversation_owner_id_exists")),
        sa.ForeignKeyConstraint(["queue_id"], ["known_queue.id"], name=op.f("conversation_queue_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("conversation_key")),
    )
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.create_index("conversation_of_client", ["client_id", "opened_at"], unique=False)
        batch_op.create_index("conversation_of_company", ["company_id", "id"], unique=False)
        batch_op.create_index("conversation_of_identity", ["identity_id", "opened_at"], unique=False)
        batch_op.create_index(
            "conversation_of_owner",
            ["owner_id"],
            unique=False,
            sqlite_where=sa.text("owner_id IS NOT NULL"),
            postgresql_where=sa.text("owner_id IS NOT NULL"),
        )
        batch_op.create_index(
            "conversation_offered_to",
            ["offered_to"],
            unique=False,
            sqlite_where=sa.text("offered_to IS NOT NULL"),
            postgresql_where=sa.text("offered_to IS NOT NULL"),
        )
        batch_op.create_index(
            "conversation_open",
            ["company_id", "state"],
            unique=False,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
        batch_op.create_index(
            "one_unfinished_conversation_of_identity",
            ["channel_id", "identity_id"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('wrap_up', 'closed')"),
            postgresql_where=sa.text("state NOT IN ('wrap_up', 'closed')"),
        )

    op.create_table(
        "delivery",
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("checks", sa.BigInteger(), nullable=False),
        sa.Column("life", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("vendor_id", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("delivery_entry_id_exists")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("delivery_key")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            "delivery_due",
            ["due_at", "company_id"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("delivery_line", ["conversation_id", "number"], unique=False)
        batch_op.create_index(
            "delivery_trouble",
            ["company_id", "entry_id"],
            unique=False,
            sqlite_where=sa.text("state IN ('failed', 'unknown')"),
            postgresql_where=sa.text("state IN ('failed', 'unknown')"),
        )
        batch_op.create_index("delivery_vendor", ["channel_id", "vendor_id"], unique=False)

    op.create_table(
        "entry_file",
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("entry_file_entry_id_exists")),
        sa.PrimaryKeyConstraint("entry_id", "file_id", name=op.f("entry_file_key")),
    )
    with op.batch_alter_table("entry_file", schema=None) as batch_op:
        batch_op.create_index("entry_file_by_file", ["file_id"], unique=False)

    op.create_table(
        "visitor_session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=True),
        sa.Column("page_title", sa.Text(), nullable=True),
        sa.Column("referrer", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("visitor_session_channel_id_exists")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("visitor_session_client_id_exists")),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name=op.f("visitor_session_identity_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("visitor_session_key")),
        sa.UniqueConstraint("token_hash", name=op.f("visitor_session_unique_token_hash")),
    )
    with op.batch_alter_table("visitor_session", schema=None) as batch_op:
        batch_op.create_index("visitor_session_by_identity", ["identity_id", "last_seen_at"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= started_at", name="assignment_runs_forward"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("assignment_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("assignment_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("assignment_operator_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("assignment_key")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index("assignment_of_conversation", ["conversation_id", "started_at"], unique=False)
        batch_op.create_index("assignment_of_operator", ["operator_id", "conversation_id"], unique=False)
        batch_op.create_index(
            "one_open_assignment_of_conversation",
            ["conversation_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "conversation_tag",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("tag_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("conversation_tag_company_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("conversation_tag_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("conversation_tag_tag_id_exists")),
        sa.PrimaryKeyConstraint("conversation_id", "tag_id", name=op.f("conversation_tag_key")),
    )
    with op.batch_alter_table("conversation_tag", schema=None) as batch_op:
        batch_op.create_index("conversation_tag_by_tag", ["tag_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("decision_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("decision_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("decision_operator_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("decision_key")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index("decision_of_conversation", ["conversation_id", "at"], unique=False)
        batch_op.create_index("decision_of_operator", ["operator_id", "at"], unique=False)

    op.create_table(
        "delivery_step",
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("anomaly", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["delivery.entry_id"], name=op.f("delivery_step_entry_id_exists")
        ),
        sa.PrimaryKeyConstraint("entry_id", "version", name=op.f("delivery_step_key")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at", sa.BigInteger(), nullable=True),
        sa.Column("delivered_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("channel_kind", sa.Text(), nullable=False),
        sa.Column("policy_version", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'timed_out' OR delivered_at IS NOT NULL", name="only_shown_offers_are_missed"
        ),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'declined', 'timed_out', 'undelivered', 'withdrawn', 'cancelled', 'failed')",
            name="offer_outcome_is_known",
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="offer_ends_once"),
        sa.CheckConstraint("deadline > made_at", name="offer_has_time"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("offer_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("offer_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["operator.id"], name=op.f("offer_made_by_exists")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("offer_operator_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("offer_key")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(
            "live_offer_of_operator",
            ["operator_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("offer_of_company", ["company_id", "ended_at"], unique=False)
        batch_op.create_index("offer_of_conversation", ["conversation_id", "made_at"], unique=False)
        batch_op.create_index("offer_of_operator", ["operator_id", "made_at"], unique=False)
        batch_op.create_index(
            "one_live_offer_of_conversation",
            ["conversation_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "parameter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("read_only", sa.Integer(), nullable=False),
        sa.CheckConstraint("read_only IN (0, 1)", name="parameter_read_only_is_a_flag"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("parameter_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("parameter_conversation_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("parameter_key")),
        sa.UniqueConstraint("conversation_id", "name", name="parameter_name_in_conversation"),
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("participation_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("participation_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("participation_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("participation_key")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(
            "one_open_participation",
            ["conversation_id", "operator_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("participation_of_operator", ["operator_id", "conversation_id"], unique=False)


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
