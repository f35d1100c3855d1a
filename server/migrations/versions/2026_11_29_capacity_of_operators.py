"""capacity of operators"""

import sqlalchemy as sa
from alembic import op

revision = "7d40c95be213"
down_revision = "c2d6a41f7e80"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("operator", schema=None) as batch_op:
        batch_op.add_column(sa.Column("capacity", sa.Text(), nullable=True))


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
