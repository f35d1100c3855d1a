"""letters that were given up"""

import sqlalchemy as sa
from alembic import op

revision = "e5f20b7a81c4"
down_revision = "90c4e1b7a35d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("error", sa.Text(), nullable=True))
        letter.add_column(sa.Column("parked_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
