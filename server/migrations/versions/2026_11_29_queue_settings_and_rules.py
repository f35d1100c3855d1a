"""queue settings and rules"""

import sqlalchemy as sa
from alembic import op

revision = "d19f4a6c27be"
down_revision = "b7e03d51c8f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settings", sa.Text(), nullable=True))
    with op.batch_alter_table("front_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("when_nobody", sa.Text(), nullable=True))
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("demands", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("preferred_operator_id", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("preferred_until", sa.BigInteger(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("conversation_preferred_operator_id_exists"),
            "operator",
            ["preferred_operator_id"],
            ["id"],
        )
        batch_op.create_check_constraint(
            "conversation_preference_has_an_end",
            "(preferred_operator_id IS NULL) = (preferred_until IS NULL)",
        )
    op.create_table(
        "routing_rule",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Integer(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("enabled IN (0, 1)", name="routing_rule_enabled_is_a_flag"),
        sa.CheckConstraint("priority BETWEEN 0 AND 2", name="routing_rule_priority_is_known"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("routing_rule_company_id_exists")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("routing_rule_queue_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("routing_rule_key")),
    )
    op.create_index("routing_rule_of_company", "routing_rule", ["company_id", "place"], unique=False)
    op.create_table(
        "placement",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("queue_id", sa.Text(), nullable=False),
        sa.Column("from_queue_id", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=True),
        sa.Column("rule_name", sa.Text(), nullable=True),
        sa.CheckConstraint("why IN ('rule', 'full', 'closed', 'waited')", name="placement_why_is_known"),
        sa.CheckConstraint("(why = 'rule') = (rule_id IS NOT NULL)", name="placement_names_its_rule"),
        sa.CheckConstraint("(why = 'rule') = (from_queue_id IS NULL)", name="placement_names_where_from"),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("placement_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("placement_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(["from_queue_id"], ["queue.id"], name=op.f("placement_from_queue_id_exists")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("placement_queue_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("placement_key")),
    )
    op.create_index("placement_of_conversation", "placement", ["conversation_id", "at"], unique=False)


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
