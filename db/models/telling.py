"""Telling the applicant: how he can be reached, messages, calls and letters."""

import datetime as dt
import json

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import CarrierKind, MessageState, Purpose, Way
from db.models.base import Base, Kept, Withdrawable
from db.types import coded


class Reach(Kept, Base):
    """How a person can be reached, beside the mobile that he gives.

    mobile: the number of which mobile_of and blocked_line speak; they say nothing of one that he gave later.
    mobile_of: whose number that is, a relative's, null: his own. no_sms: he wants none. blocked_line: the line of ours
    that the number takes no messages from, by its carrier's word. prefers: the way he asked for.
    """

    __tablename__ = "reach"
    visitor_id: Mapped[int] = mapped_column(ForeignKey("visitor.id"), unique=True)
    mobile: Mapped[str | None]
    mobile_of: Mapped[str | None]
    no_sms: Mapped[bool] = mapped_column(default=False)
    blocked_line: Mapped[str | None]
    prefers: Mapped[Way | None] = mapped_column(coded(Way, "prefers"))
    landline: Mapped[str | None]
    postal_code: Mapped[str | None]


class Message(Kept, Base):
    """An SMS, from when it is wanted until its fate is known (app/outbox.py).

    issue_id: the matter of the person that it is for; booking_id: the booked turn that it is about instead.
    outcome_id: the result that it tells; parts: as it was typed. uid: our own number of it, given to the carrier so
    that it can be asked after a crash; their_id: the carrier's. code: the carrier's last answer. decided_by: who said
    what became of one whose fate nobody knew.
    """

    __tablename__ = "message"
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))
    purpose: Mapped[Purpose] = mapped_column(coded(Purpose, "purpose"))
    number: Mapped[str]
    text: Mapped[str]
    parts: Mapped[int]
    uid: Mapped[int] = mapped_column(unique=True)
    state: Mapped[MessageState] = mapped_column(coded(MessageState, "state"))
    carrier: Mapped[CarrierKind | None] = mapped_column(coded(CarrierKind, "carrier"))
    line: Mapped[str | None]
    their_id: Mapped[str | None]
    code: Mapped[str | None]
    queued_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
    settled_at: Mapped[dt.datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    __table_args__ = (Index("ix_message_state", "state", "id"),)


class Sending(Base):
    """The outbox's own notes on a message that is not settled: when to try or to ask again. No part of the record."""

    __tablename__ = "sending"
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True, autoincrement=False)
    tries: Mapped[int]
    next_at: Mapped[dt.datetime]
    said: Mapped[str | None]


class MessagePart(Base):
    """One part of a message that a modem sends. reference: what joins the parts on the phone; mr: the modem's number of
    it, by which its delivery report is known. The outbox's own notes: the message itself is the record.
    """

    __tablename__ = "message_part"
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reference: Mapped[int]
    state: Mapped[MessageState] = mapped_column(coded(MessageState, "state"))
    mr: Mapped[int | None]
    sent_at: Mapped[dt.datetime | None]


class PhoneCall(Withdrawable, Kept, Base):
    """A try to reach the applicant by phone, or his own call (incoming). told: the result was told in it.

    spoke_to: who was on the phone, where it was not the applicant himself; of one that told, his representative.
    """

    __tablename__ = "phone_call"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    incoming: Mapped[bool]
    called_at: Mapped[dt.datetime]
    answered: Mapped[bool]
    spoke_to: Mapped[str | None]
    note: Mapped[str | None]
    told: Mapped[bool]


class Letter(Withdrawable, Kept, Base):
    """A letter to an applicant or to a unit (referral_id). number, date: from the registry; registered: by the post.

    body: its words between salutation and signature, as they were sent; paper: all else that stands on it but number
    and date, as JSON (app/documents/letter.py), so that it can be drawn again; and `handed_to`, of one that was
    handed over (on posted_on) and not posted, `came_back`, of one that the post brought back. with_id: the letter on
    whose paper this matter stands too, where a unit is written to about several.
    """

    __tablename__ = "letter"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"))
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))
    purpose: Mapped[Purpose] = mapped_column(coded(Purpose, "purpose"))
    body: Mapped[str]
    paper: Mapped[str | None]
    with_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    made_at: Mapped[dt.datetime]
    number: Mapped[str | None]
    date: Mapped[dt.date | None]
    posted_on: Mapped[dt.date | None]
    registered: Mapped[str | None]

    @property
    def handed_to(self) -> str:
        """Who took it in person, "" for nobody."""
        return str(json.loads(self.paper or "{}").get("handed_to", ""))

    @handed_to.setter
    def handed_to(self, name: str) -> None:
        self._keep("handed_to", name)

    @property
    def came_back(self) -> dt.date | None:
        """The day on which the post brought it back."""
        day = json.loads(self.paper or "{}").get("came_back")
        return dt.date.fromisoformat(day) if day else None

    @came_back.setter
    def came_back(self, day: dt.date | None) -> None:
        self._keep("came_back", day.isoformat() if day else "")

    def _keep(self, key: str, value: str) -> None:
        kept = {one: said for one, said in json.loads(self.paper or "{}").items() if one != key}
        kept |= {key: value} if value else {}
        self.paper = json.dumps(kept, ensure_ascii=False) if kept else None


class Emblem(Base):
    """A picture that stood in the letterhead, a PNG by its SHA-256: letters that bear it are drawn again with it."""

    __tablename__ = "emblem"
    digest: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class Unreached(Withdrawable, Kept, Base):
    """An office's word that a result could not be told (app/telling.py).

    outcome_id: the result; the word says nothing of a later one. evidence: the tries, as they stood then.
    """

    __tablename__ = "unreached"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"))
    evidence: Mapped[str]
    said_at: Mapped[dt.datetime]
