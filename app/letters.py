"""Letters (نامه‌ها): made many at once, kept as they were made, numbered by the registry, posted, each step undone.

A letter is drawn again from what is kept of it, byte for byte, whatever the office's settings are by then. A letter
that tells the result counts as the notice once it was posted under a number of registered post (circular, c6 to c8), or
handed over to somebody who is named (app/handing_over.py).
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import LetterSize, Purpose, Way
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.postal import registered_number
from app.domain.texts import _
from app.emblem import _pictures
from app.issues import latest
from app.letter_drafts import Draft, LeftOut, _drafts, _written
from app.letter_words import _sender
from app.notices import _tell
from app.office import Office
from app.security.rights import Right
from app.work import Work
from db.models import Issue, Letter, Notice, Outcome, Referral

if TYPE_CHECKING:
    from app.documents.letter import Letter as Paper

Progress = Callable[[int, int], None]
"""Told how many of how many are done; may raise to stop: nothing is kept then."""

_BESIDE: Final = ("body", "number", "date", "made_at")
"""What is kept in columns of its own, not in `paper`."""
_ROUNDS: Final = 3
"""Another desk hardly changes the same matters again and again while they are drawn."""


@dataclass(frozen=True)
class Made:
    """ids: of the letters, in the order of their pages."""

    ids: tuple[int, ...]
    pdf: bytes
    left_out: tuple[LeftOut, ...] = ()


def make(
    office: Office,
    issue_ids: Sequence[int],
    purpose: Purpose,
    size: LetterSize = LetterSize.A4,
    progress: Progress | None = None,
) -> Made:
    """Write and keep the letters of these matters, all in one PDF: a letter for each applicant, or for each unit.

    A matter that needs no such letter, or has one already, is left out, with why. Raises Refused when none is left.
    What another desk changes while they are drawn is seen before they are kept: then they are drawn anew, as it is.
    """
    for _time in range(_ROUNDS):
        with office.read(Right.FOLLOW_UP) as session:
            sender = _sender(session, office, size)
            drafts, left_out = _drafts(session, office, issue_ids, purpose, sender)
        if not drafts:
            raise Refused(left_out[0].why if left_out else _("There is no letter for this."), "purpose")
        pdf = _drawn(office, [draft.paper for draft in drafts], progress)
        with office.work("letters.make", Right.FOLLOW_UP) as work:
            sender = replace(_sender(work, office, size), made_at=sender.made_at)
            if _drafts(work, office, issue_ids, purpose, sender)[0] == drafts:
                return Made(tuple(_kept(work, draft, purpose) for draft in drafts), pdf, tuple(left_out))
    raise Refused(_("This was changed meanwhile; read the list again."), "purpose")


def _kept(work: Work, draft: Draft, purpose: Purpose) -> int:
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
    for aside in ("handed_to", "came_back"):
        kept.pop(aside, None)
    if hidden - set(kept.pop("hidden")) and not office.may(Right.CONFIDENTIAL):
        raise Refused(_("You have no access to this."))
    kept["size"] = LetterSize(kept["size"])
    for key in ("to", "heads", "copies"):
        kept[key] = tuple(kept[key])
    kept["matters"] = tuple(map(tuple, kept["matters"]))
    return Paper(**kept, body=row.body, number=row.number or "", date=row.date, made_at=row.made_at)


def _letter(session: Session, letter_id: int, *, aside: bool = False) -> Letter:
    """The letter, to be changed; of one that stands on another's paper, that one. aside: one that was put aside."""
    row = session.get(Letter, letter_id)
    if row is not None and row.with_id is not None:
        row = session.get(Letter, row.with_id)
    if row is not None and row.withdrawn_at is not None and not aside:
        raise Refused(_("This letter was put aside meanwhile. Read the list again."))
    if row is None or (row.withdrawn_at is not None) != aside:
        raise Refused(_("This letter is not in the store any more. Read the list again."))
    return row


def _with(session: Session, row: Letter) -> list[Letter]:
    """The letter and the rows of the other matters on it."""
    return [row, *session.scalars(select(Letter).where(Letter.with_id == row.id).order_by(Letter.id))]


