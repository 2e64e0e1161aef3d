"""What all tables share: how they are named, what a row of the office has, what a person gives of himself."""

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from db.types import Id, UtcInstant, Words


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Words, dt.datetime: UtcInstant, int: Id, bytes: LargeBinary}  # noqa: RUF012


class Kept:
    """A row of the office: it belongs to an agency, has a version, and each change of it is in the audit trail."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)

    @declared_attr
    def agency_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("agency.id"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805
        return {"version_id_col": cls.version}


class Withdrawable:
    """A row that can be taken back: it stays, and counts nowhere from then on."""

    withdrawn_at: Mapped[dt.datetime | None]


class Particulars:
    """What a person gives of himself. A visit keeps them as they were given then."""

    first_name: Mapped[str]
    last_name: Mapped[str]
    father_name: Mapped[str | None]
    national_id: Mapped[str | None]
    foreign_id: Mapped[str | None]
    mobile: Mapped[str | None]
    county: Mapped[str | None]
    address: Mapped[str | None]
    document: Mapped[str | None]
    """Number of a passport or an آمایش card, as written on it: for who has no id of twelve digits."""
