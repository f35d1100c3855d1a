"""snoozed conversations"""

import sqlalchemy as sa
from alembic import op

revision = "b81d5c3e07fa"
down_revision = "f3a86c1d50e9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("conversation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("snoozed_until", sa.BigInteger(), nullable=True))
        batch_op.create_check_constraint(
            "conversation_snooze_has_an_end", "(state = 'snoozed') = (snoozed_until IS NOT NULL)"
        )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
