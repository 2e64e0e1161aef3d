"""The agency itself: its day, its heads and users, its keys, its own lists and settings."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import AgencyKind, CarrierKind, Role, Weekday
from db.models.base import Base, Kept, Withdrawable
from db.types import coded


class Agency(Base):
    __tablename__ = "agency"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[AgencyKind | None] = mapped_column(coded(AgencyKind, "kind"))
    province: Mapped[str]
    county: Mapped[str]
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Schedule(Kept, Base):
    """Weekday and hours of the meeting, in force from `since` until a later row (circular, c1)."""

    __tablename__ = "schedule"
    since: Mapped[dt.date]
    weekday: Mapped[Weekday] = mapped_column(coded(Weekday, "weekday"))
    opens: Mapped[dt.time]
    closes: Mapped[dt.time]
    __table_args__ = (UniqueConstraint("agency_id", "since"), CheckConstraint("opens < closes", "hours"))


class Head(Kept, Base):
    """Who heads the agency, or acts as its head, from `since` to `until` (null: still)."""

    __tablename__ = "head"
    name: Mapped[str]
    acting: Mapped[bool]
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]


class User(Kept, Base):
    __tablename__ = "user"
    login: Mapped[str]
    name: Mapped[str]
    slot: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (UniqueConstraint("agency_id", "login"),)


class UserRole(Kept, Base):
    __tablename__ = "user_role"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(coded(Role, "role"))
    __table_args__ = (UniqueConstraint("user_id", "role"),)


class SigningKey(Kept, Base):
    """The office's own key, sealed under the signer's secret, and its certificate.

    replaces: the key that was before it; told_at: when the inspection office was told of this one in its place. vouch:
    what vouches for it, as `signer.vouched` of a report says it: the older key's signed statement, or a letter, whose
    number stands in letter too.
    """

    __tablename__ = "signing_key"
    sealed: Mapped[bytes]
    certificate: Mapped[bytes]
    made_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None]
    replaces: Mapped[int | None] = mapped_column(ForeignKey("signing_key.id"))
    told_at: Mapped[dt.datetime | None]
    letter: Mapped[str | None]
    vouch: Mapped[bytes | None]


class SlipKey(Kept, Base):
    """The desk's key: it signs each exit slip, so that nobody can invent one (docs/visit-proofs.md).

    sealed: PKCS#8 under a key made of the store's own, as any secretary signs with it; public: its
    SubjectPublicKeyInfo, DER.
    """

    __tablename__ = "slip_key"
    sealed: Mapped[bytes]
    public: Mapped[bytes]
    made_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None]


class OfficeSetting(Kept, Base):
    """How this office wants one thing (app/office_settings.py); what is not here is as Didar begins. value: JSON."""

    __tablename__ = "office_setting"
    key: Mapped[str]
    value: Mapped[str]
    __table_args__ = (UniqueConstraint("agency_id", "key"),)


class Subject(Kept, Base):
    """The office's own list of subjects, in two levels."""

    __tablename__ = "subject"
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Unit(Kept, Base):
    """Who acts: a unit of the agency, or another agency under it (outside; null: no).

    contact: whom one reaches there, at `telephone`; head: who heads it, to whom what stays late climbs.
    """

    __tablename__ = "unit"
    name: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    outside: Mapped[bool | None]
    contact: Mapped[str | None]
    telephone: Mapped[str | None]
    head: Mapped[str | None]


class Phrase(Kept, Base):
    """The head's usual words for a ruling."""

    __tablename__ = "phrase"
    text: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class Holiday(Withdrawable, Kept, Base):
    """A day on which offices are closed, as this office confirmed it. Fridays are not here."""

    __tablename__ = "holiday"
    date: Mapped[dt.date] = mapped_column(index=True)
    name: Mapped[str]


class Carrier(Kept, Base):
    """By what messages are sent. secret: key or password; it is in no trail. One carrier is active at a time.

    address: of the gateway, where it is not the usual one; login: user name at the gateway; line: the number that
    receivers see.
    """

    __tablename__ = "carrier"
    kind: Mapped[CarrierKind] = mapped_column(coded(CarrierKind, "kind"))
    address: Mapped[str | None]
    login: Mapped[str | None]
    line: Mapped[str | None]
    secret: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (UniqueConstraint("agency_id", "kind"),)
