"""How each thing that happened to a matter is said: one event a row, in the office's words."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from app.attachments import Scan
from app.corrections import ISSUE, _said
from app.domain.codes import AgencyKind, AnswerKind, Kind, Level, PresidedBy, Status, head_title
from app.domain.persian.calendar import TEHRAN, short_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import N_, _
from app.story import Event, Trace, What, noon
from db.models import (
    Answer,
    Attachment,
    Contentment,
    DueMove,
    Issue,
    Letter,
    Message,
    Notice,
    Outcome,
    Pause,
    PhoneCall,
    Referral,
    Reminder,
    Ruling,
    Unreached,
    Visit,
)


def _event(row: Any, trace: Trace, kind: What, what: str, *details: str | None, **more: Any) -> Event:
    """details: joined by a semicolon, empty ones left out. A row that was taken back does not stand, and tells who."""
    stands = more.pop("stands", True) and row.withdrawn_at is None
    said = [one for one in details if one]
    if row.withdrawn_at is not None:
        at, name = trace.last(row)
        said.append(_("taken back on %(date)s by %(name)s") % {"date": short_date(at.date()), "name": name})
    more.setdefault("by", trace.by(row))
    at = more.pop("at")
    return Event(kind, at.astimezone(TEHRAN), what, "؛ ".join(said), stands=stands, order=row.id, **more)


def _letter(number: str | None, date: dt.date | None) -> str:
    if not number:
        return ""
    told = _("letter %(number)s of %(date)s") if date else _("letter %(number)s")
    return told % {"number": isolate(persian_digits(number)), "date": short_date(date) if date else ""}


def _due(date: dt.date | None) -> str:
    return _("due %(date)s") % {"date": short_date(date)} if date else ""


def _due_at(referral: Referral, moves: Iterable[DueMove], at: dt.datetime) -> dt.date | None:
    """The due date as it stood at an instant: what moved it since, or took a move back, counts not yet."""
    changes = [(move.moved_at, move.before) for move in moves if move.referral_id == referral.id]
    changes += [
        (move.withdrawn_at, move.after)
        for move in moves
        if move.referral_id == referral.id and move.withdrawn_at is not None
    ]
    later = [change for change in changes if change[0] > at]
    return min(later, key=lambda change: change[0])[1] if later else referral.due


def _unit(referral: Referral, trace: Trace) -> str:
    return trace.units.get(referral.id) or _("whoever acts")


def visits(brought: Sequence[Any]) -> Iterator[Event]:
    """The person's own, in their order."""
    for place, (issue, visit) in enumerate(brought):
        yield _visit(issue, visit, first=place == 0)


def _visit(issue: Issue, visit: Visit, *, first: bool) -> Event:
    name = _("The first visit") if first else _("Came again")
    if visit.kind is not Kind.WEEKLY:
        name = visit.kind.label
    said = [_("%(type)s: %(subject)s") % {"type": issue.type.label, "subject": issue.subject}]
    said += filter(None, (issue.place, issue.description))
    if visit.kind is Kind.WEEKLY and visit.presided_by is PresidedBy.DEPUTY:
        said.append(_("received by the deputy"))
    if visit.withdrawn_at is not None:
        said.append(_("the registration was taken back"))
    turn = {"visit": name, "n": persian_digits(visit.number or 0)}
    return Event(
        What.VISIT,
        dt.datetime.combine(visit.date, visit.arrived, TEHRAN),
        _("%(visit)s, turn %(n)s") % turn if visit.number else name,
        "؛ ".join(said),
        stands=visit.withdrawn_at is None,
        order=issue.id,
    )


def rulings(rows: Iterable[Ruling], agency: AgencyKind | None, trace: Trace) -> Iterator[Event]:
    what = _("Ruling of the %(title)s") % {"title": _(head_title(agency))}
    for row in rows:
        by = trace.users.get(row.typed_by, "")
        yield _event(row, trace, What.RULING, what, f"«{row.text}»", at=row.given_at, by=by)


