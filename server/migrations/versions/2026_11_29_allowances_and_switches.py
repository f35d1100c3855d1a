"""allowances of away reasons, and the history of channel switches"""

import sqlalchemy as sa
from alembic import op

revision = "c27d94e1b60f"
down_revision = "3aee40b42bbe"
branch_labels = None
depends_on = None

# The first reasons were stored with names of icons that the console never had.
_ICONS = {"fork": "lunch", "cup": "break", "book": "clients"}


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("away_reason", schema=None) as batch_op:
        batch_op.add_column(sa.Column("allowance_minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("when_used_up", sa.Text(), nullable=False, server_default="mark"))
        batch_op.add_column(sa.Column("change_to_id", sa.Text(), nullable=True))
        batch_op.create_check_constraint(
            "allowance_fits_a_day", "allowance_minutes IS NULL OR allowance_minutes BETWEEN 1 AND 1440"
        )
        batch_op.create_check_constraint(
            "when_used_up_is_known", "when_used_up IN ('mark', 'refuse', 'change')"
        )
        batch_op.create_check_constraint(
            "change_names_another_reason", "(when_used_up = 'change') = (change_to_id IS NOT NULL)"
        )
        batch_op.create_foreign_key(
            "away_reason_change_to_id_exists", "away_reason", ["change_to_id"], ["id"]
        )
    with op.batch_alter_table("away_reason", schema=None) as batch_op:
        batch_op.alter_column("when_used_up", server_default=None)
    for before, after in _ICONS.items():
        op.execute(
            sa.text("UPDATE away_reason SET icon = :after WHERE icon = :before").bindparams(
                before=before, after=after
            )
        )
    with op.batch_alter_table("declared_status", schema=None) as batch_op:
        batch_op.add_column(sa.Column("allowance_ends_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "channel_switch",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.CheckConstraint("available IN (0, 1)", name="available_is_a_flag"),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("channel_switch_channel_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("channel_switch_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("channel_switch_key")),
    )
    with op.batch_alter_table("channel_switch", schema=None) as batch_op:
        batch_op.create_index("channel_switch_by_operator", ["operator_id", "at"], unique=False)


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
