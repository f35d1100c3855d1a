"""Tables of the company."""

import sqlalchemy as sa

from hovor.foundation.database import (
    company_column,
    flag_column,
    identifier_column,
    instant_column,
    metadata,
    version_column,
)

company = sa.Table(
    "company",
    metadata,
    identifier_column(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    # Only what differs from the defaults, so that a better default reaches every company that never chose.
    sa.Column("settings", sa.Text, nullable=False),
    instant_column("created_at"),
    version_column(),
)

channel = sa.Table(
    "channel",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("secrets", sa.Text),
    # A group of accounts, which is above: accounts check within the unit that it is one of the company's.
    sa.Column("group_id", sa.Text),
    flag_column("enabled"),
    instant_column("created_at"),
    version_column(),
    sa.Index("channel_of_company", "company_id", "created_at"),
)

away_reason = sa.Table(
    "away_reason",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("icon", sa.Text, nullable=False),
    sa.Column("colour", sa.Text, nullable=False),
    flag_column("paid"),
    # How long a day, and what happens then; without an allowance there is no limit and the rule rests.
    sa.Column("allowance_minutes", sa.Integer),
    sa.Column("when_used_up", sa.Text, nullable=False),
    sa.Column("change_to_id", sa.Text, sa.ForeignKey("away_reason.id")),
    sa.Column("place", sa.Integer, nullable=False),
    instant_column("retired_at", nullable=True),
    version_column(),
    sa.CheckConstraint(
        "allowance_minutes IS NULL OR allowance_minutes BETWEEN 1 AND 1440", name="allowance_fits_a_day"
    ),
    sa.CheckConstraint("when_used_up IN ('mark', 'refuse', 'change')", name="when_used_up_is_known"),
    sa.CheckConstraint(
        "(when_used_up = 'change') = (change_to_id IS NOT NULL)", name="change_names_another_reason"
    ),
    sa.Index("away_reason_of_company", "company_id", "place"),
)
