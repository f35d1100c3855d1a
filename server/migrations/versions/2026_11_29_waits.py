"""waits"""

import sqlalchemy as sa
from alembic import op

revision = "7d1c3f9a2b60"
down_revision = "e5f20b7a81c4"
branch_labels = None
depends_on = None

_ABANDONED = sa.text("cause IN ('abandoned', 'short_abandoned')")


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("known_queue") as known_queue:
        known_queue.add_column(sa.Column("line", sa.Text(), nullable=True))
    op.create_index("assignment_of_company", "assignment", ["company_id", "started_at"])
    op.create_index(
        "conversation_abandoned",
        "conversation",
        ["queue_id", "closed_at"],
        sqlite_where=_ABANDONED,
        postgresql_where=_ABANDONED,
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
