"""alembic's entry: it runs on the connection that db.migrate hands over, never on a URL (the store needs its key)."""

from alembic import context

import db.triggers  # noqa: F401 - the metadata's DDL
from db.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
