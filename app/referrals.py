"""Referrals (ارجاع): a matter is given to units, each with its due date; what they answer, and what moves the date.

A referral to another agency is one like any other: it stays open and is chased. They are recorded on the matter, so
that they stand for later visits and for other people who brought the same.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.codes import AnswerKind, ClosedDue, MessageState, Purpose, Stage, Status
from app.domain.dues import check_typed
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul, search_key
from app.domain.texts import _, fa
from app.holidays import _office_days, _why_closed
from app.issues import _issue, _matter_id, _own_id
from app.office import Office
from app.office_settings import _settings
from app.referral_rows import ReferralRow, _day, _of_matters
from app.rulings import _own_moment
from app.security.rights import Right
from app.units import _ids, _named
from db.models import Answer, DueMove, Issue, Letter, Message, Referral, Ruling, Visit


@dataclass(frozen=True)
class Referred:
    """What one act referred: the referrals' ids, their units, the due date of all of them."""

    ids: tuple[int, ...]
    units: tuple[str, ...]
    due: dt.date | None


def of_issue(office: Office, issue_id: int) -> list[ReferralRow]:
    """All referrals of the issue's matter, oldest first; without words for who may not know them."""
    with office.read() as session:
        issue, _visit = _issue(session, issue_id)
        rows = _of_matters(session, office, [_matter_id(session, issue_id)])
        hidden = issue.head_only and not office.may(Right.CONFIDENTIAL)
        return [row.without_words() for row in rows] if hidden else rows


def default_due(office: Office) -> dt.date:
    """By when a unit has to answer if nobody says otherwise: the office's days from today, by its clock."""
    with office.read() as session:
        return _default_due(session, office)


@dataclass(frozen=True)
class UsualDue:
    """By when a unit has to answer. closed_on: the day that it would have been and that is closed, as `closed` says."""

    due: dt.date
    closed_on: dt.date | None = None
    closed: str = ""


def usual_due(office: Office) -> UsualDue:
    """`default_due` with why it is later than the office's days, where a closed day moved it on."""
    with office.read() as session:
        days, due = _office_days(session), _default_due(session, office)
        would_be = office.today() + dt.timedelta(days=_settings(session).due_days)
        if days.rule is not ClosedDue.NEXT or would_be == due:
            return UsualDue(due)
        return UsualDue(due, would_be, _why_closed(session, would_be))


def ordered_due(office: Office, issue_id: int) -> dt.date | None:
    """By when the head ordered it to be done without naming a unit; None where he did not, or a unit has it by now."""
    with office.read() as session:
        return _ordered_due(_of_matters(session, office, [_matter_id(session, issue_id)]))


def _ordered_due(rows: Sequence[ReferralRow]) -> dt.date | None:
    return next((row.due for row in rows if row.stands and row.unit is None and row.due), None)


def refer(
    office: Office, issue_id: int, units: str | Sequence[str], due: dt.date | None = None, note: str = ""
) -> Referred:
    """Give a matter to one or several units, in the words of the office's list or others; the others that act stay.

    due: null for the office's usual. note: what is asked of the unit beside the ruling. It takes the place of what a
    ruling ordered without a unit, of what a unit returned, and of what the same unit has answered.
    Raises Refused without a unit, for one that acts already, a due date before the ruling or today, one that is too
    far (app/domain/dues.py), a matter with its outcome.
    """
    named = _names([units] if isinstance(units, str) else units)
    note = normalise(refuse_nul(note, "note"), lines=True)
    with office.work("referrals.refer", Right.FOLLOW_UP) as session:
        matter = _open_matter(session, issue_id)
        standing = [row for row in _of_matters(session, office, [matter]) if row.stands]
        again = {search_key(one) for one in named}
        over = [row for row in standing if _is_over(row, again)]
        _refuse_asked(named, [row for row in standing if row not in over])
        if due is not None:
            _check_typed(session, office, matter, due, first=office.today())
        else:
            due = _ordered_due(over) or _default_due(session, office)
        return _give(session, office, matter, named, due, note, over)


