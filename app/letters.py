"""Letters (نامه‌ها): made many at once, kept as they were made, numbered by the registry, posted, each step undone.

A letter is drawn again from what is kept of it, byte for byte, whatever the office's settings are by then. A letter
that tells the result counts as the notice once it was posted under a number of registered post (circular, c6 to c8).
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import LetterSize, Purpose, Way
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.postal import registered_number
from app.domain.texts import _
from app.emblem import _pictures
from app.issues import confidential, latest
from app.letter_words import AT_ONCE, Sender, _addressed, _sender, compose, why_not
from app.notices import _tell
from app.office import Office
from app.security.rights import Right
from app.unit_letters import _asked, compose_to_unit
from app.work import Work
from db.models import Issue, Letter, Notice, Outcome, Referral

if TYPE_CHECKING:
    from app.documents.letter import Letter as Paper

Progress = Callable[[int, int], None]
"""Told how many of how many are done; may raise to stop: nothing is kept then."""

TO_UNITS: Final = {Purpose.COVERING, Purpose.REMINDER}
TO_APPLICANTS: Final = {Purpose.RESULT, Purpose.INTERIM, Purpose.PAPERS}
_BESIDE: Final = ("body", "number", "date", "made_at")
"""What is kept in columns of its own, not in `paper`."""


@dataclass(frozen=True)
class LeftOut:
    """A chosen matter for which there was nothing to write, and why."""

    issue_id: int
    name: str
    why: str


@dataclass(frozen=True)
class Made:
    """ids: of the letters, in the order of their pages."""

    ids: tuple[int, ...]
    pdf: bytes
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class _Draft:
    """A letter that is not kept yet: its paper, and the matters that stand on it with their referral and outcome.

    hidden: those of them that only the head may know, of which it says nothing, so that everybody may see it.
    """

    paper: "Paper"
    matters: tuple[tuple[int, int | None, int | None], ...]
    hidden: tuple[int, ...] = ()


def make(
    office: Office,
    issue_ids: Sequence[int],
    purpose: Purpose,
    size: LetterSize = LetterSize.A4,
    progress: Progress | None = None,
) -> Made:
    """Write and keep the letters of these matters, all in one PDF: a letter for each applicant, or for each unit.

    A matter that needs no such letter, or has one already, is left out, with why. Raises Refused when none is left.
    """
    with office.read(Right.FOLLOW_UP) as session:
        sender = _sender(session, office, size)
        if purpose in TO_UNITS:
            drafts, left_out = _to_units(session, office, issue_ids, purpose, sender)
        else:
            drafts, left_out = _to_applicants(session, issue_ids, purpose, sender)
    if not drafts:
        raise Refused(left_out[0].why if left_out else _("There is no letter for this."), "purpose")
    pdf = _drawn(office, [draft.paper for draft in drafts], progress)
    with office.work("letters.make", Right.FOLLOW_UP) as work:
        ids = tuple(_kept(work, draft, purpose) for draft in drafts)
    return Made(ids, pdf, tuple(left_out))


def _to_applicants(
    session: Session, issue_ids: Sequence[int], purpose: Purpose, sender: Sender
) -> tuple[list[_Draft], list[LeftOut]]:
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
            drafts.append(_Draft(paper, ((one.own_id, None, tells),), hidden))
        else:
            left_out.append(LeftOut(one.own_id, one.name, why))
    return drafts, left_out


def _to_units(
    session: Session, office: Office, issue_ids: Sequence[int], purpose: Purpose, sender: Sender
) -> tuple[list[_Draft], list[LeftOut]]:
    by_unit = _asked(session, issue_ids)
    ids = [one.referral_id for asked in by_unit.values() for one in asked]
    there = {referral for _issue, referral in _written(session, Letter.referral_id, ids)}
    there = there if purpose is Purpose.COVERING else set()
    drafts, left_out = [], []
    for asked in by_unit.values():
        left = []
        for one in asked:
            if one.head_only and not office.may(Right.CONFIDENTIAL):  # the unit, too, is for the head to know
                left_out.append(LeftOut(one.matter_id, one.name, confidential()))
            elif one.referral_id in there:
                left_out.append(LeftOut(one.matter_id, one.name, _("A covering letter is there already.")))
            else:
                left.append(one)
        if left:
            matters = tuple((one.matter_id, one.referral_id, None) for one in left)
            drafts.append(_Draft(compose_to_unit(left, purpose, sender), matters))
    if not by_unit:
        left_out = [LeftOut(issue_id, "", _("This matter waits for no unit.")) for issue_id in issue_ids[:1]]
    return drafts, left_out


def _written(session: Session, column: Any, ids: Sequence[int]) -> set[tuple[int, int | None]]:
    """The issues that have a standing letter of this outcome or referral; a reminder is no covering letter."""
    found: set[tuple[int, int | None]] = set()
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        standing = select(Letter.issue_id, column).where(
            column.in_(part), Letter.withdrawn_at.is_(None), Letter.purpose != Purpose.REMINDER
        )
        found.update((issue_id, given) for issue_id, given in session.execute(standing))
    return found


def _kept(work: Work, draft: _Draft, purpose: Purpose) -> int:
    """Write a letter, and a row for each further matter on it. Returns the letter's id."""
    paper = {key: value for key, value in asdict(draft.paper).items() if key not in _BESIDE}
    paper["hidden"] = draft.hidden
    first = 0
    for issue_id, referral_id, outcome_id in draft.matters:
        row = work.insert(
            Letter,
            issue_id=issue_id,
            referral_id=referral_id,
            outcome_id=outcome_id,
            purpose=purpose,
            body="" if first else draft.paper.body,
            paper=None if first else json.dumps(paper, ensure_ascii=False),
            with_id=first or None,
            made_at=draft.paper.made_at,
        )
        first = first or row["id"]
    return first


