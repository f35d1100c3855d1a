"""whole keys of indexes

Where a statement names the company and something else, and an index for each of the two is there, SQLite may
take that of the company, and look through all it has.
"""

import sqlalchemy as sa
from alembic import op

revision = "4b7e9d25c8a1"
down_revision = "b81d5c3e07fa"
branch_labels = None
depends_on = None

_SHARED = sa.text("operator_id IS NULL")
_WHOLE = (
    ("connection_of_company", "connection", ("company_id", "operator_id")),
    ("channel_availability_of_company", "channel_availability", ("company_id", "operator_id")),
    ("operator_standing_of_company", "operator_standing", ("company_id", "operator_id")),
    ("offer_of_conversation", "offer", ("conversation_id", "company_id", "made_at")),
    ("assignment_of_conversation", "assignment", ("conversation_id", "company_id", "started_at")),
    ("conversation_of_identity", "conversation", ("identity_id", "company_id", "opened_at")),
    ("invitation_wish_of_operator", "invitation_wish", ("operator_id", "company_id")),
    ("conversation_of_client", "conversation", ("client_id", "company_id", "opened_at")),
)


def upgrade() -> None:
    """Go to this revision."""
    for name, table, columns in _WHOLE:
        op.drop_index(name, table)
        op.create_index(name, table, list(columns))
    op.create_index(
        "shared_queue_of_company",
        "queue",
        ["company_id", "name"],
        sqlite_where=_SHARED,
        postgresql_where=_SHARED,
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
