"""The words of a message: templates, filled in from what the office knows of a matter.

Unless the office wants it otherwise a text says nothing of the matter itself: the phone is often a relative's.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import sms
from app.domain.codes import Purpose, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import clock, long_date, short_date
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import normalise, persian_digits
from app.domain.texts import N_, _, fa
from app.issues import CODE, MATTER, OWN, RESULT, latest
from app.office import Office
from app.office_settings import _settings as _office_settings
from app.security.rights import Right
from app.sms_settings import SmsSettings, _settings
from db.models import Agency, Issue, Outcome, Pause, Visit


@dataclass(frozen=True)
class Template:
    """A text of the office. title, words: English msgids. places: what can be filled in; more: what only a text that
    may speak of the matter can say, and the line that Didar's own text then has.
    """

    title: str
    words: str
    places: frozenset[str]
    more: str = ""

    @property
    def text(self) -> str:
        """As Didar words it. A message is Persian, whatever the screen speaks."""
        return fa(self.words)


_EACH: Final = frozenset({"name", "agency", "phone"})
_MATTER: Final = _EACH | {"code"}

TEMPLATES: Final[dict[str, Template]] = {
    "registered": Template(
        N_("Registered"),
        N_("Dear applicant {name}\nYour visit on {date} was registered.\nFollow-up code: {code}\n{agency}"),
        _MATTER | {"date"},
        N_("Subject: {subject}"),
    ),
    "resolved": Template(
        N_("Result: resolved"),
        N_("Dear applicant {name}\nYour matter with the follow-up code {code} was seen to.\n{agency}"),
        _MATTER,
        "{outcome}",
    ),
    "rejected": Template(
        N_("Result: not accepted"),
        N_(
            "Dear applicant {name}\nYour matter with the follow-up code {code} was examined and within the rules could"
            " not be accepted. For an answer in writing call {phone}.\n{agency}"
        ),
        _MATTER,
        "{outcome}",
    ),
    "redirected": Template(
        N_("Result: another agency's"),
        N_(
            "Dear applicant {name}\nYour matter (code {code}) is within the remit of {other}. Please turn to that"
            " agency.\n{agency}"
        ),
        _MATTER | {"other"},
        "{outcome}",
    ),
    "ready": Template(
        N_("The result is ready"),
        N_(
            "Dear applicant {name}\nThe result of your matter with the follow-up code {code} is ready. To hear it call"
            " {phone}.\n{agency}"
        ),
        _MATTER,
        N_("Subject: {subject}"),
    ),
    "interim": Template(
        N_("Interim word"),
        N_(
            "Dear applicant {name}\nYour matter with the follow-up code {code} is still being examined. We expect an"
            " answer by {date}.\n{agency}"
        ),
        _MATTER | {"date"},
        N_("Subject: {subject}"),
    ),
    "papers": Template(
        N_("Papers are asked for"),
        N_(
            "Dear applicant {name}\nTo go on with your matter (code {code}) some papers are needed. Please call"
            " {phone}.\n{agency}"
        ),
        _MATTER,
        N_("Papers: {papers}"),
    ),
    "moved": Template(
        N_("The meeting was moved"),
        N_(
            "Dear applicant {name}\nThe meeting of {date} does not take place. Your turn was moved to {date2}, at"
            " {hour}.\n{agency}"
        ),
        _EACH | {"date", "date2", "hour"},
    ),
    "turn": Template(
        N_("The turn is another one than was told"),
        N_(
            "Dear applicant {name}\nThe earlier message about your turn does not count any more. Your turn is on"
            " {date}, at {hour}.\n{agency}"
        ),
        _EACH | {"date", "hour"},
    ),
}
"""The texts by their name: a purpose, or for a result its status; of a moved turn that was moved back, `turn`."""

_TELLING: Final = frozenset({"subject", "outcome", "papers"})


def known(name: str, *, says_more: bool) -> frozenset[str]:
    """What a template of this name may have filled in."""
    template = TEMPLATES[name]
    more = _TELLING if says_more and template.more else frozenset()
    return template.places | more


def compose(office: Office, issue_id: int, purpose: Purpose) -> str:
    """The text of a message about an issue, as it would go now. Raises Refused for a result that is not there yet."""
    with office.read(Right.READ) as session:
        return _compose(session, office, issue_id, purpose)


def _compose(session: Session, office: Office, issue_id: int, purpose: Purpose) -> str:
    issue = _facts(session, issue_id)
    name = purpose.value
    if purpose is Purpose.RESULT:
        if issue.status is Status.OPEN:
            raise Refused(_("Record the outcome first, then tell it."), "status")
        name = issue.status.value
    if name not in TEMPLATES or purpose is Purpose.MOVED:
        raise Refused(_("Nothing is told by SMS for this."))
    date = issue.due if purpose is Purpose.INTERIM else issue.date
    values = {
        "name": issue.name,
        "code": persian_digits(show_follow_up_code(issue.code or "")),
        "date": short_date(date) if date else "",
        "other": (not issue.head_only and issue.where_to) or fa("another agency"),  # never the outcome's own words
        "subject": issue.subject,
        "outcome": issue.outcome or "",
        "papers": issue.papers or "",
    }
    if purpose is Purpose.INTERIM and not date:
        raise Refused(_("No due date stands for this issue; write the text yourself."), "text")
    return _with_stop_line(_filled(session, office, name, values, head_only=issue.head_only), _settings(session))


def _moved(session: Session, office: Office, name: str, date: dt.date, to: dt.date, hour: dt.time | None) -> str:
    """That a booked turn is another one now. Without the word that stops messages: it is also read out."""
    values = {"name": name, "date": long_date(date), "date2": long_date(to), "hour": clock(hour) if hour else ""}
    return _filled(session, office, "moved", values, head_only=False)


def _turn_stands(session: Session, office: Office, name: str, date: dt.date, hour: dt.time | None) -> str:
    """That a booked turn is where it was, after another one was told. Without the stop word, as `_moved`."""
    values = {"name": name, "date": long_date(date), "hour": clock(hour) if hour else ""}
    return _filled(session, office, "turn", values, head_only=False)


def _facts(session: Session, issue_id: int) -> Any:
    columns = select(
        CODE.label("code"),
        Issue.subject,
        Issue.head_only,
        Issue.status,
        Visit.date,
        (Visit.first_name + " " + Visit.last_name).label("name"),
        RESULT[2].label("due"),
        RESULT[3].label("outcome"),
        latest(Outcome.where_to, Outcome).label("where_to"),
        select(Pause.papers)
        .where(Pause.issue_id.in_((MATTER, OWN)), Pause.withdrawn_at.is_(None), Pause.until.is_(None))
        .order_by(Pause.id.desc())
        .limit(1)
        .scalar_subquery()
        .label("papers"),
    )
    found = session.execute(columns.join(Visit, Issue.visit_id == Visit.id).where(Issue.id == issue_id)).first()
    if found is None:
        raise Refused(_("This issue is not in the store any more. Read the list again."))
    return found


def _filled(session: Session, office: Office, name: str, values: dict[str, str], *, head_only: bool) -> str:
    settings, phone = _settings(session), _office_settings(session).telephone
    agency = session.get_one(Agency, office.agency_id).name
    silent = head_only or not settings.says_more
    text = _template(name, settings, silent=silent)
    if not phone:  # «call», then, without a number, rather than a hole in the sentence
        text = text.replace(fa("with {phone} "), "").replace("{phone}", "")
    if not values.get("hour"):
        text = text.replace(fa(", at {hour}"), "")
    filled = sms.fill(text, {**values, "agency": agency, "phone": persian_digits(phone)})
    lines = [line for line in normalise(filled, lines=True).splitlines() if line.strip()]
    return sms.in_order("\n".join(lines))


def _template(name: str, settings: SmsSettings, *, silent: bool) -> str:
    """The office's own text, or Didar's. silent: one that says nothing of the matter."""
    template, own = TEMPLATES[name], settings.texts.get(name, "")
    if own and not (silent and sms.placeholders(own) & _TELLING):
        return own
    if silent or not template.more:
        return template.text
    before, _newline, agency = template.text.rpartition("\n")
    return "\n".join((before, fa(template.more) if template.more != "{outcome}" else template.more, agency))


def _with_stop_line(text: str, settings: SmsSettings) -> str:
    """With the word by which the receiver stops such messages, as the regulator asks; its numbers kept in order."""
    text = sms.in_order(text)
    line = fa("Stop 11")
    return f"{text}\n{line}" if settings.stop_line and line not in text else text