def referrals(rows: Sequence[Referral], moves: Iterable[DueMove], trace: Trace) -> Iterator[Event]:
    """Each with the due date that stands, and struck through the one that it was given with."""
    first_due: dict[int, dt.date | None] = {}
    for move in moves:
        if move.withdrawn_at is None:
            first_due.setdefault(move.referral_id, move.before)
    for row in rows:
        earlier = any(one.unit and one.withdrawn_at is None and one.ended_at == row.referred_at for one in rows)
        name = _("Referred again to %(unit)s") if earlier else _("Referred to %(unit)s")
        given = first_due.get(row.id)
        yield _event(
            row,
            trace,
            What.REFERRAL,
            name % {"unit": _unit(row, trace)} if row.unit else _("A due date was set"),
            _("«%(unit)s» then") % {"unit": row.unit} if row.unit != trace.units.get(row.id) else None,
            row.note,
            _letter(row.letter_number, row.letter_date),
            _due(row.due),
            _("another has taken its place") if row.ended_at and row.withdrawn_at is None else None,
            at=row.referred_at,
            before=_due(given) if given != row.due else "",
        )


def dues(rows: Iterable[Referral], all_answers: Iterable[Answer], today: dt.date, trace: Trace) -> Iterator[Event]:
    """What is waited for: still to come, or passed without an answer."""
    last = {answer.referral_id: answer.kind for answer in all_answers if answer.withdrawn_at is None}
    for row in rows:
        answered = last.get(row.id) in {AnswerKind.FULL, AnswerKind.RETURNED}
        if row.due is None or row.withdrawn_at is not None or row.ended_at is not None or answered:
            continue
        days = (today - row.due).days
        if days > 0:
            waited = _("No answer for %(n)s days: %(unit)s.") % {"n": persian_digits(days), "unit": _unit(row, trace)}
            at = dt.datetime.combine(row.due, dt.time(23, 59), TEHRAN)
            yield Event(What.OVERDUE, at, What.OVERDUE.label, waited, exact=False, order=row.id)
        else:
            left = _("today") if days == 0 else _("in %(n)s days") % {"n": persian_digits(-days)}
            what = _("Answer of %(unit)s is due") % {"unit": _unit(row, trace)}
            yield Event(What.DUE, noon(row.due), what, left, exact=False, ahead=True, order=row.id)


_ANSWERS: Final = {
    AnswerKind.FULL: (What.ANSWER, N_("%(unit)s answered")),
    AnswerKind.PARTIAL: (What.PARTIAL, N_("Incomplete answer of %(unit)s")),
    AnswerKind.RETURNED: (What.RETURNED, N_("%(unit)s returned it")),
}


def answers(
    rows: Iterable[Answer], units: dict[int, Referral], moves: Sequence[DueMove], trace: Trace
) -> Iterator[Event]:
    for row in rows:
        kind, name = _ANSWERS[row.kind]
        asked = units[row.referral_id]
        at = row.recorded_at if row.recorded_at.astimezone(TEHRAN).date() == row.date else noon(row.date)
        due = _due_at(asked, moves, at)
        days = (row.date - due).days if due else 0
        late = _("%(n)s days late") % {"n": persian_digits(days)} if days > 0 else None
        what = _(name) % {"unit": _unit(asked, trace)}
        yield _event(row, trace, kind, what, row.text, _letter(row.number, row.date), late, at=at, exact=False)


_NTH: Final = (N_("First reminder"), N_("Second reminder"), N_("Third reminder"), N_("Fourth reminder"))


def reminders(rows: Iterable[Reminder], units: dict[int, Referral], trace: Trace) -> Iterator[Event]:
    so_far: dict[int, int] = {}
    for row in rows:
        place = so_far.get(row.referral_id, 0)
        so_far[row.referral_id] = place + (row.withdrawn_at is None)
        number = {"n": persian_digits(place + 1)}
        what = _(_NTH[place]) if place < len(_NTH) else _("Reminder %(n)s") % number
        whom = _unit(units[row.referral_id], trace)
        if row.level is not Level.UNIT:
            whom = f"{whom}، {row.level.label}"
        yield _event(row, trace, What.REMINDER, what, _("to %(whom)s") % {"whom": whom}, row.how, at=row.reminded_at)


