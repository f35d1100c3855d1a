"""sign-up links"""

import sqlalchemy as sa
from alembic import op

revision = "c2d6a41f7e80"
down_revision = "0d1bed86d1a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "sign_up_link",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("group_ids", sa.Text(), nullable=False),
        sa.Column("channel_ids", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("operator_id", sa.Text(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('operator', 'supervisor', 'administrator')", name="sign_up_link_role_is_known"
        ),
        sa.ForeignKeyConstraint(["created_by"], ["operator.id"], name=op.f("sign_up_link_created_by_exists")),
        sa.ForeignKeyConstraint(
            ["operator_id"], ["operator.id"], name=op.f("sign_up_link_operator_id_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_up_link_key")),
        sa.UniqueConstraint("secret_hash", name=op.f("sign_up_link_unique_secret_hash")),
    )
    with op.batch_alter_table("sign_up_link", schema=None) as batch_op:
        batch_op.create_index("sign_up_link_of_company", ["company_id", "created_at"], unique=False)


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
