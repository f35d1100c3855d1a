"""wishes at invitations"""

import sqlalchemy as sa
from alembic import op

revision = "e41b7f20c9a5"
down_revision = "7d40c95be213"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "invitation_wish",
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("letter_sealed", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("invitation_wish_company_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("invitation_wish_invitation_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("invitation_wish_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("invitation_id", "address_hash", name=op.f("invitation_wish_key")),
    )
    op.create_index(
        "invitation_wish_of_operator", "invitation_wish", ["company_id", "operator_id"], unique=False
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
