"""What Alembic runs for every command. It never connects: `hovor.foundation.database.migrate` gives it
the connection.
"""

from alembic import context

from hovor.foundation.database.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most of a table: Alembic makes a new one and copies.
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
