"""By which ways a result can be told to the applicant, which of them were tried, and that he could not be told.

The rule of what comes next is app/domain/ways.py's; here is what the store knows for it. It counts as told only by a
delivered SMS, a posted letter or an answered call: that is each one's own act (app/outbox.py, letters.py, calls.py).
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.calls import _calls_of
from app.contentment import _content
from app.domain import ways as rule
from app.domain.codes import MessageState, Purpose, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, clock, short_date
from app.domain.persian.ids import show_mobile
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.domain.ways import Known
from app.issues import IssueRow, _issue, _matter, _matter_id, _one, _own_id
from app.office import Office
from app.office_settings import _settings
from app.reach import ReachRow, _reach_of
from app.security.rights import Right
from db.models import Carrier, Letter, Message, Notice, Outcome, PhoneCall, Unreached

UNDER_WAY = frozenset({MessageState.WAITING, MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN})


@dataclass(frozen=True)
class Try:
    """One try to tell the result. told: it did. id: of the message, call or letter. state: of the message.

    waits: it is a letter that is neither posted nor handed over yet.
    """

    way: Way
    id: int
    at: dt.datetime
    said: str
    told: bool
    state: MessageState | None = None
    waits: bool = False


@dataclass(frozen=True)
class WayRow:
    """One way. known: what is known of it («پیامک به ۰۹۱۶ ۳۰۰ ۴۱۷۲»). why_not: why it is not the next one, in words.

    possible: it can be gone, if not as the next one: somebody may call a fourth time.
    """

    way: Way
    known: str
    why_not: str
    possible: bool


@dataclass(frozen=True)
class Ways:
    """How one result is told to one person. ways: in their order. next: the one to try now; None: none, or one waits.

    tries: the newest first. unreached: since when the office says that he could not be told. exhausted: it may say so.
    content: what he said last of how his matter was seen to. people: how many brought the matter.
    """

    issue: IssueRow
    reach: ReachRow
    ways: tuple[WayRow, ...]
    next: Way | None
    tries: tuple[Try, ...]
    exhausted: bool
    unreached: dt.datetime | None
    content: bool | None
    people: int = 1


def ways(office: Office, issue_id: int) -> Ways:
    """The ways to tell the result of this issue to who brought it."""
    with office.read() as session:
        return _ways(session, office, issue_id)


def could_not_be_told(office: Office, issue_id: int) -> Ways:
    """Say that the result could not be told, with the tries as they stand now.

    Raises Refused while there is no result, when it was told, and as long as a way is left.
    """
    with office.work("telling.could_not_be_told", Right.FOLLOW_UP) as work:
        stands = _ways(work, office, issue_id)
        if stands.issue.status is Status.OPEN:
            raise Refused(_("Record the outcome first, then tell it."), "status")
        if stands.issue.told_by:
            raise Refused(_("The result was told to the applicant already; take the notice back first."), "status")
        if stands.unreached:
            raise Refused(_("That the applicant could not be told is noted already."), "status")
        if not stands.exhausted:
            raise Refused(_left(stands), "way")
        work.add(
            Unreached(
                agency_id=office.agency_id,
                issue_id=_own_id(work, issue_id),
                outcome_id=_outcome(work, issue_id),
                evidence=evidence(stands),
                said_at=office.now(),
            )
        )
        work.flush()
        return _ways(work, office, issue_id)


def take_back(office: Office, issue_id: int) -> Ways:
    """Undo that the result could not be told."""
    with office.work("telling.take_back", Right.FOLLOW_UP) as work:
        row = _unreached(work, issue_id)
        if row is None:
            raise Refused(_("That the applicant could not be told is not noted."), "status")
        row.withdrawn_at = office.now()
        work.flush()
        return _ways(work, office, issue_id)


def evidence(stands: Ways) -> str:
    """The tries and what stood against each way, a line each: what the office shows if it is asked."""
    tries = [_("%(date)s, %(hour)s: %(what)s") % _when(one) for one in reversed(stands.tries)]
    against = [
        _("%(way)s: %(reason)s") % {"way": row.way.label, "reason": row.why_not} for row in stands.ways if row.why_not
    ]
    return "\n".join([*tries, *against])


def _when(one: Try) -> dict[str, str]:
    return {"date": short_date(one.at.date()), "hour": clock(one.at.time()), "what": one.said}


def _left(stands: Ways) -> str:
    if stands.next is None:
        return _("An SMS with the result is under way; wait until its fate is known.")
    return _("A way is left: %(way)s. Try it first.") % {"way": stands.next.label}


def _ways(session: Session, office: Office, issue_id: int) -> Ways:
    issue, _visit = _issue(session, issue_id)
    own, outcome = _own_id(session, issue.id), _outcome(session, issue.id)
    person = _reach_of(session, issue.id)
    tries = _tries(session, own, outcome)
    known = _known(session, person, tries)
    in_turn = [known.prefers] if known.prefers else []
    in_turn += [way for way in rule.ORDER if way is not known.prefers]
    unreached = _unreached(session, issue.id)
    return Ways(
        _one(session, office, issue.id),
        person,
        tuple(_row(person, known, way) for way in in_turn),
        rule.following(known),
        tuple(_shown(one) for one in tries),
        rule.is_exhausted(known),
        unreached.said_at.astimezone(TEHRAN) if unreached else None,
        _content(session, own),
        len({one.follows or one.id for one in _matter(session, issue)}),
    )


def _outcome(session: Session, issue_id: int) -> int:
    """The result that stands on the issue's matter; 0: none."""
    rows = select(Outcome.id).where(Outcome.issue_id == _matter_id(session, issue_id), Outcome.withdrawn_at.is_(None))
    return session.scalar(rows.order_by(Outcome.id.desc()).limit(1)) or 0