def refer_again(office: Office, referral_id: int, unit: str, due: dt.date | None = None, note: str = "") -> Referred:
    """Give to another unit, or to the same one anew, what a unit had: that referral ends, the others stay."""
    named = _names([unit])
    note = normalise(refuse_nul(note, "note"), lines=True)
    with office.work("referrals.refer_again", Right.FOLLOW_UP) as session:
        before = _standing(session, referral_id)
        matter = _open_matter(session, before.issue_id)
        rows = [row for row in _of_matters(session, office, [matter]) if row.stands]
        _refuse_asked(named, [row for row in rows if row.id != before.id and row.waited_for])
        if due is not None:
            _check_typed(session, office, matter, due, first=office.today())
        due = due or _default_due(session, office)
        return _give(session, office, matter, named, due, note, [row for row in rows if row.id == before.id])


def take_back_refer(office: Office, referral_id: int) -> None:
    """Undo a referral and the others of the same act; what they took the place of stands again."""
    with office.work("referrals.take_back_refer", Right.FOLLOW_UP) as session:
        given = _standing(session, referral_id)
        of_matter = list(
            session.scalars(
                select(Referral).where(Referral.issue_id == given.issue_id, Referral.withdrawn_at.is_(None))
            )
        )
        act = [one for one in of_matter if one.referred_at == given.referred_at]
        if session.scalar(
            select(Ruling.id).where(
                Ruling.issue_id == given.issue_id,
                Ruling.given_at == given.referred_at,
                Ruling.withdrawn_at.is_(None),
            )
        ):
            raise Refused(_("This was referred with the ruling; take the ruling back."), "unit")
        if any(one.ended_at for one in act):
            raise Refused(_("Another referral has taken its place; take that one back first."), "unit")
        answered = select(Answer.id).where(Answer.referral_id.in_([one.id for one in act]))
        if session.scalar(answered.where(Answer.withdrawn_at.is_(None)).limit(1)):
            raise Refused(_("The unit has answered meanwhile; take its answer back first."), "unit")
        for one in of_matter:
            if one in act:
                one.withdrawn_at = office.now()
            elif one.ended_at == given.referred_at:
                one.ended_at = None


def answer(
    office: Office,
    referral_id: int,
    kind: AnswerKind,
    text: str = "",
    date: dt.date | None = None,
    number: str = "",
) -> int:
    """Write down what a unit answered, or that it returned the matter, and why. Returns the answer's id.

    text: of a return the reason. date, number: of the unit's letter; today and none if nothing is said.
    Raises Refused for one that says nothing (who acted, or what to tell the applicant, nobody would know), a return
    without a reason, a date before the visit or one that has not come.
    """
    text = normalise(refuse_nul(text, "text"), lines=True)
    number = normalise(refuse_nul(number, "number"))
    if kind is AnswerKind.RETURNED and not text:
        raise Refused(_("Write why the unit returned it."), "text")
    if not (text or number):
        raise Refused(_("Write what the unit answered, or its letter's number; a scan is attached afterwards."), "text")
    with office.work("referrals.answer", Right.FOLLOW_UP) as session:
        referral = _standing(session, referral_id)
        date = date or office.today()
        if date < _visited_on(session, referral.issue_id):
            raise Refused(_("The answer's date cannot be before the day of the visit."), "date")
        if date > office.today():
            raise Refused(_("The answer's date has not come yet."), "date")
        row = Answer(
            agency_id=office.agency_id,
            referral_id=referral.id,
            kind=kind,
            text=text or None,
            number=number or None,
            date=date,
            recorded_at=office.now(),
        )
        session.add(row)
        session.flush()
        return row.id


def take_back_answer(office: Office, answer_id: int) -> None:
    """Undo a unit's answer: what it said before it stands again, or it is waited for."""
    with office.work("referrals.take_back_answer", Right.FOLLOW_UP) as session:
        row = session.get(Answer, answer_id)
        if row is None or row.withdrawn_at is not None:
            raise Refused(_("This answer was taken back already."))
        row.withdrawn_at = office.now()


