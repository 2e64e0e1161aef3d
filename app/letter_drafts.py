"""Which letters there are to write for chosen matters, and for which of them there is none, and why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.codes import LetterSize, Purpose
from app.domain.persian.text import plain
from app.domain.texts import _
from app.issues import OWN, confidential
from app.letter_words import AT_ONCE, Addressed, Sender, _addressed, _sender, compose, why_not
from app.office import Office
from app.security.rights import Right
from app.unit_letters import _asked, compose_to_unit
from db.models import Issue, Letter

if TYPE_CHECKING:
    from app.documents.letter import Letter as Paper

TO_UNITS: Final = {Purpose.COVERING, Purpose.REMINDER}
TO_APPLICANTS: Final = {Purpose.RESULT, Purpose.INTERIM, Purpose.PAPERS}


@dataclass(frozen=True)
class LeftOut:
    """A chosen matter for which there was nothing to write, and why."""

    issue_id: int
    name: str
    why: str


@dataclass(frozen=True)
class Draft:
    """A letter that is not kept yet: its paper, and the matters that stand on it with their referral and outcome.

    unit: to which it goes, or of which the head is told; "": to the applicant. hidden: those of the matters that only
    the head may know, of which it says nothing, so that everybody may see it.
    """

    paper: "Paper"
    matters: tuple[tuple[int, int | None, int | None], ...]
    unit: str = ""
    hidden: tuple[int, ...] = ()


@dataclass(frozen=True)
class ChosenRow:
    """Whom a chosen matter's letter goes to, or why there is none.

    issue_ids: of the chosen ones, those of this person's matter. units: that are written to. addressed: whether the
    applicant's address is known.
    """

    issue_ids: tuple[int, ...]
    name: str
    code: str | None
    addressed: bool
    units: tuple[str, ...] = ()
    why: str | None = None


def chosen(office: Office, issue_ids: Sequence[int], purpose: Purpose) -> list[ChosenRow]:
    """What `letters.make` would write for these matters, and what not; a row for each person, as they were chosen."""
    with office.read(Right.FOLLOW_UP) as session:
        sender = _sender(session, office, LetterSize.A4)
        drafts, left_out = _drafts(session, office, issue_ids, purpose, sender)
        people, given = _addressed(session, issue_ids), _own_of(session, issue_ids)
    units: dict[int, list[str]] = {}
    for draft in drafts:
        for issue_id, _referral, _outcome in draft.matters:
            units.setdefault(issue_id, []).append(draft.unit)
    why = {one.issue_id: one.why for one in left_out}
    return [_row(one, given, units, why, purpose) for one in people]


def _row(
    one: Addressed, given: dict[int, int], units: dict[int, list[str]], why: dict[int, str], purpose: Purpose
) -> ChosenRow:
    stands_on = one.matter_id if purpose in TO_UNITS else one.own_id
    return ChosenRow(
        issue_ids=tuple(issue_id for issue_id, own in given.items() if own == one.own_id),
        name=one.name,
        code=one.code,
        addressed=bool(one.address),
        units=tuple(filter(None, units.get(stands_on, ()))),
        why=None if stands_on in units else why.get(stands_on) or why.get(one.own_id),
    )


def _own_of(session: Session, issue_ids: Sequence[int]) -> dict[int, int]:
    """The person's own first issue of each, in the order in which they were given."""
    found: dict[int, int] = {}
    for start in range(0, len(issue_ids), AT_ONCE):
        rows = session.execute(select(Issue.id, OWN).where(Issue.id.in_(issue_ids[start : start + AT_ONCE])))
        found.update((issue_id, own) for issue_id, own in rows)
    return {issue_id: found[issue_id] for issue_id in issue_ids if issue_id in found}


def _drafts(
    session: Session, office: Office, issue_ids: Sequence[int], purpose: Purpose, sender: Sender
) -> tuple[list[Draft], list[LeftOut]]:
    if purpose in TO_UNITS:
        drafts, left_out = _to_units(session, office, issue_ids, purpose, sender)
    else:
        drafts, left_out = _to_applicants(session, issue_ids, purpose, sender)
    there = _there(session, drafts, purpose)
    for draft in [draft for draft in drafts if _words(draft) in there]:
        drafts.remove(draft)
        why = _("This very letter is there already; it can be printed again.")
        name = draft.unit or plain(draft.paper.to[0])
        left_out += [LeftOut(issue_id, name, why) for issue_id, _referral, _outcome in draft.matters]
    return drafts, left_out