def _unreached(session: Session, issue_id: int) -> Unreached | None:
    """The office's word that the result that stands could not be told."""
    own, outcome = _own_id(session, issue_id), _outcome(session, issue_id)
    rows = select(Unreached).where(Unreached.issue_id == own, Unreached.withdrawn_at.is_(None))
    return session.scalar(rows.where(Unreached.outcome_id == outcome).order_by(Unreached.id.desc()).limit(1))


# what was tried ----------------------------------------------------------------------------------------------------

_Tried = Message | PhoneCall | Letter


def _tries(session: Session, own: int, outcome: int) -> list[_Tried]:
    """Messages, calls and letters that were to tell this result, the newest first."""
    decided = session.scalar(select(Outcome.recorded_at).where(Outcome.id == outcome))
    if decided is None:
        return []
    messages = session.scalars(
        select(Message).where(
            Message.issue_id == own,
            Message.outcome_id == outcome,
            Message.purpose == Purpose.RESULT,
            Message.state != MessageState.CANCELLED,
        )
    )
    calls = [call for call in _calls_of(session, own) if call.called_at >= decided]
    letters = session.scalars(
        select(Letter).where(
            Letter.issue_id == own,
            Letter.outcome_id == outcome,
            Letter.purpose == Purpose.RESULT,
            Letter.withdrawn_at.is_(None),
        )
    )
    return sorted([*messages, *reversed(calls), *letters], key=_begun)[::-1]


def _begun(one: _Tried) -> dt.datetime:
    if isinstance(one, Message):
        return one.sent_at or one.queued_at
    return one.called_at if isinstance(one, PhoneCall) else one.made_at


def _known(session: Session, person: ReachRow, tries: list[_Tried]) -> Known:
    messages = [one for one in tries if isinstance(one, Message)]
    letters = [one for one in tries if isinstance(one, Letter)]
    calls = [one for one in tries if isinstance(one, PhoneCall) and not one.incoming]
    lines = session.execute(select(Carrier.line).where(Carrier.active)).scalars().all()
    told = select(Notice.letter_id).where(Notice.letter_id.is_not(None), Notice.withdrawn_at.is_(None))
    posted = {one.id for one in letters if one.posted_on}
    to_this = [one for one in messages if one.number == person.mobile]
    return Known(
        mobile=person.mobile is not None,
        relatives=person.mobile_of is not None,
        no_sms=person.no_sms,
        blocked=person.blocked_line is not None and (not lines or any(map(person.is_blocked_for, lines))),
        landline=person.landline is not None,
        address=person.address is not None,
        prefers=person.prefers,
        under_way=any(one.state in UNDER_WAY and not _is_lost(one) for one in messages),
        undelivered=sum(one.state is MessageState.FAILED or _is_lost(one) for one in to_this),
        unanswered=sum(not one.told for one in calls),
        came_back=bool(posted - set(session.scalars(told.where(Notice.letter_id.in_(posted))))),
        calls=_settings(session).calls_before_letter,
    )


def _is_lost(message: Message) -> bool:
    """It was sent, and whether it came can't be asked any more."""
    return message.state is MessageState.SENT and message.settled_at is not None


# how it is said ----------------------------------------------------------------------------------------------------


def phone(number: str) -> str:
    """A telephone number as it is read, whichever kind it is."""
    return isolate(persian_digits(show_mobile(number)))


def _row(person: ReachRow, known: Known, way: Way) -> WayRow:
    why = rule.obstacle(known, way)
    return WayRow(way, _what_is_known(person, way), _(why.word) if why else "", why is None or not why.hard)


def _what_is_known(person: ReachRow, way: Way) -> str:
    if way is Way.SMS:
        return _("SMS to %(number)s") % {"number": phone(person.mobile)} if person.mobile else Way.SMS.label
    if way is Way.LETTER:
        return _("letter to %(address)s") % {"address": person.address} if person.address else Way.LETTER.label
    numbers = [phone(number) for number in (person.mobile, person.landline) if number]
    if not numbers:
        return Way.CALL.label
    said = _("call to %(number)s") % {"number": _(" or ").join(numbers)}
    return _("%(call)s (%(whose)s)") % {"call": said, "whose": person.mobile_of} if person.mobile_of else said


def _shown(one: _Tried) -> Try:
    at = _begun(one).astimezone(TEHRAN)
    if isinstance(one, Message):
        state = _("sent; whether it was delivered is not known") if _is_lost(one) else one.state.label
        said = _("SMS to %(number)s: %(state)s") % {"number": phone(one.number), "state": state}
        return Try(Way.SMS, one.id, at, said, one.state is MessageState.DELIVERED, one.state)
    if isinstance(one, PhoneCall):
        return Try(Way.CALL, one.id, at, call_said(one.incoming, one.answered, one.spoke_to, one.told), one.told)
    state = _("letter posted") if one.posted_on else _("letter made, not posted yet")
    if one.handed_to:
        state = _("letter handed over to %(name)s") % {"name": one.handed_to}
    if one.came_back:
        state = _("letter posted; it came back on %(date)s") % {"date": short_date(one.came_back)}
    if one.number:
        state = _("%(what)s, number %(number)s") % {"what": state, "number": isolate(persian_digits(one.number))}
    told = one.posted_on is not None and one.came_back is None
    return Try(Way.LETTER, one.id, at, state, told, waits=one.posted_on is None)


def call_said(incoming: bool, answered: bool, spoke_to: str | None, told: bool) -> str:
    """A call in words."""
    if not answered:
        return _("call: no answer")
    who = spoke_to or _("the applicant")
    if told:
        return _("call: the result was told to %(who)s") % {"who": who}
    if incoming:
        return _("%(who)s called") % {"who": who}
    return _("call: %(who)s answered") % {"who": who}
