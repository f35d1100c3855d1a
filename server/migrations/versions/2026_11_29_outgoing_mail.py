"""outgoing mail"""

import sqlalchemy as sa
from alembic import op

revision = "0d1bed86d1a1"
down_revision = "c27d94e1b60f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "letter",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("letter_key")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index("letter_due", ["due_at"], unique=False)

    op.create_table(
        "outgoing_server",
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("security", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("password_sealed", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("security IN ('tls', 'starttls', 'none')", name="outgoing_security_is_known"),
        sa.PrimaryKeyConstraint("company_id", name=op.f("outgoing_server_key")),
    )


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
