"""Tables of clients, identities and visitor sessions."""

import sqlalchemy as sa

from hovor.foundation.database import (
    company_column,
    identifier_column,
    instant_column,
    metadata,
    version_column,
)

client = sa.Table(
    "client",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("name", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("phone", sa.Text),
    sa.Column("language", sa.Text),
    instant_column("created_at"),
    version_column(),
    sa.Index("client_of_company", "company_id", "id"),
)

identity = sa.Table(
    "identity",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("client_id", sa.Text, sa.ForeignKey("client.id"), nullable=False),
    # Of what sort: "visitor" (a browser), "email", "phone" ...
    sa.Column("kind", sa.Text, nullable=False),
    # Where the value means something: a channel's id for a visitor, empty for an address known everywhere.
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("verified", sa.Text, nullable=False),
    instant_column("first_seen_at"),
    instant_column("last_seen_at"),
    sa.UniqueConstraint("company_id", "kind", "scope", "value", name="identity_is_one_client"),
    sa.CheckConstraint("verified IN ('claimed', 'channel', 'company')", name="identity_verified_is_known"),
    sa.Index("identity_by_client", "client_id"),
)

visitor_session = sa.Table(
    "visitor_session",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("channel_id", sa.Text, sa.ForeignKey("channel.id"), nullable=False),
    sa.Column("client_id", sa.Text, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("identity_id", sa.Text, sa.ForeignKey("identity.id"), nullable=False),
    sa.Column("page_url", sa.Text),
    sa.Column("page_title", sa.Text),
    sa.Column("referrer", sa.Text),
    instant_column("created_at"),
    instant_column("last_seen_at"),
    sa.Index("visitor_session_by_identity", "identity_id", "last_seen_at"),
)
