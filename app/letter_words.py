"""The words of letters to applicants (متقاضی): result, interim word, papers that are asked for.

A matter that only the head may know is answered without its words: a letter goes through other hands.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.domain.codes import LetterSize, Purpose, Status, head_title
from app.domain.persian.calendar import short_date, to_jalali
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import among_words, is_sentence, isolate, persian_digits, read_digits
from app.domain.texts import _, fa
from app.issues import CODE, MATTER, OWN, latest
from app.lists import _head
from app.office import Office
from app.office_settings import OfficeSettings, _settings
from app.outcomes import ELSEWHERE
from db.models import Agency, Issue, Outcome, Pause, Reach, Referral, Visit, Visitor

if TYPE_CHECKING:
    from app.documents.letter import Letter

AT_ONCE: Final = 500
"""Ids in one question to the store."""


_AS_TYPED: Final = {"postal_code", "by_hand", "attachments"}


def _read(words: Any) -> Any:
    """Words of a letter, however the office types its digits."""
    return read_digits(words) if isinstance(words, str) else tuple(map(_read, words))


@dataclass(frozen=True)
class Sender:
    """From whom letters are: what their head, foot and signature say.

    head, title: of the agency, by name and post. writer: who makes them.
    """

    agency: str
    signer: str
    post: str
    head: str
    title: str
    writer: str
    settings: OfficeSettings
    size: LetterSize
    made_at: dt.datetime

    def for_the_office(self) -> "Sender":
        """Of a letter to the head, which he does not sign himself."""
        if self.settings.signer and self.settings.signer != self.head:
            return self
        return replace(self, signer=self.writer, post=fa("Office of the %(title)s") % {"title": self.title})

    def letter(self, **words: Any) -> "Letter":
        from app.documents.letter import Letter

        return Letter(
            size=self.size,
            agency=self.agency,
            emblem=self.settings.emblem,
            signer=self.signer,
            post=self.post,
            made_at=self.made_at,
            foot=read_digits(self.foot()),
            **{key: value if key in _AS_TYPED else _read(value) for key, value in words.items()},
        )

    def foot(self) -> str:
        said = []
        settings = self.settings
        if settings.sender_address:
            said.append(fa("Address: %(address)s") % {"address": among_words(settings.sender_address)})
        if settings.sender_postal_code:
            code = isolate(persian_digits(settings.sender_postal_code))
            said.append(fa("Postal code: %(code)s") % {"code": code})
        if settings.telephone:
            said.append(fa("Telephone: %(number)s") % {"number": isolate(persian_digits(settings.telephone))})
        return " · ".join(said)


def _sender(session: Session, office: Office, size: LetterSize) -> Sender:
    details = session.get_one(Agency, office.agency_id)
    settings = _settings(session)
    head, title = _head(session, office.today()), fa(head_title(details.kind))
    return Sender(
        agency=details.name,
        signer=settings.signer or head,
        post=settings.signer_post or ("" if settings.signer else title),
        head=head,
        title=title,
        writer=office.user.name,
        settings=settings,
        size=size,
        made_at=office.now().astimezone(dt.UTC),
    )


@dataclass(frozen=True)
class Addressed:
    """An applicant with his matter, as it stands. own_id: the person's own first issue, on which the letter is kept."""

    own_id: int
    matter_id: int
    code: str | None
    subject: str
    head_only: bool
    status: Status
    date: dt.date
    name: str
    legal_name: str | None
    address: str | None
    county: str | None
    postal_code: str | None
    outcome_id: int | None
    outcome: str | None
    where_to: str | None
    due: dt.date | None
    papers: str | None

    @property
    def to(self) -> tuple[str, ...]:
        """What the window shows: the name, then the address."""
        place = "، ".join(dict.fromkeys(filter(None, (self.county, self.address)))) if self.address else ""
        return tuple(map(among_words, filter(None, (self.name, self.legal_name, place))))


def _addressed(session: Session, issue_ids: Sequence[int]) -> list[Addressed]:
    """The applicants of these issues, each matter of a person once, in the order of the issues."""
    found: dict[int, Addressed] = {}
    main = aliased(Visitor)
    reach = (
        select(Reach.postal_code)
        .where(Reach.visitor_id.in_([Visitor.id, Visitor.merged_into]), Reach.postal_code.is_not(None))
        .limit(1)
        .scalar_subquery()
    )
    question = (
        select(
            Issue.id,
            OWN,
            MATTER,
            CODE,
            Issue.subject,
            Issue.head_only,
            Issue.status,
            Visit.date,
            Visit.first_name + " " + Visit.last_name,
            Visit.legal_name,
            func.coalesce(main.address, Visitor.address, Visit.address),
            func.coalesce(main.county, Visitor.county, Visit.county),
            reach,
            latest(Outcome.id, Outcome),
            latest(Outcome.text, Outcome),
            latest(Outcome.where_to, Outcome),
            latest(Referral.due, Referral, Referral.ended_at.is_(None)),
            latest(Pause.papers, Pause, Pause.until.is_(None)),
        )
        .join(Visit, Issue.visit_id == Visit.id)
        .join(Visitor, Visit.visitor_id == Visitor.id)
        .outerjoin(main, Visitor.merged_into == main.id)
    )
    for start in range(0, len(issue_ids), AT_ONCE):
        rows = session.execute(question.where(Issue.id.in_(issue_ids[start : start + AT_ONCE])))
        found.update({row[0]: Addressed(*row[1:]) for row in rows})
    once = {found[issue_id].own_id: found[issue_id] for issue_id in reversed(issue_ids) if issue_id in found}
    return [one for one in reversed(once.values())]  # noqa: C416 - a list, not its reversal's view


