"""skills"""

import sqlalchemy as sa
from alembic import op

revision = "b7e03d51c8f4"
down_revision = "c60d2f8e9b17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "skill",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("skill_key")),
    )
    op.create_index("skill_of_company", "skill", ["company_id", "name"], unique=False)
    op.create_table(
        "operator_skill",
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("skill_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="operator_skill_level_is_known"),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("operator_skill_operator_id_exists")
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("operator_skill_skill_id_exists")),
        sa.PrimaryKeyConstraint("operator_id", "skill_id", name=op.f("operator_skill_key")),
    )
    op.create_index(
        "operator_skill_of_company", "operator_skill", ["company_id", "operator_id"], unique=False
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
