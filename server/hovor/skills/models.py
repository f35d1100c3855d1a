"""Tables of skills. Times are microseconds since the epoch."""

import sqlalchemy as sa

from hovor.foundation.database import (
    company_column,
    identifier_column,
    instant_column,
    metadata,
    version_column,
)

skill = sa.Table(
    "skill",
    metadata,
    identifier_column(),
    company_column(),
    sa.Column("name", sa.Text, nullable=False),
    instant_column("retired_at", nullable=True),
    version_column(),
    sa.Index("skill_of_company", "company_id", "name"),
)

operator_skill = sa.Table(
    "operator_skill",
    metadata,
    sa.Column("operator_id", sa.Text, sa.ForeignKey("operator.id"), primary_key=True),
    sa.Column("skill_id", sa.Text, sa.ForeignKey("skill.id"), primary_key=True),
    company_column(),
    # From 1, a beginner, to 5, who teaches the others.
    sa.Column("level", sa.Integer, nullable=False),
    sa.CheckConstraint("level BETWEEN 1 AND 5", name="operator_skill_level_is_known"),
    sa.Index("operator_skill_of_company", "company_id", "operator_id"),
)
