"""The words of letters to units and other agencies: a matter is sent to them, or its answer is asked for again.

All matters that wait for one unit stand in one letter.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.codes import Level, Purpose
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import among_words, isolate, persian_digits
from app.domain.texts import fa
from app.issues import CODE, MATTER, latest
from app.letter_words import AT_ONCE, Sender, full_date
from app.units import NAME, UnitParticulars, _by_id
from db.models import Attachment, Issue, Referral, Reminder, Ruling, Visit

if TYPE_CHECKING:
    from app.documents.letter import Letter

_ALIKE = aliased(Issue)
_PEOPLE: Final = (
    select(func.count(_ALIKE.id)).where(_ALIKE.common_with == Issue.id, _ALIKE.follows.is_(None)).scalar_subquery() + 1
)
_SCANS: Final = (
    select(func.count(Attachment.id))
    .where(Attachment.issue_id == Issue.id, Attachment.answer_id.is_(None), Attachment.withdrawn_at.is_(None))
    .scalar_subquery()
)
_STANDING: Final = (Reminder.referral_id == Referral.id, Reminder.withdrawn_at.is_(None))


@dataclass(frozen=True)
class Asked:
    """A referral that stands, with its matter. Of one that only the head may know, subject and ruling are not said."""

    referral_id: int
    matter_id: int
    unit: str
    due: dt.date | None
    note: str | None
    number: str | None
    numbered_on: dt.date | None
    code: str | None
    subject: str
    head_only: bool
    date: dt.date
    name: str
    ruling: str | None
    people: int
    attachments: int
    reminders: int
    level: Level | None
    unit_head: str = ""
    outside: bool = False

    @property
    def to_own_head(self) -> bool:
        """It has climbed to the agency's head. Where another agency is silent, he writes to its head himself."""
        return self.level is Level.AGENCY_HEAD and not self.outside

    @property
    def who(self) -> str:
        if self.people > 1:
            words = {"name": among_words(self.name), "n": persian_digits(self.people - 1)}
            return fa("%(name)s and %(n)s others") % words
        return among_words(self.name)

    @property
    def said(self) -> str:
        """Subject and ruling, for a row of the table."""
        if self.head_only:
            return fa("Only the head knows the content of this issue.")
        return ": ".join(map(among_words, filter(None, (self.subject, self.ruling))))


def _asked(session: Session, issue_ids: Sequence[int]) -> dict[str, list[Asked]]:
    """The standing referrals of these matters, by unit, in the order of the issues."""
    matters: list[int] = []
    for start in range(0, len(issue_ids), AT_ONCE):
        part = issue_ids[start : start + AT_ONCE]
        rows = session.execute(select(Issue.id, MATTER).where(Issue.id.in_(part)))
        leads = {issue_id: matter for issue_id, matter in rows}  # noqa: C416 - a row is no tuple to mypy
        matters += [leads[issue_id] for issue_id in part if issue_id in leads]
    matters = list(dict.fromkeys(matters))
    question = (
        select(
            Referral.id,
            Issue.id,
            NAME.label("unit"),
            Referral.due,
            Referral.note,
            Referral.letter_number,
            Referral.letter_date,
            CODE,
            Issue.subject,
            Issue.head_only,
            Visit.date,
            Visit.first_name + " " + Visit.last_name,
            latest(Ruling.text, Ruling),
            _PEOPLE,
            _SCANS,
            select(func.count(Reminder.id)).where(*_STANDING).scalar_subquery(),
            select(Reminder.level).where(*_STANDING).order_by(Reminder.id.desc()).limit(1).scalar_subquery(),
            Referral.unit_id,
        )
        .join(Issue, Referral.issue_id == Issue.id)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Referral.withdrawn_at.is_(None), Referral.ended_at.is_(None), Referral.unit.is_not(None))
        .order_by(Referral.id)
    )
    known = _by_id(session)
    found: list[Asked] = []
    for start in range(0, len(matters), AT_ONCE):
        for row in session.execute(question.where(Issue.id.in_(matters[start : start + AT_ONCE]))):
            *facts, unit_id = row
            unit = known.get(unit_id, UnitParticulars())
            found.append(replace(Asked(*facts), unit_head=unit.head, outside=unit.outside))
    places = {matter: place for place, matter in enumerate(matters)}
    by_unit: dict[str, list[Asked]] = {}
    for one in sorted(found, key=lambda one: places[one.matter_id]):
        by_unit.setdefault(one.unit, []).append(one)
    return by_unit


