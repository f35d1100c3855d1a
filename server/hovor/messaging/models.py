"""Tables of messaging. Text and integers only, so that hot statements may run on all of them.

Times are microseconds since 1970 UTC (a duration such as `window` too), flags are 0 or 1, documents are
JSON text.
"""

import sqlalchemy as sa

from hovor.foundation.database import metadata

_text = sa.Text
_whole = sa.BigInteger

thread = sa.Table(
    "thread",
    metadata,
    sa.Column("conversation_id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False, index=True),
    sa.Column("channel_id", _text, nullable=False),
    sa.Column("outbound", _text, nullable=False),
    sa.Column("recipient", _text),
    sa.Column("window", _whole),
    sa.Column("entries", _whole, nullable=False),
    sa.Column("unread", _whole, nullable=False),
    sa.Column("client_unread", _whole, nullable=False),
    sa.Column("client_received", _whole, nullable=False),
    sa.Column("client_read", _whole, nullable=False),
    sa.Column("operator_read", _whole, nullable=False),
    sa.Column("waiting_since", _whole),
    sa.Column("last_client_at", _whole),
    sa.Column("last_entry_id", _text),
    sa.Column("last_at", _whole),
    sa.Column("version", _whole, nullable=False),
    sa.CheckConstraint("outbound IN ('pulled', 'pushed')", name="thread_outbound"),
    sa.CheckConstraint(
        "client_read <= entries AND client_received <= entries", name="thread_client_watermarks"
    ),
    sa.CheckConstraint("operator_read <= entries", name="thread_operator_watermark"),
    sa.CheckConstraint("unread >= 0 AND client_unread >= 0", name="thread_counters"),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False),
    sa.Column("conversation_id", _text, sa.ForeignKey("thread.conversation_id"), nullable=False),
    sa.Column("number", _whole, nullable=False),
    sa.Column("kind", _text, nullable=False),
    sa.Column("author_kind", _text, nullable=False),
    sa.Column("author_id", _text),
    sa.Column("author_name", _text),
    sa.Column("author_public_name", _text),
    sa.Column("client_ref", _text),
    sa.Column("text", _text),
    sa.Column("files", _text),
    sa.Column("change", _text),
    sa.Column("client_visible", _whole, nullable=False),
    sa.Column("delivery", _text),
    sa.Column("delivery_reason", _text),
    sa.Column("at", _whole, nullable=False),
    sa.Column("version", _whole, nullable=False),
    sa.UniqueConstraint("conversation_id", "number", name="entry_number"),
    sa.CheckConstraint("kind IN ('message', 'note', 'change')", name="entry_kind"),
)
# A client's reference is unique for the client, whatever conversation it lands in: a message sent again
# after its conversation was closed is the old message, not the beginning of a new conversation (INV-47).
sa.Index(
    "entry_client_ref",
    entry.c.author_id,
    entry.c.client_ref,
    unique=True,
    sqlite_where=entry.c.author_kind == sa.literal_column("'client'"),
    postgresql_where=entry.c.author_kind == sa.literal_column("'client'"),
)
sa.Index(
    "entry_colleague_ref",
    entry.c.conversation_id,
    entry.c.author_id,
    entry.c.client_ref,
    unique=True,
    sqlite_where=entry.c.author_kind != sa.literal_column("'client'"),
    postgresql_where=entry.c.author_kind != sa.literal_column("'client'"),
)