def move_due(office: Office, referral_id: int, due: dt.date, reason: str) -> int:
    """Another due date, and why; the earlier one is kept. Returns the move's id.

    The applicant is to hear of it: `interim_pending` says so until he did. Raises Refused without a reason, and for a
    day that is not to come or too far.
    """
    reason = normalise(refuse_nul(reason, "reason"))
    if not reason:
        raise Refused(_("Write why the due date is moved."), "reason")
    with office.work("referrals.move_due", Right.FOLLOW_UP) as session:
        referral = _standing(session, referral_id)
        _open_matter(session, referral.issue_id)
        _check_typed(session, office, referral.issue_id, due, first=office.today() + dt.timedelta(days=1))
        if due == referral.due:
            raise Refused(_("This is its due date already."), "due")
        if _last_answer(session, referral_id) in (AnswerKind.FULL, AnswerKind.RETURNED):
            raise Refused(_("This was changed meanwhile; read the list again."), "due")  # nothing is waited for
        move = _move(office, referral, due, reason, office.now())
        session.add(move)
        session.flush()
        return move.id


def take_back_move_due(office: Office, move_id: int) -> None:
    """Undo the latest move of a referral's due date."""
    with office.work("referrals.take_back_move_due", Right.FOLLOW_UP) as session:
        move = session.get(DueMove, move_id)
        referral = session.get(Referral, move.referral_id) if move else None
        if move is None or referral is None or move.withdrawn_at is not None:
            raise Refused(_("This due date was moved back already."), "due")
        if referral.due != move.after:
            raise Refused(_("The due date was moved again meanwhile; take that back first."), "due")
        move.withdrawn_at, referral.due = office.now(), move.before


def letter_number(office: Office, referral_id: int, number: str, date: dt.date | None) -> None:
    """The covering letter's number and date, as the registry gave them after it was signed. Both empty: none so far."""
    number = normalise(refuse_nul(number, "number"))
    if date is not None and not number:
        raise Refused(_("Write the letter's number too."), "number")
    with office.work("referrals.letter_number", Right.FOLLOW_UP) as session:
        referral = session.get(Referral, referral_id)
        if referral is None or referral.withdrawn_at is not None:
            raise Refused(_gone(), "unit")
        if date is not None and date < _visited_on(session, referral.issue_id):
            raise Refused(_("The letter's date cannot be before the day of the visit."), "date")
        if date is not None and date > office.today():
            raise Refused(_("The letter's date has not come yet."), "date")
        referral.letter_number, referral.letter_date = number or None, date


def interim_pending(office: Office, issue_id: int) -> bool:
    """Whether a due date was moved and the applicant has had no word in the interim since."""
    with office.read() as session:
        return _interim_pending(session, issue_id)


# steps ---------------------------------------------------------------------------------------------------------------


def _interim_pending(session: Session, issue_id: int) -> bool:
    moved = session.scalar(
        select(func.max(DueMove.moved_at))
        .join(Referral, DueMove.referral_id == Referral.id)
        .where(
            Referral.issue_id == _matter_id(session, issue_id),
            Referral.withdrawn_at.is_(None),
            Referral.ended_at.is_(None),
            DueMove.withdrawn_at.is_(None),
            DueMove.reason != fa(Stage.PAPERS.word),
        )
    )
    if moved is None:
        return False
    own = _own_id(session, issue_id)
    lost = (MessageState.FAILED, MessageState.CANCELLED)
    told = select(Message.id).where(
        Message.issue_id == own,
        Message.purpose == Purpose.INTERIM,
        Message.queued_at >= moved,
        Message.state.not_in(lost),
    )
    written = select(Letter.id).where(
        Letter.issue_id == own,
        Letter.purpose == Purpose.INTERIM,
        Letter.made_at >= moved,
        Letter.withdrawn_at.is_(None),
    )
    return session.scalar(told.limit(1)) is None and session.scalar(written.limit(1)) is None


