"""Tables of operators, groups, assignments and sign-ins."""

import sqlalchemy as sa

from hovor.foundation.database import (
    company_column,
    flag_column,
    identifier_column,
    instant_column,
    metadata,
    version_column,
)

operator = sa.Table(
    "operator",
    metadata,
    identifier_column(),
    company_column(),
    # Lower case; unique per installation, because the sign-in page does not ask for the company.
    sa.Column("email", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("public_name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("theme", sa.Text, nullable=False),
    sa.Column("time_allowance_percent", sa.Integer, nullable=False),
    # His own limits as a document; empty where the company's hold.
    sa.Column("capacity", sa.Text),
    # Those he serves clients in, as a list of language tags; empty where he named none.
    sa.Column("languages", sa.Text),
    # The name under which his picture is served; a new one each time, so that browsers may keep it for ever.
    sa.Column("picture", sa.Text),
    # 1 while he serves somebody: his sign-ins do not expire under a live conversation.
    flag_column("held"),
    instant_column("created_at"),
    instant_column("deactivated_at", nullable=True),
    version_column(),
    sa.CheckConstraint("role IN ('operator', 'supervisor', 'administrator')", name="operator_role_is_known"),
    sa.Index("operator_of_company", "company_id", "name"),
)

# Small and already made safe: in the database it is in every backup, and in every process at once.
operator_picture = sa.Table(
    "operator_picture",
    metadata,
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    company_column(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("webp_base64", sa.Text, nullable=False),
    instant_column("at"),
)

group = sa.Table(
    "group",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("name", sa.Text, nullable=False),
    instant_column("created_at"),
    version_column(),
    sa.UniqueConstraint("company_id", "name", name="group_name_in_company"),
)

group_member = sa.Table(
    "group_member",
    metadata,
    sa.Column("group_id", sa.Text, sa.ForeignKey("group.id"), primary_key=True),
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    company_column(),
    sa.Index("group_member_by_operator", "operator_id"),
)

channel_assignment = sa.Table(
    "channel_assignment",
    metadata,
    sa.Column("channel_id", sa.Text, sa.ForeignKey("channel.id"), primary_key=True),
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    company_column(),
    sa.Index("channel_assignment_by_operator", "operator_id"),
)

sign_in_session = sa.Table(
    "sign_in_session",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), nullable=False),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    instant_column("created_at"),
    instant_column("last_seen_at"),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("network_address", sa.Text, nullable=False),
    sa.Index("sign_in_session_by_operator", "operator_id", "created_at"),
)

# Networks from which an operator has signed in: there, strangers' failures with his address do not delay him.
known_network = sa.Table(
    "known_network",
    metadata,
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    sa.Column("network", sa.Text, primary_key=True),
    company_column(),
    instant_column("seen_at"),
)

# The last time that somebody knew an operator's address and not his password or code: he is told of it.
failed_sign_in = sa.Table(
    "failed_sign_in",
    metadata,
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    company_column(),
    instant_column("at"),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("network_address", sa.Text, nullable=False),
)

# Brings one new colleague in. The secret itself is in the link only; `used_at` is set by whoever comes first.
sign_up_link = sa.Table(
    "sign_up_link",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("secret_hash", sa.Text, nullable=False, unique=True),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("group_ids", sa.Text, nullable=False),
    sa.Column("channel_ids", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, sa.ForeignKey("operator.id"), nullable=False),
    instant_column("created_at"),
    instant_column("valid_until"),
    instant_column("used_at", nullable=True),
    instant_column("revoked_at", nullable=True),
    # Who has joined by it.
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), nullable=True),
    version_column(),
    sa.CheckConstraint(
        "role IN ('operator', 'supervisor', 'administrator')", name="sign_up_link_role_is_known"
    ),
    sa.Index("sign_up_link_of_company", "company_id", "created_at"),
)

# At most one row: whoever writes it has set the installation up. Two at once are told apart by its key.
set_up = sa.Table(
    "set_up",
    metadata,
    sa.Column("number", sa.Integer, sa.CheckConstraint("number = 1"), primary_key=True),
    company_column(),
    instant_column("at"),
)

# A program's way in. The key itself is shown once and stored nowhere.
api_key = sa.Table(
    "api_key",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("key_hash", sa.Text, nullable=False, unique=True),
    # The end of the key, so that people can tell their keys apart.
    sa.Column("ending", sa.Text, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),
    sa.Column("created_by", sa.Text, sa.ForeignKey("operator.id"), nullable=False),
    instant_column("created_at"),
    instant_column("last_used_at", nullable=True),
    instant_column("revoked_at", nullable=True),
    version_column(),
    sa.Index("api_key_of_company", "company_id", "id"),
)
