"""notifications"""

import sqlalchemy as sa
from alembic import op

revision = "4fb427dd22ce"
down_revision = "5b1f6c0a93d7"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "notification_preference",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("notification_preference_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("notification_preference_key")),
    )
    with op.batch_alter_table("notification_preference", schema=None) as batch_op:
        batch_op.create_index("notification_preference_of_company", ["company_id"], unique=False)

    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("endpoint_hash", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("dead_at", sa.BigInteger(), nullable=True),
        sa.Column("dead_because", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("push_subscription_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("push_subscription_key")),
        sa.UniqueConstraint(
            "company_id", "endpoint_hash", name=op.f("push_subscription_unique_company_id_endpoint_hash")
        ),
    )
    with op.batch_alter_table("push_subscription", schema=None) as batch_op:
        batch_op.create_index("push_subscription_of_operator", ["operator_id"], unique=False)
        batch_op.create_index("push_subscription_of_session", ["session_id"], unique=False)

    op.create_table(
        "push_delivery",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(due_at IS NULL) = (state <> 'queued')", name="push_delivery_is_due_while_queued"
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'sent', 'failed', 'expired', 'cancelled')",
            name="push_delivery_state_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["push_subscription.id"], name=op.f("push_delivery_subscription_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("push_delivery_key")),
    )
    with op.batch_alter_table("push_delivery", schema=None) as batch_op:
        batch_op.create_index(
            "push_delivery_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index("push_delivery_of_company", ["company_id", "created_at"], unique=False)
        batch_op.create_index("push_delivery_of_subscription", ["subscription_id"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=True),
        sa.Column("offer_id", sa.Text(), nullable=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("cue", sa.BigInteger(), nullable=False),
        sa.Column("connection_id", sa.Text(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("rounds", sa.BigInteger(), nullable=False),
        sa.Column("loud", sa.Integer(), nullable=False),
        sa.Column("pushed_at", sa.BigInteger(), nullable=True),
        sa.Column("shown_at", sa.BigInteger(), nullable=True),
        sa.Column("shown_by", sa.Text(), nullable=True),
        sa.Column("cleared_at", sa.BigInteger(), nullable=True),
        sa.Column("cleared_because", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(cleared_at IS NULL) = (cleared_because IS NULL)", name="notification_is_cleared_once"
        ),
        sa.CheckConstraint("loud IN (0, 1)", name="loud_is_a_flag"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("notification_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("notification_offer_id_exists")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("notification_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("notification_key")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index("notification_of_company", ["company_id", "cleared_at"], unique=False)
        batch_op.create_index(
            "notification_of_conversation", ["conversation_id", "operator_id"], unique=False
        )
        batch_op.create_index(
            "one_standing_notification",
            ["operator_id", "what", "subject"],
            unique=True,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )
        batch_op.create_index(
            "standing_notification_of_conversation",
            ["conversation_id"],
            unique=False,
            sqlite_where=sa.text("cleared_at IS NULL"),
            postgresql_where=sa.text("cleared_at IS NULL"),
        )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