# drawn again ----------------------------------------------------------------------------------------------------------


def pdf(office: Office, letter_ids: Sequence[int], progress: Progress | None = None) -> bytes:
    """Letters as they were made, in one PDF; with number and date where the registry gave them meanwhile.

    Raises Refused for a letter that bears what only the head may know by now.
    """
    with office.read() as session:
        papers = [_paper(session, office, letter_id) for letter_id in letter_ids]
    return _drawn(office, papers, progress)


def _drawn(office: Office, papers: "list[Paper]", progress: Progress | None) -> bytes:
    from app.documents.letter import draw

    with office.read() as session:
        pictures = _pictures(session, {paper.emblem for paper in papers})
    tell = progress or (lambda _done, _of: None)
    tell(0, len(papers))
    return draw(papers, pictures, on_letter=lambda done: tell(done, len(papers)))


def _paper(session: Session, office: Office, letter_id: int) -> "Paper":
    from app.documents.letter import Letter as Paper

    row = _letter(session, letter_id)
    if row.paper is None:
        raise Refused(_("This letter was not written by Didar."))
    on_it = select(Issue.id).join(Letter, Letter.issue_id == Issue.id).where(Issue.head_only)
    hidden = set(session.scalars(on_it.where((Letter.id == row.id) | (Letter.with_id == row.id))))
    kept = json.loads(row.paper)
    if hidden - set(kept.pop("hidden")) and not office.may(Right.CONFIDENTIAL):
        raise Refused(_("You have no access to this."))
    kept["size"] = LetterSize(kept["size"])
    for key in ("to", "heads", "copies"):
        kept[key] = tuple(kept[key])
    kept["matters"] = tuple(map(tuple, kept["matters"]))
    return Paper(**kept, body=row.body, number=row.number or "", date=row.date, made_at=row.made_at)


def _letter(session: Session, letter_id: int) -> Letter:
    """The letter, to be changed; of one that stands on another's paper, that one."""
    row = session.get(Letter, letter_id)
    if row is not None and row.with_id is not None:
        row = session.get(Letter, row.with_id)
    if row is None or row.withdrawn_at is not None:
        raise Refused(_("This letter is not in the store any more. Read the list again."))
    return row