def _to_applicants(
    session: Session, issue_ids: Sequence[int], purpose: Purpose, sender: Sender
) -> tuple[list[Draft], list[LeftOut]]:
    people = _addressed(session, issue_ids)
    there = _written(session, Letter.outcome_id, [one.outcome_id for one in people if one.outcome_id])
    there = there if purpose is Purpose.RESULT else set()
    drafts, left_out = [], []
    for one in people:
        why = why_not(one, purpose)
        if why is None and (one.own_id, one.outcome_id) in there:
            why = _("A letter with this result is there already.")
        if why is None:
            paper = compose(one, purpose, sender)
            tells = one.outcome_id if purpose is Purpose.RESULT else None
            hidden = (one.own_id,) if one.head_only else ()
            drafts.append(Draft(paper, ((one.own_id, None, tells),), hidden=hidden))
        else:
            left_out.append(LeftOut(one.own_id, one.name, why))
    return drafts, left_out


def _to_units(
    session: Session, office: Office, issue_ids: Sequence[int], purpose: Purpose, sender: Sender
) -> tuple[list[Draft], list[LeftOut]]:
    by_unit = _asked(session, issue_ids)
    ids = [one.referral_id for asked in by_unit.values() for one in asked]
    there = {referral for _issue, referral in _written(session, Letter.referral_id, ids)}
    there = there if purpose is Purpose.COVERING else set()
    drafts, left_out = [], []
    for unit, asked in by_unit.items():
        left = []
        for one in asked:
            if one.head_only and not office.may(Right.CONFIDENTIAL):  # the unit, too, is for the head to know
                left_out.append(LeftOut(one.matter_id, one.name, confidential()))
            elif one.referral_id in there:
                left_out.append(LeftOut(one.matter_id, one.name, _("A covering letter is there already.")))
            else:
                left.append(one)
        climbed = [one for one in left if purpose is Purpose.REMINDER and one.to_own_head]
        for to, about in ((unit, [one for one in left if one not in climbed]), (f"{sender.title} ({unit})", climbed)):
            if about:
                matters = tuple((one.matter_id, one.referral_id, None) for one in about)
                drafts.append(Draft(compose_to_unit(about, purpose, sender), matters, to))
    waiting = {one.matter_id for asked in by_unit.values() for one in asked}
    left_out += [
        LeftOut(one.own_id, one.name, _("This matter waits for no unit."))
        for one in _addressed(session, issue_ids)
        if one.matter_id not in waiting
    ]
    return drafts, left_out


_STAYED: Final = ~func.coalesce(Letter.paper, "").contains('"came_back": ')
"""Of what the post brought back another letter may be written."""


def _written(session: Session, column: Any, ids: Sequence[int]) -> set[tuple[int, int | None]]:
    """The issues that have a standing letter of this outcome or referral; a reminder is no covering letter."""
    found: set[tuple[int, int | None]] = set()
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        standing = select(Letter.issue_id, column).where(
            column.in_(part), Letter.withdrawn_at.is_(None), Letter.purpose != Purpose.REMINDER, _STAYED
        )
        found.update((issue_id, given) for issue_id, given in session.execute(standing))
    return found


_Words = tuple[int, str, str, tuple[tuple[str, ...], ...]]


def _words(draft: Draft) -> _Words:
    """What makes a letter another one: whose matter, its subject, its body, and the matters in its table."""
    paper = draft.paper
    return _as_said(draft.matters[0][0], paper.subject, paper.body, paper.matters)


def _as_said(issue_id: int, subject: str, body: str, matters: Sequence[Sequence[str]]) -> _Words:
    """Without marks of order, of which an older release put in fewer."""
    return issue_id, plain(subject), plain(body), tuple(tuple(map(plain, row)) for row in matters)


def _there(session: Session, drafts: Sequence[Draft], purpose: Purpose) -> set[_Words]:
    """The words of the standing letters of these matters: none is written twice because somebody pressed again."""
    found: set[_Words] = set()
    ids = [draft.matters[0][0] for draft in drafts]
    for start in range(0, len(ids), AT_ONCE):
        standing = select(Letter.issue_id, Letter.body, Letter.paper).where(
            Letter.issue_id.in_(ids[start : start + AT_ONCE]),
            Letter.purpose == purpose,
            Letter.withdrawn_at.is_(None),
            Letter.with_id.is_(None),
            Letter.paper.is_not(None),
            _STAYED,
        )
        for issue_id, body, paper in session.execute(standing):
            kept = json.loads(paper or "{}")
            found.add(_as_said(issue_id, kept["subject"], body, kept["matters"]))
    return found