def compose_to_unit(asked: list[Asked], purpose: Purpose, sender: Sender) -> "Letter":
    """One letter to a unit, about one matter or several; of those that have climbed to the agency's head, to him."""
    first = asked[0]
    reminder = purpose is Purpose.REMINDER
    to_head = reminder and first.to_own_head
    climbed = reminder and any(one.level in {Level.UNIT_HEAD, Level.AGENCY_HEAD} for one in asked)
    with_it = 0 if reminder else sum(one.attachments for one in asked if not one.head_only)
    if len(asked) == 1:
        said = [_again(first, climbed=climbed) if reminder else _sent(first, with_it), *_particulars(first, sender)]
    else:
        said = [_all_again(len(asked), climbed=climbed) if reminder else _all_sent(len(asked), with_it)]
    receiver = (first.unit_head if climbed else "", first.unit)
    if to_head:
        said.append(fa("Unit that acts: %(unit)s") % {"unit": among_words(first.unit)})
        receiver, sender = (sender.head, sender.title), sender.for_the_office()
    to = tuple(map(among_words, filter(None, receiver)))
    return sender.letter(
        to=to,
        postal_code="",
        salutation=fa("To: %(receiver)s") % {"receiver": "، ".join(to)},
        subject=_subject(asked, reminder=reminder),
        body="\n".join([*said, fa("We thank you in advance for your help.")]),
        heads=_heads() if len(asked) > 1 else (),
        matters=tuple(_row(place, one) for place, one in enumerate(asked, 1)) if len(asked) > 1 else (),
        attachments=with_it,
    )


def _subject(asked: list[Asked], *, reminder: bool) -> str:
    count = persian_digits(len(asked))
    if not reminder:
        if len(asked) > 1:
            return fa("Referral of %(n)s matters of the face-to-face meetings") % {"n": count}
        return fa("Referral of the matter with follow-up code %(code)s") % {"code": _code(asked[0])}
    times = max(1, *(one.reminders for one in asked))
    words = {"which": _which(times), "n": count}
    if len(asked) > 1:
        return fa("%(which)s: answers to %(n)s matters") % words
    return fa("%(which)s: answer to the matter with follow-up code %(code)s") % {**words, "code": _code(asked[0])}


def _which(times: int) -> str:
    named = {1: fa("First reminder"), 2: fa("Second reminder"), 3: fa("Third reminder")}
    return named.get(times) or fa("Reminder %(n)s") % {"n": persian_digits(times)}


def _sent(one: Asked, with_it: int) -> str:
    words = {"date": full_date(one.date), "due": full_date(one.due) if one.due else ""}
    if one.due and with_it:
        said = fa(
            "With greetings and respect; the matter brought at the face-to-face meeting of %(date)s is attached, to be "
            "looked into and acted on, and its result told by %(due)s."
        )
    elif one.due:
        said = fa(
            "With greetings and respect; the matter brought at the face-to-face meeting of %(date)s is sent to be "
            "looked into and acted on, and its result told by %(due)s."
        )
    elif with_it:
        said = fa(
            "With greetings and respect; the matter brought at the face-to-face meeting of %(date)s is attached, to be "
            "looked into and acted on, and its result told."
        )
    else:
        said = fa(
            "With greetings and respect; the matter brought at the face-to-face meeting of %(date)s is sent to be "
            "looked into and acted on, and its result told."
        )
    return said % words


def _all_sent(count: int, with_it: int) -> str:
    said = (
        fa(
            "With greetings and respect; %(n)s matters brought at face-to-face meetings, listed below, are attached, "
            "to be looked into and acted on, and the result of each told by its due date."
        )
        if with_it
        else fa(
            "With greetings and respect; %(n)s matters brought at face-to-face meetings, listed below, are sent to be "
            "looked into and acted on, and the result of each told by its due date."
        )
    )
    return said % {"n": persian_digits(count)}


def _again(one: Asked, *, climbed: bool) -> str:
    said = []
    if one.number and one.numbered_on:
        words = {"number": persian_digits(one.number), "date": full_date(one.numbered_on)}
        said.append(fa("With greetings and respect; following letter %(number)s of %(date)s:") % words)
    else:
        said.append(fa("With greetings and respect;"))
    if one.due:
        said.append(
            fa("no answer to the matter below has come, which was due on %(due)s.") % {"due": full_date(one.due)}
        )
    else:
        said.append(fa("no answer to the matter below has come yet."))
    return " ".join([*said, _please(climbed=climbed)])


def _all_again(count: int, *, climbed: bool) -> str:
    said = fa("With greetings and respect; no answer to the %(n)s matters below has come yet.")
    return " ".join([said % {"n": persian_digits(count)}, _please(climbed=climbed)])


def _please(*, climbed: bool) -> str:
    if climbed:
        return fa("As earlier reminders brought no answer, please order that the result be told as soon as possible.")
    return fa("Please tell the result of what was done as soon as possible.")


def _particulars(one: Asked, sender: Sender) -> list[str]:
    said = [fa("Applicant: %(name)s (follow-up code %(code)s)") % {"name": one.who, "code": _code(one)}]
    if one.head_only:
        return [*said, fa("Only the head knows the content of this issue.")]
    said.append(fa("Matter: %(subject)s") % {"subject": among_words(one.subject)})
    if one.ruling:
        ruling = among_words(" ".join(one.ruling.split()))
        said.append(fa("Ruling of the %(title)s: «%(ruling)s»") % {"title": sender.title, "ruling": ruling})
    if one.note:
        said.append(among_words(" ".join(one.note.split())))
    return said


def _heads() -> tuple[str, ...]:
    return fa("Row"), fa("Applicant"), fa("Follow-up code"), fa("Matter and ruling"), fa("Due date")


def _row(place: int, one: Asked) -> tuple[str, ...]:
    return persian_digits(place), one.who, _code(one), one.said, full_date(one.due) if one.due else "—"


def _code(one: Asked) -> str:
    return isolate(persian_digits(show_follow_up_code(one.code))) if one.code else "—"
