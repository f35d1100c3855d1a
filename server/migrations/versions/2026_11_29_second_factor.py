"""second factor"""

import sqlalchemy as sa
from alembic import op

revision = "c60d2f8e9b17"
down_revision = "a93c5e1d7b42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "second_factor",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("second_factor_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("second_factor_key")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("recovery_code_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", "code_hash", name=op.f("recovery_code_key")),
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