entry_file = sa.Table(
    "entry_file",
    metadata,
    sa.Column("entry_id", _text, sa.ForeignKey("entry.id"), primary_key=True),
    sa.Column("file_id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False),
    sa.Column("conversation_id", _text, nullable=False),
    sa.Index("entry_file_by_file", "file_id"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("entry_id", _text, sa.ForeignKey("entry.id"), primary_key=True),
    sa.Column("company_id", _text, nullable=False),
    sa.Column("conversation_id", _text, nullable=False),
    sa.Column("channel_id", _text, nullable=False),
    sa.Column("number", _whole, nullable=False),
    sa.Column("recipient", _text),
    sa.Column("template", _text),
    sa.Column("state", _text, nullable=False),
    sa.Column("attempts", _whole, nullable=False),
    sa.Column("checks", _whole, nullable=False),
    sa.Column("life", _whole, nullable=False),
    sa.Column("due_at", _whole),
    sa.Column("queued_at", _whole, nullable=False),
    sa.Column("vendor_id", _text),
    sa.Column("failure", _text),
    sa.Column("reason", _text),
    sa.Column("accepted_at", _whole),
    sa.Column("sent_at", _whole),
    sa.Column("delivered_at", _whole),
    sa.Column("read_at", _whole),
    sa.Column("version", _whole, nullable=False),
    sa.Index("delivery_line", "conversation_id", "number"),
    sa.Index("delivery_vendor", "channel_id", "vendor_id"),
)
sa.Index(
    "delivery_trouble",
    delivery.c.company_id,
    delivery.c.entry_id,
    sqlite_where=sa.literal_column("state IN ('failed', 'unknown')"),
    postgresql_where=sa.literal_column("state IN ('failed', 'unknown')"),
)
sa.Index(
    "delivery_due",
    delivery.c.due_at,
    delivery.c.company_id,
    sqlite_where=delivery.c.due_at.is_not(None),
    postgresql_where=delivery.c.due_at.is_not(None),
)

delivery_step = sa.Table(
    "delivery_step",
    metadata,
    sa.Column("entry_id", _text, sa.ForeignKey("delivery.entry_id"), primary_key=True),
    sa.Column("version", _whole, primary_key=True),
    sa.Column("company_id", _text, nullable=False),
    sa.Column("state", _text, nullable=False),
    sa.Column("fact", _text, nullable=False),
    sa.Column("anomaly", _text),
    sa.Column("at", _whole, nullable=False),
)

early_receipt = sa.Table(
    "early_receipt",
    metadata,
    sa.Column("id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False),
    sa.Column("channel_id", _text, nullable=False),
    sa.Column("vendor_id", _text, nullable=False),
    sa.Column("receipt", _text, nullable=False),
    sa.Column("arrived_at", _whole, nullable=False),
    sa.Index("early_receipt_vendor", "channel_id", "vendor_id"),
)

inbound_refusal = sa.Table(
    "inbound_refusal",
    metadata,
    sa.Column("id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False),
    sa.Column("channel_id", _text, nullable=False),
    sa.Column("dedupe_key", _text, nullable=False),
    sa.Column("reason", _text, nullable=False),
    sa.Column("raw", _text, nullable=False),
    sa.Column("received_at", _whole, nullable=False),
    sa.UniqueConstraint("channel_id", "dedupe_key", name="inbound_refusal_once"),
)

draft = sa.Table(
    "draft",
    metadata,
    sa.Column("conversation_id", _text, primary_key=True),
    sa.Column("operator_id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False),
    sa.Column("text", _text, nullable=False),
    sa.Column("files", _text),
    sa.Column("saved_at", _whole, nullable=False),
    sa.Column("version", _whole, nullable=False),
)

template = sa.Table(
    "template",
    metadata,
    sa.Column("id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False, index=True),
    sa.Column("name", _text, nullable=False),
    sa.Column("language", _text, nullable=False),
    sa.Column("text", _text, nullable=False),
    sa.Column("retired_at", _whole),
    sa.Column("changed_at", _whole, nullable=False),
    sa.Column("version", _whole, nullable=False),
)
sa.Index(
    "template_name",
    template.c.company_id,
    template.c.name,
    template.c.language,
    unique=True,
    sqlite_where=template.c.retired_at.is_(None),
    postgresql_where=template.c.retired_at.is_(None),
)

channel_health = sa.Table(
    "channel_health",
    metadata,
    sa.Column("channel_id", _text, primary_key=True),
    sa.Column("company_id", _text, nullable=False, index=True),
    sa.Column("state", _text, nullable=False),
    sa.Column("reason", _text),
    sa.Column("since", _whole, nullable=False),
    sa.Column("version", _whole, nullable=False),
)