def due_moves(rows: Iterable[DueMove], units: dict[int, Referral], trace: Trace) -> Iterator[Event]:
    for row in rows:
        what = _("The due date of %(unit)s was moved") % {"unit": _unit(units[row.referral_id], trace)}
        details = (_due(row.after) or _("without a due date"), row.reason)
        yield _event(row, trace, What.DUE_MOVE, what, *details, at=row.moved_at, before=_due(row.before))


def pauses(rows: Iterable[Pause], trace: Trace) -> Iterator[Event]:
    for row in rows:
        yield _event(row, trace, What.PAUSE, What.PAUSE.label, row.papers, at=row.asked_at)
        if row.until is not None:
            at, by = trace.last(row)
            at = at if at.date() == row.until else noon(row.until)
            yield _event(row, trace, What.RESUMED, What.RESUMED.label, at=at, by=by, exact=False)


def outcomes(rows: Iterable[Outcome], trace: Trace, *, notes: bool = True, code: str = "") -> Iterator[Event]:
    """Of two that follow each other without an opening between them the later alone stands.

    code: of the person's own matter; of many who brought the same, one's objection is not for another applicant.
    """
    rows = list(rows)
    later: dict[int, Status] = {}
    anew = set()
    for row in sorted((one for one in rows if one.withdrawn_at is None), key=lambda one: one.id, reverse=True):
        if later.get(row.issue_id, Status.OPEN) is not Status.OPEN:
            anew.add(row.id)
        later[row.issue_id] = row.status
    for row in rows:
        again = row.status is Status.OPEN
        kind = What.REOPENED if again else What.OUTCOME
        what = _("Outcome: %(status)s") % {"status": row.status.label}
        if again:
            what = _objected(row.note, notes=notes) if row.objected else kind.label
        note = _("For the file: %(note)s") % {"note": row.note} if row.note and notes and not again else None
        place = row.where_to if row.where_to and row.where_to not in (row.text or "") else None
        anothers = row.objected and row.note and not notes and not (code and row.note.endswith(code))
        text = None if anothers else row.text
        stands = again or row.id not in anew
        over = None if stands else _("another outcome was recorded later")
        yield _event(row, trace, kind, what, text, place, note, over, at=row.recorded_at, stands=stands)


def _objected(whose: str | None, *, notes: bool) -> str:
    """whose: of many people's matter. To another applicant he is not named."""
    if not whose:
        return _("Opened again as the applicant objected")
    named = _("Opened again: %(name)s objected") % {"name": whose}
    return named if notes else _("Opened again as one of many objected")


def notices(rows: Iterable[Notice], outcomes: Sequence[Outcome], trace: Trace) -> Iterator[Event]:
    """Each with the words that were told, where others stand by now."""
    stands = [one.text for one in outcomes if one.withdrawn_at is None and one.status is not Status.OPEN][-1:]
    for row in rows:
        told = _told_at(outcomes, trace.at(row))
        other = told is not None and told.text and [told.text] != stands
        words = _("then in these words: «%(words)s»") % {"words": told.text} if told and other else None
        what = _("The result was told by %(way)s") % {"way": row.way.label}
        at = trace.at(row, row.date)
        void = _void(row, outcomes)
        yield _event(row, trace, What.NOTICE, what, words, void, at=at, exact=False, stands=row.void_at is None)


def _told_at(outcomes: Iterable[Outcome], at: dt.datetime) -> Outcome | None:
    """The result that stood at an instant."""
    stood = [one for one in outcomes if one.recorded_at <= at and (one.withdrawn_at is None or one.withdrawn_at > at)]
    last = max(stood, key=lambda one: one.recorded_at, default=None)
    return last if last is not None and last.status is not Status.OPEN else None


def _void(notice: Notice, outcomes: Iterable[Outcome]) -> str | None:
    if notice.void_at is None or notice.withdrawn_at is not None:
        return None
    if any(one.recorded_at == notice.void_at and one.status is not Status.OPEN for one in outcomes):
        return _("void since the result was recorded anew")
    return _("void since the issue was opened again")


