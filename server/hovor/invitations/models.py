"""Tables of invitations. Times are microseconds since the epoch.

Kept by constraints: a one-off has at most one use, a conversation came by at most one invitation (INV-53).
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from hovor.foundation.database import metadata

invitation = Table(
    "invitation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("operator_id", Text, ForeignKey("operator.id"), nullable=False),
    Column("channel_id", Text, ForeignKey("channel.id"), nullable=False),
    Column("use", Text, nullable=False),
    # A keyed hash finds it, a sealed text lets its owner copy it again; the secret itself is stored nowhere.
    Column("secret_hash", Text, nullable=False, unique=True),
    Column("secret_sealed", Text, nullable=False),
    Column("code_hash", Text, unique=True),
    Column("code_sealed", Text),
    Column("code_until", BigInteger),
    # The address that the link begins with, where the installation names none.
    Column("origin", Text, nullable=False),
    # Empty: without an end, which only integrations may ask for.
    Column("valid_until", BigInteger),
    Column("arranged_for", BigInteger),
    Column("time_zone", Text),
    Column("note", Text),
    Column("client_name", Text),
    Column("client_email", Text),
    Column("client_phone", Text),
    Column("uses", Integer, nullable=False),
    Column("last_used_at", BigInteger),
    Column("last_client_id", Text, ForeignKey("client.id")),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by_kind", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("revoked_at", BigInteger),
    Column("revoked_by_kind", Text),
    Column("revoked_by", Text),
    Column("version", Integer, nullable=False),
    CheckConstraint("use IN ('once', 'repeatedly')", name="invitation_use_is_known"),
    CheckConstraint("uses >= 0 AND (use <> 'once' OR uses <= 1)", name="one_off_is_used_once"),
    CheckConstraint("(uses = 0) = (last_used_at IS NULL)", name="invitation_use_has_a_time"),
    CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name="invitation_code_has_an_end"),
    CheckConstraint("(arranged_for IS NULL) = (time_zone IS NULL)", name="invitation_time_has_a_zone"),
    Index("invitation_of_operator", "company_id", "operator_id", "id"),
)

invitation_use = Table(
    "invitation_use",
    metadata,
    Column("conversation_id", Text, ForeignKey("conversation.id"), primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("invitation_id", Text, ForeignKey("invitation.id"), nullable=False),
    # The browser it was started in: that one comes back without another use.
    Column("identity_id", Text, ForeignKey("identity.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("invitation_use_of_invitation", "invitation_id", "at"),
    Index("invitation_use_of_identity", "identity_id"),
)

# Who wants to be told when the operator is there. The letter is written and sealed already; of the address
# only a keyed hash stands beside it, so that who asks twice is told once. Gone once told, or once nothing
# could come of it.
invitation_wish = Table(
    "invitation_wish",
    metadata,
    Column("invitation_id", Text, ForeignKey("invitation.id"), primary_key=True),
    Column("address_hash", Text, primary_key=True),
    Column("company_id", Text, ForeignKey("company.id"), nullable=False),
    Column("operator_id", Text, ForeignKey("operator.id"), nullable=False),
    Column("letter_sealed", Text, nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Index("invitation_wish_of_operator", "operator_id", "company_id"),
)