# what becomes of them -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbered:
    """A letter's number and date as they stood; given to `number`, they are so again.

    warning: another letter has the number that was given now; a registry may do so for one text to many.
    """

    letter_id: int
    number: str
    date: dt.date | None
    warning: str | None = None


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
        same = (Letter.number == given, Letter.id != row.id, Letter.with_id.is_(None), Letter.withdrawn_at.is_(None))
        twice = given and session.scalar(select(Letter.id).where(*same).limit(1)) is not None
        warning = _("Another letter has this number already; check it.") if twice else None
        before = Numbered(row.id, row.number or "", row.date, warning)
        for one in _with(session, row):
            one.number, one.date = given or None, date
            _number_referral(session, one, given or None, date)
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
    with office.work("letters.posted", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        _check_unsent(office, row, on, "registered")
        twice = select(Letter.id).where(
            Letter.registered == stored, Letter.withdrawn_at.is_(None), Letter.with_id.is_(None)
        )
        if session.scalar(twice.limit(1)) is not None:
            raise Refused(_("Another letter has this number already."), "registered")
        for one in _with(session, row):
            one.posted_on, one.registered = on, stored
        return Posted(row.id, _told_by(session, office, row, on), warning)


def _check_unsent(office: Office, row: Letter, on: dt.date, field: str) -> None:
    """Raises Refused for one that has left the office already, or cannot have on that day. field: of its proof."""
    if on > office.today():
        raise Refused(_("This date has not come yet."), "posted_on")
    if on < row.made_at.astimezone(office.now().tzinfo).date():
        raise Refused(_("A letter cannot be sent before it was made."), "posted_on")
    if row.posted_on is not None:
        raise Refused(_("This letter was sent already."), field)


def _told_by(session: Session, office: Office, row: Letter, on: dt.date) -> bool:
    """Make the notice of a letter that has left the office, if it tells the result that stands. Whether it does."""
    told = row.purpose is Purpose.RESULT and row.outcome_id == _standing_outcome(session, row.issue_id)
    if told:
        _tell(session, office, row.issue_id, Way.LETTER, on, letter_id=row.id)
    return told


def _standing_outcome(session: Session, issue_id: int) -> int | None:
    return session.scalar(select(latest(Outcome.id, Outcome)).select_from(Issue).where(Issue.id == issue_id))


def take_back_posted(office: Office, letter_id: int) -> None:
    """It was neither posted nor handed over after all; what it told is told no more."""
    with office.work("letters.take_back_posted", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        if row.came_back is not None:
            raise Refused(_("That this letter came back from the post is noted; take that back first."))
        for one in _with(session, row):
            one.posted_on = one.registered = None
            one.handed_to = ""
        _untell(session, office, row)


def _untell(session: Session, office: Office, row: Letter) -> None:
    notices = select(Notice).where(Notice.letter_id == row.id, Notice.withdrawn_at.is_(None))
    for notice in session.scalars(notices):
        notice.withdrawn_at = office.now()


def came_back(office: Office, letter_id: int) -> None:
    """The post brought this letter back today: what it was to tell is told no more, and another way is due."""
    with office.work("letters.came_back", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        if row.registered is None:
            raise Refused(_("Only a letter that was posted comes back from the post."))
        if row.came_back is not None:
            raise Refused(_("That this letter came back is noted already."))
        for one in _with(session, row):
            one.came_back = office.today()
        _untell(session, office, row)


def take_back_came_back(office: Office, letter_id: int) -> Posted:
    """It did not come back after all (undo of `came_back`); it tells again what it told, if that still stands."""
    with office.work("letters.take_back_came_back", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        if row.came_back is None or row.posted_on is None:
            raise Refused(_("That this letter came back is not noted."))
        for one in _with(session, row):
            one.came_back = None
        return Posted(row.id, _told_by(session, office, row, row.posted_on))


def take_back(office: Office, letter_ids: Sequence[int]) -> None:
    """These letters are not sent (undo of `make`). Raises Refused for one that was."""
    with office.work("letters.take_back", Right.FOLLOW_UP) as session:
        for letter_id in letter_ids:
            row = _letter(session, letter_id)
            if row.posted_on is not None:
                raise Refused(_("This letter was sent already."))
            for one in _with(session, row):
                one.withdrawn_at = office.now()
                if one.number:
                    _number_referral(session, one, None, None)


def put_back(office: Office, letter_ids: Sequence[int]) -> None:
    """They are to be sent after all (undo of `take_back`). Raises Refused where another one was written meanwhile."""
    with office.work("letters.put_back", Right.FOLLOW_UP) as session:
        for letter_id in letter_ids:
            row = _letter(session, letter_id, aside=True)
            for one in _with(session, row):
                for column, given in ((Letter.outcome_id, one.outcome_id), (Letter.referral_id, one.referral_id)):
                    there = _written(session, column, [given]) if given and row.purpose is not Purpose.REMINDER else ()
                    if (one.issue_id, given) in there:
                        raise Refused(_("Another letter was written in its place meanwhile."))
            for one in _with(session, row):
                one.withdrawn_at = None
                if one.number:
                    _number_referral(session, one, one.number, one.date)
            session.flush()


def _number_referral(session: Session, row: Letter, number: str | None, date: dt.date | None) -> None:
    """The number of a covering letter is its referral's, too."""
    if row.referral_id is not None and row.purpose is Purpose.COVERING:
        referral = session.get_one(Referral, row.referral_id)
        referral.letter_number, referral.letter_date = number, date
