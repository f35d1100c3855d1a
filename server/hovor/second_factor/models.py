"""Tables of second factors. Times are microseconds since the epoch."""

import sqlalchemy as sa

from hovor.foundation.database import company_column, instant_column, metadata

second_factor = sa.Table(
    "second_factor",
    metadata,
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    company_column(),
    # Sealed: the codes are made from it. Set up and not yet confirmed it asks nobody for anything.
    sa.Column("sealed", sa.Text, nullable=False),
    instant_column("confirmed_at", nullable=True),
    # The newest step whose code was used: it and all before it are used up.
    sa.Column("last_step", sa.BigInteger, nullable=False),
)

recovery_code = sa.Table(
    "recovery_code",
    metadata,
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    # A keyed hash; the code itself is on the operator's paper only. Gone once used.
    sa.Column("code_hash", sa.Text, primary_key=True),
    company_column(),
)