def contentments(rows: Iterable[Contentment], trace: Trace) -> Iterator[Event]:
    for row in rows:
        kind = What.CONTENT if row.content else What.NOT_CONTENT
        yield _event(row, trace, kind, kind.label, row.reason, at=row.asked_at)


def messages(rows: Iterable[Message], trace: Trace) -> Iterator[Event]:
    """An SMS is never taken back: its state tells its fate."""
    for row in rows:
        what = _("SMS: %(purpose)s") % {"purpose": row.purpose.label}
        at = (row.settled_at or row.sent_at or row.queued_at).astimezone(TEHRAN)
        yield Event(What.MESSAGE, at, what, f"{row.state.label}؛ {row.text}", trace.by(row), order=row.id)


def calls(rows: Iterable[PhoneCall], trace: Trace) -> Iterator[Event]:
    for row in rows:
        kind = What.CALL if row.answered or row.incoming else What.UNANSWERED
        what = _("The applicant called") if row.incoming else kind.label
        spoke = _("spoke to %(name)s") % {"name": row.spoke_to} if row.spoke_to else None
        yield _event(row, trace, kind, what, spoke, row.note, at=row.called_at)


def letters(rows: Iterable[Letter], trace: Trace) -> Iterator[Event]:
    for row in rows:
        sent = _("handed over to %(name)s on %(date)s") if row.handed_to else _("posted on %(date)s")
        went = sent % {"name": row.handed_to, "date": short_date(row.posted_on)} if row.posted_on else None
        by_post = _("registered %(number)s") % {"number": isolate(persian_digits(row.registered or ""))}
        back = _("came back on %(date)s") % {"date": short_date(row.came_back)} if row.came_back else None
        more = (_letter(row.number, row.date), went, by_post if row.registered else None, back)
        what = _("Letter: %(purpose)s") % {"purpose": row.purpose.label}
        yield _event(row, trace, What.LETTER, what, *more, at=row.made_at)


def unreached(rows: Iterable[Unreached], trace: Trace) -> Iterator[Event]:
    for row in rows:
        yield _event(row, trace, What.UNREACHED, What.UNREACHED.label, row.evidence, at=row.said_at)


def scans(
    rows: Iterable[Attachment], answered: dict[int, Referral], trace: Trace, scan: Callable[[Attachment], Scan]
) -> Iterator[Event]:
    """Those that were taken back are told of, and opened no more."""
    for row in rows:
        of = answered.get(row.answer_id or 0)
        what = _("Scan of the answer of %(unit)s") % {"unit": _unit(of, trace)} if of else _("Scan")
        shown = scan(row) if row.withdrawn_at is None else None
        yield _event(row, trace, What.SCAN, what, isolate(row.name), at=row.added_at, scan=shown)


_LINKED: Final = ("follows", "common_with")


def corrections(rows: Iterable[tuple[dt.datetime, str, bytes]], names: dict[str, str]) -> Iterator[Event]:
    """What was corrected in the words of the matter, and when it became one with other people's or stopped being so."""
    for order, (at, by, payload) in enumerate(rows):
        written = json.loads(payload)
        before, after = written["before"], written["after"]
        if before is None:
            continue
        name = names.get(by, by)
        for key, title in ISSUE.items():
            if key in before and key not in _LINKED:
                values = _said(key, before[key]) or "", _said(key, after[key]) or ""
                what = _("%(field)s was corrected") % {"field": _(title)}
                yield Event(What.CORRECTED, at, what, values[1], name, before=values[0], order=order)
        if "common_with" in before and "follows" not in before:
            left = after["common_with"] is None
            what = _("Parted from the common matter") if left else _("Joined the common matter of other people")
            yield Event(What.LINK, at, what, by=name, order=order)


def links(rows: Iterable[tuple[dt.datetime, str, int]], names: dict[str, str]) -> Iterator[Event]:
    """Other people's issues were linked to this one."""
    for at, by, count in rows:
        what = _("%(n)s other people brought the same") % {"n": persian_digits(count)}
        yield Event(What.LINK, at, what, by=names.get(by, by))
