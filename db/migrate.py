"""Bring a store's schema to the newest revision (alembic is imported only when there is something to do)."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from db.engine import SCHEMA, writing

if TYPE_CHECKING:
    from alembic.config import Config


def revision(engine: Engine) -> str | None:
    """The store's schema revision; None for a store that has none yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known(revision: str) -> bool:
    """Whether this program has that revision: a store of a newer Didar has one that it has not."""
    return (Path(__file__).parent / "migrations" / "versions" / f"v{revision}.py").exists()


def upgrade(engine: Engine, to: str = SCHEMA) -> None:
    """Run the migrations up to a revision, all in one transaction."""
    from alembic import command

    with writing(engine).begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def configuration() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
