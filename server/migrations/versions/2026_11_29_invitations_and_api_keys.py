"""invitations and API keys"""

import sqlalchemy as sa
from alembic import op

revision = "3aee40b42bbe"
down_revision = "4fb427dd22ce"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["operator.id"], name=op.f("api_key_created_by_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("api_key_key")),
        sa.UniqueConstraint("key_hash", name=op.f("api_key_unique_key_hash")),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index("api_key_of_company", ["company_id", "id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("operator_id", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=True),
        sa.Column("code_sealed", sa.Text(), nullable=True),
        sa.Column("code_until", sa.BigInteger(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=True),
        sa.Column("arranged_for", sa.BigInteger(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("client_name", sa.Text(), nullable=True),
        sa.Column("client_email", sa.Text(), nullable=True),
        sa.Column("client_phone", sa.Text(), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("last_used_at", sa.BigInteger(), nullable=True),
        sa.Column("last_client_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("created_by_kind", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_by_kind", sa.Text(), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("use IN ('once', 'repeatedly')", name="invitation_use_is_known"),
        sa.CheckConstraint("uses >= 0 AND (use <> 'once' OR uses <= 1)", name="one_off_is_used_once"),
        sa.CheckConstraint("(arranged_for IS NULL) = (time_zone IS NULL)", name="invitation_time_has_a_zone"),
        sa.CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name="invitation_code_has_an_end"),
        sa.CheckConstraint("(uses = 0) = (last_used_at IS NULL)", name="invitation_use_has_a_time"),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("invitation_channel_id_exists")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("invitation_company_id_exists")),
        sa.ForeignKeyConstraint(
            ["last_client_id"], ["client.id"], name=op.f("invitation_last_client_id_exists")
        ),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("invitation_operator_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("invitation_key")),
        sa.UniqueConstraint("code_hash", name=op.f("invitation_unique_code_hash")),
        sa.UniqueConstraint("secret_hash", name=op.f("invitation_unique_secret_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index("invitation_of_operator", ["company_id", "operator_id", "id"], unique=False)

    op.create_table(
        "invitation_use",
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Text(), nullable=False),
        sa.Column("invitation_id", sa.Text(), nullable=False),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("invitation_use_company_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("invitation_use_conversation_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name=op.f("invitation_use_identity_id_exists")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("invitation_use_invitation_id_exists")
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("invitation_use_key")),
    )
    with op.batch_alter_table("invitation_use", schema=None) as batch_op:
        batch_op.create_index("invitation_use_of_identity", ["identity_id"], unique=False)
        batch_op.create_index("invitation_use_of_invitation", ["invitation_id", "at"], unique=False)


def downgrade() -> None:
    """There is no way back but a backup: see docs/operations."""
    raise NotImplementedError