def why_not(one: Addressed, purpose: Purpose) -> str | None:
    """Why there is nothing to write to this applicant; None when there is."""
    if purpose is Purpose.RESULT:
        return _("Record the outcome first, then tell it.") if one.status is Status.OPEN else None
    if purpose is Purpose.INTERIM:
        return None if one.status is Status.OPEN else _("This matter has its outcome; tell that.")
    if purpose is Purpose.PAPERS:
        return None if one.papers else _("No papers are asked for in this matter.")
    return _("There is no letter for this.")


def compose(one: Addressed, purpose: Purpose, sender: Sender) -> "Letter":
    """The letter to this applicant."""
    code = isolate(persian_digits(show_follow_up_code(one.code))) if one.code else ""
    words = {"date": full_date(one.date), "code": code}
    subject = {
        Purpose.RESULT: (
            fa("Answer to the visit of %(date)s (follow-up code %(code)s)"),
            fa("Answer to the visit of %(date)s"),
        ),
        Purpose.INTERIM: (
            fa("How the matter of the visit of %(date)s stands (follow-up code %(code)s)"),
            fa("How the matter of the visit of %(date)s stands"),
        ),
        Purpose.PAPERS: (
            fa("Papers for the matter of the visit of %(date)s (follow-up code %(code)s)"),
            fa("Papers for the matter of the visit of %(date)s"),
        ),
    }[purpose][0 if code else 1]
    said = {Purpose.RESULT: _result, Purpose.INTERIM: _interim, Purpose.PAPERS: _papers}[purpose](one, sender)
    return sender.letter(
        to=one.to,
        by_hand=not one.address,
        postal_code=one.postal_code or "",
        salutation=fa("Dear applicant, %(name)s") % {"name": among_words(one.name)},
        subject=subject % words,
        body="\n".join([*said, fa("We thank you for your patience.")]),
        copies=tuple(map(among_words, sender.settings.letter_copies))
        if purpose is Purpose.RESULT and not one.head_only
        else (),
    )


def _opening(one: Addressed, told: str) -> str:
    if one.head_only:
        said = fa("With greetings and respect; following your visit of %(date)s, we inform you: %(told)s")
        return said % {"date": full_date(one.date), "told": told}
    said = fa(
        "With greetings and respect; following your visit of %(date)s about «%(subject)s», we inform you: %(told)s"
    )
    return said % {"date": full_date(one.date), "subject": among_words(one.subject), "told": told}


def _result(one: Addressed, sender: Sender) -> list[str]:
    words = (one.outcome or "").strip()
    if one.head_only:
        return [_opening(one, _without_words(one)), *_call(sender)]
    if one.status is Status.REJECTED:
        refusal = fa("In view of %(reason)s, this request cannot be accepted.") % {"reason": _phrase(words)}
        told = [_opening(one, refusal), fa("This answer is given to you in writing under article 23 of the charter.")]
        if one.where_to:
            told[-1] += " " + fa("To follow it up you may turn to %(where)s.") % {"where": _phrase(one.where_to)}
        return told
    if one.status is Status.REDIRECTED and not one.where_to and is_sentence(words):
        return [_opening(one, _without_words(one)), *_sentence(words).split("\n")]
    if one.status is Status.REDIRECTED:
        place = fa(ELSEWHERE) % {"agency": _phrase(one.where_to or words)}
        return [
            _opening(one, place),
            *(among_words(words).split("\n") if one.where_to and words and words != place else ()),
        ]
    first, *more = (words or fa("Your matter was seen to.")).split("\n")
    return [_opening(one, _sentence(first)), *map(among_words, more)]


def _without_words(one: Addressed) -> str:
    if one.status is Status.REJECTED:
        return fa("your matter was looked into and, within the rules, was not accepted.")
    if one.status is Status.REDIRECTED:
        return fa("your matter belongs to another agency.")
    return fa("Your matter was seen to.")


def _call(sender: Sender) -> list[str]:
    if not sender.settings.telephone:
        return []
    number = isolate(persian_digits(sender.settings.telephone))
    return [fa("To learn more, please call %(phone)s.") % {"phone": number}]


def _interim(one: Addressed, _sender: Sender) -> list[str]:
    if one.due:
        told = fa("your matter is being looked into, and you will be told the result by %(due)s.")
        return [_opening(one, told % {"due": full_date(one.due)})]
    return [_opening(one, fa("your matter is being looked into, and you will be told the result."))]


def _papers(one: Addressed, sender: Sender) -> list[str]:
    papers = "" if one.head_only else (one.papers or "")
    if papers:
        listed = "، ".join(filter(None, map(_phrase, papers.splitlines())))
        told = fa("to go on with your matter these papers are needed: %(papers)s") % {"papers": listed}
        return [_opening(one, _sentence(told)), fa("Your matter goes on as soon as they have come. Please bring them.")]
    return [_opening(one, fa("to go on with your matter further papers are needed.")), *_call(sender)]


def _phrase(text: str) -> str:
    """Words to stand within a sentence."""
    return among_words(" ".join(text.split()).rstrip(" .؛،"))


def _sentence(text: str) -> str:
    if text.rstrip().endswith((".", "؟", "!", ":")):
        return among_words(text)
    return f"{among_words(text.rstrip(' ؛،'))}."


def full_date(date: dt.date) -> str:
    """۲۲ شهریور ۱۴۰۵."""
    return f"{short_date(date)} {persian_digits(to_jalali(date)[0])}"
