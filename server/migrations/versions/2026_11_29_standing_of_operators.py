"""standing of operators"""

import sqlalchemy as sa
from alembic import op

revision = "f3a86c1d50e9"
down_revision = "7d1c3f9a2b60"
branch_labels = None
depends_on = None

_IN_LINE = sa.text("state IN ('queued', 'offered')")


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "operator_standing",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.CheckConstraint("standing IN ('away', 'full', 'free')", name=op.f("operator_standing_is_known")),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("operator_standing_channel_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("operator_standing_company_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("operator_standing_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", "channel_id", name=op.f("operator_standing_key")),
    )
    op.create_index(
        "operator_standing_on_channel", "operator_standing", ["channel_id", "standing", "operator_id"]
    )
    op.create_index("operator_standing_of_company", "operator_standing", ["company_id"])
    for name, column in (
        ("conversation_in_line_of_channel", "channel_id"),
        ("conversation_in_line_of_queue", "queue_id"),
    ):
        op.create_index(
            name, "conversation", ["company_id", column], sqlite_where=_IN_LINE, postgresql_where=_IN_LINE
        )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
