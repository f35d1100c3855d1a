"""connections in doubt"""

import sqlalchemy as sa
from alembic import op

revision = "5b1f6c0a93d7"
down_revision = "8ee23d091016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("focused_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("doubted", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint("doubted_is_a_flag", "doubted IN (0, 1)")
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.alter_column("doubted", server_default=None)


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