def _with(session: Session, row: Letter) -> list[Letter]:
    """The letter and the rows of the other matters on it."""
    return [row, *session.scalars(select(Letter).where(Letter.with_id == row.id).order_by(Letter.id))]


# what becomes of them -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbered:
    """A letter's number and date as they stood; given to `number`, they are so again."""

    letter_id: int
    number: str
    date: dt.date | None


def number(office: Office, letter_id: int, number: str, date: dt.date | None) -> Numbered:
    """Type in the number and date that the registry gave; both empty takes them away. Returns those before.

    Of a covering letter they are the referral's, too.
    """
    given = normalise(refuse_nul(number, "number"))
    if given and date is None:
        raise Refused(_("Enter the date of the letter."), "date")
    if date is not None and not given:
        raise Refused(_("Enter the number of the letter."), "number")
    if date is not None and date > office.today():
        raise Refused(_("This date has not come yet."), "date")
    with office.work("letters.number", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        before = Numbered(row.id, row.number or "", row.date)
        for one in _with(session, row):
            one.number, one.date = given or None, date
            if one.referral_id is not None and one.purpose is Purpose.COVERING:
                referral = session.get_one(Referral, one.referral_id)
                referral.letter_number, referral.letter_date = given or None, date
        return before


@dataclass(frozen=True)
class Posted:
    """told: the notice was made. warning: the registered number looks odd."""

    letter_id: int
    told: bool
    warning: str | None = None


def posted(office: Office, letter_id: int, on: dt.date, registered: str) -> Posted:
    """A letter was given to the post office, which gave it a number. One that tells the result is the notice.

    A letter with a result that stands no more tells nothing: it is posted, and makes no notice.
    """
    stored, warning = registered_number(refuse_nul(registered, "registered"))
    if not stored:
        raise Refused(_("Enter the number of the registered post."), "registered")
    if on > office.today():
        raise Refused(_("This date has not come yet."), "posted_on")
    with office.work("letters.posted", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        if on < row.made_at.astimezone(office.now().tzinfo).date():
            raise Refused(_("A letter cannot be posted before it was made."), "posted_on")
        if row.posted_on is not None:
            raise Refused(_("This letter was posted already."), "registered")
        twice = select(Letter.id).where(
            Letter.registered == stored, Letter.withdrawn_at.is_(None), Letter.with_id.is_(None)
        )
        if session.scalar(twice.limit(1)) is not None:
            raise Refused(_("Another letter has this number already."), "registered")
        for one in _with(session, row):
            one.posted_on, one.registered = on, stored
        told = row.purpose is Purpose.RESULT and row.outcome_id == _standing_outcome(session, row.issue_id)
        if told:
            _tell(session, office, row.issue_id, Way.LETTER, on, letter_id=row.id)
        return Posted(row.id, told, warning)


def _standing_outcome(session: Session, issue_id: int) -> int | None:
    return session.scalar(select(latest(Outcome.id, Outcome)).select_from(Issue).where(Issue.id == issue_id))


def take_back_posted(office: Office, letter_id: int) -> None:
    """It was not posted after all; what it told is told no more."""
    with office.work("letters.take_back_posted", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        for one in _with(session, row):
            one.posted_on = one.registered = None
        notices = select(Notice).where(Notice.letter_id == row.id, Notice.withdrawn_at.is_(None))
        for notice in session.scalars(notices):
            notice.withdrawn_at = office.now()


def take_back(office: Office, letter_ids: Sequence[int]) -> None:
    """These letters are not sent (undo of `make`). Raises Refused for one that was posted."""
    with office.work("letters.take_back", Right.FOLLOW_UP) as session:
        for letter_id in letter_ids:
            row = _letter(session, letter_id)
            if row.posted_on is not None:
                raise Refused(_("This letter was posted already."))
            for one in _with(session, row):
                one.withdrawn_at = office.now()
                if one.referral_id is not None and one.purpose is Purpose.COVERING and one.number:
                    referral = session.get_one(Referral, one.referral_id)
                    referral.letter_number = referral.letter_date = None