def _names(units: Sequence[str]) -> tuple[str, ...]:
    named = _named(units)
    if not named:
        raise Refused(_("Name the unit that acts."), "unit")
    return tuple({search_key(one): one for one in reversed(named)}.values())[::-1]


def _is_over(row: ReferralRow, again: set[str]) -> bool:
    """Whether a further referral, to the units with these search keys, takes this one's place."""
    if row.unit is None or row.answered is AnswerKind.RETURNED:
        return True
    return row.answered is AnswerKind.FULL and search_key(row.unit) in again


def _refuse_asked(units: Sequence[str], standing: Sequence[ReferralRow]) -> None:
    asked = {search_key(row.unit or "") for row in standing if row.waited_for}
    for one in units:
        if search_key(one) in asked:
            raise Refused(_("«%(unit)s» has this matter already.") % {"unit": one}, "unit")


def _give(
    session: Session,
    office: Office,
    matter: int,
    units: tuple[str, ...],
    due: dt.date,
    note: str,
    over: Sequence[ReferralRow],
) -> Referred:
    """One act: all its referrals have its instant, and what they take the place of ends at it."""
    _check_due(session, matter, due)
    at = _own_moment(session, matter, office.now())
    known, act = _ids(session), {"agency_id": office.agency_id, "issue_id": matter, "referred_at": at}
    given = [
        Referral(unit=unit, unit_id=known.get(search_key(unit)), due=due, note=note or None, **act) for unit in units
    ]
    session.add_all(given)
    for row in over:
        session.get_one(Referral, row.id).ended_at = at
    session.flush()
    return Referred(tuple(one.id for one in given), units, due)


def _move(office: Office, referral: Referral, due: dt.date, reason: str, at: dt.datetime) -> DueMove:
    """The new date, and the row that keeps the one before it."""
    before, referral.due = referral.due, due
    return DueMove(
        agency_id=office.agency_id, referral_id=referral.id, before=before, after=due, reason=reason, moved_at=at
    )


def _default_due(session: Session, office: Office) -> dt.date:
    return _office_days(session).due(office.today(), _settings(session).due_days)


def _open_matter(session: Session, issue_id: int) -> int:
    """The id of the matter on which this issue's referrals stand. Raises Refused when it has its outcome."""
    matter = _matter_id(session, _issue(session, issue_id)[0].id)
    if session.scalar(select(Issue.status).where(Issue.id == matter)) is not Status.OPEN:
        raise Refused(_("This matter has its outcome; reopen it first."), "status")
    return matter


def _standing(session: Session, referral_id: int) -> Referral:
    referral = session.get(Referral, referral_id)
    if referral is None or referral.withdrawn_at is not None or referral.ended_at is not None:
        raise Refused(_gone(), "unit")
    return referral


def _last_answer(session: Session, referral_id: int) -> AnswerKind | None:
    standing = select(Answer.kind).where(Answer.referral_id == referral_id, Answer.withdrawn_at.is_(None))
    return session.scalar(standing.order_by(Answer.id.desc()).limit(1))


def _check_due(session: Session, matter: int, due: dt.date) -> None:
    """Not before the ruling that it serves; without one not before the visit."""
    ruled = session.scalar(
        select(func.max(Ruling.given_at)).where(Ruling.issue_id == matter, Ruling.withdrawn_at.is_(None))
    )
    if ruled is not None and due < _day(ruled):
        raise Refused(_("The due date cannot be before the date of the ruling."), "due")
    if due < _visited_on(session, matter):
        raise Refused(_("The due date cannot be before the day of the visit."), "due")


def _check_typed(session: Session, office: Office, matter: int, due: dt.date, *, first: dt.date) -> None:
    """One that a person wrote: not before `first` either, nor beyond what anybody means."""
    _check_due(session, matter, due)
    check_typed(due, office.today(), first=first)


def _visited_on(session: Session, issue_id: int) -> dt.date:
    found = session.scalar(select(Visit.date).join(Issue, Issue.visit_id == Visit.id).where(Issue.id == issue_id))
    assert found is not None
    return found


def _gone() -> str:
    return _("This referral does not stand any more. Read the list again.")
