"""templates that are sent"""

import sqlalchemy as sa
from alembic import op

revision = "5f0e7a2c94d1"
down_revision = "d19f4a6c27be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("delivery", sa.Column("template", sa.Text(), nullable=True))


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
