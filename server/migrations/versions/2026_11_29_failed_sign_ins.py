"""failed sign-ins"""

import sqlalchemy as sa
from alembic import op

revision = "90c4e1b7a35d"
down_revision = "5f0e7a2c94d1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "failed_sign_in",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("network_address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("failed_sign_in_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("failed_sign_in_key")),
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
