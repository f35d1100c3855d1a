"""The tables every batch writes: the last position of each company, and the events themselves.

Features read them through `hovor.foundation.event_log`.
"""

import sqlalchemy as sa

from hovor.foundation.database.schema import company_column, instant_column, metadata
from hovor.foundation.database.statements import Hot, insert

company_position = sa.Table(
    "company_position",
    metadata,
    sa.Column("company_id", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    # Every batch rewrites these few rows: room in the page keeps each rewrite off the index.
    postgresql_with={"fillfactor": 10},
)

event = sa.Table(
    "event",
    metadata,
    company_column(),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("actor_kind", sa.Text, nullable=False),
    sa.Column("actor_id", sa.Text, nullable=False),
    instant_column("at"),
    sa.PrimaryKeyConstraint("company_id", "position"),
    sqlite_with_rowid=False,
)

_here = company_position.c.company_id == sa.bindparam("company_id")

POSITION = Hot(sa.select(company_position.c.position).where(_here))
LOCK = Hot(sa.select(company_position.c.position).where(_here).with_for_update())
FIRST = Hot(insert(company_position).on_conflict_do_nothing(index_elements=["company_id"]))
STORE = Hot(
    sa.update(company_position).where(_here).values(position=sa.bindparam("last", type_=sa.BigInteger))
)
APPEND = Hot(sa.insert(event))
