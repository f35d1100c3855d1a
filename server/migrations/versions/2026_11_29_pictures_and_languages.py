"""pictures and languages of operators"""

import sqlalchemy as sa
from alembic import op

revision = "a93c5e1d7b42"
down_revision = "e41b7f20c9a5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("operator", schema=None) as batch_op:
        batch_op.add_column(sa.Column("languages", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("picture", sa.Text(), nullable=True))
    op.create_table(
        "operator_picture",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("webp_base64", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("operator_picture_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("operator_id", name=op.f("operator_picture_key")),
        sa.UniqueConstraint("name", name=op.f("operator_picture_unique_name")),
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
