"""The circular clause by clause, each with the report's evidence or with what is lacking."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from app.documents.page import A4, MUTED, Align, mm
from app.documents.table import BULLET, PADDING, Column, Columns
from app.documents.text import setter
from app.domain.codes import About, MeetingState
from app.domain.persian.calendar import TEHRAN, clock, long_date, short_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import N_, fa
from app.report.pages import evidence
from app.report.pages.frame import MARGIN, NOTHING, TABLE, Frame, Part, at_most

_WIDTH: Final = A4[0] - 2 * MARGIN
_RIGHT: Final = A4[0] - MARGIN
CLAUSES: Final = (
    (
        "۱",
        N_(
            "The person in charge meets the public face to face, in person, one day a week from 8 to 12, in his office."
        ),
    ),
    (
        "۲",
        N_(
            "Ceremonies, speeches, public tours and everyday answering are no public meeting, and their "
            "figures are not given as such."
        ),
    ),
    ("۳", N_("The meetings are reported at the end of each season, with the visitors' particulars.")),
    ("۴", N_("Closeness to the people, respect for the client and human dignity.")),
    ("۵", N_("Issues are examined quickly (charter on citizens' rights, articles 20 and 22).")),
    ("۶ تا ۸", N_("The final result reaches the applicant by SMS, letter or phone call.")),
    ("۹", N_("The days of the meetings are announced by broadcast, local press, messenger channel and the web.")),
    ("۱۰", N_("So are the days of presence at the SAMAD centre.")),
    ("۱۱", N_("The person in charge answers at the SAMAD centre (111) when invited, at a set time.")),
)
"""A clause's number, and what it asks."""


def draw(frame: Frame, report: dict[str, Any], title: str) -> None:
    part = Part(frame, title)
    widths = (mm(14), mm(56), mm(5))
    columns = Columns(
        _RIGHT,
        [
            Column(fa("Clause"), widths[0], Align.CENTRE),
            Column(fa("What the circular asks"), widths[1]),
            Column("", widths[2]),  # both sides are full lines: they are read as two
            Column(fa("Evidence in this report"), _WIDTH - sum(widths)),
        ],
        TABLE,
    )
    table = part.begin_table(columns)
    for number, ((clause, asked), said) in enumerate(zip(CLAUSES, _said(frame, report), strict=True)):
        row = columns.row(
            [clause, fa(asked), None, "\n".join([f"{BULLET}{line}" for line in said] if len(said) > 1 else said)],
            fill=96 if number % 2 else None,
            top_rule=30,
            element=table.add("TR"),
        )
        part.flow.block([row])
    part.end_table()
    _signed(part, frame, report)


def _said(frame: Frame, report: dict[str, Any]) -> Iterator[list[str]]:
    """The evidence, clause by clause as in CLAUSES."""
    yield _meetings(frame, report)
    yield [fa("Ceremonies, tours, speeches and everyday answering are not counted in this report.")]
    for count in (_particulars, _waiting, _in_time, _results):
        frame.again()
        yield count(report)
    yield _announced(report, About.MEETINGS)
    yield _announced(report, About.SAMAD)
    yield _samad(frame, report)


def not_held(report: dict[str, Any]) -> list[str]:
    """The days that nobody held, each with its reason as far as it is known."""
    return [
        fa("The meeting of %(date)s was not held because of %(reason)s.")
        % {"date": _short(meeting["date"]), "reason": meeting["reason"]}
        for meeting in _in_state(report, MeetingState.NOT_HELD)
        if meeting["reason"]
    ]


def amended(report: dict[str, Any]) -> list[str]:
    """How often days were amended after they were closed."""
    counts = [meeting["amendments"] for meeting in report["meetings"] if "amendments" in meeting]
    if not counts:
        return []
    said = fa("After they were closed, %(days)s meeting days were amended, %(n)s times in all, each with its reason.")
    return [said % {"days": _n(len(counts)), "n": _n(sum(counts))}]


def _meetings(frame: Frame, report: dict[str, Any]) -> list[str]:
    totals = report["totals"]
    said = [
        fa("Of %(n)s meeting days of this quarter, %(m)s were held with the %(title)s present in person at the office.")
        % {"n": _n(totals["meetings_scheduled"]), "m": _n(totals["meetings_held"]), "title": frame.head_title}
    ]
    held = _in_state(report, MeetingState.HELD)
    if noted := sum(meeting["head_from"] is not None and meeting["head_to"] is not None for meeting in held):
        said.append(fa("The hours of his presence are noted on %(n)s of the days that were held.") % {"n": _n(noted)})
    elif held:
        said.append(fa("The hours of his presence are noted on none of the days that were held."))
    said += not_held(report)
    said += [
        fa("No reason is recorded why the meeting of %(date)s was not held.") % {"date": _short(meeting["date"])}
        for meeting in _in_state(report, MeetingState.NOT_HELD)
        if not meeting["reason"]
    ]
    said += [
        fa("The deputy held the meeting of %(date)s, and it is not counted; reason: %(reason)s.")
        % {"date": _short(meeting["date"]), "reason": meeting["reason"] or fa("none is recorded")}
        for meeting in _in_state(report, MeetingState.HELD_BY_DEPUTY)
    ]
    return said + amended(report)


def _particulars(report: dict[str, Any]) -> list[str]:
    said = [fa("Particulars of %(n)s visitors stand in the second part.") % {"n": _n(report["totals"]["visitors"])}]
    if without := sum(visit["national_id"] is None and visit["foreign_id"] is None for visit in report["visits"]):
        said.append(fa("In %(n)s visits no id was shown; why stands with each.") % {"n": _n(without)})
    return said


def _waiting(report: dict[str, Any]) -> list[str]:
    wait = evidence.median_wait(report)
    said = [
        fa("Half of the visitors waited less than %(n)s minutes.") % {"n": _n(wait + 1)}
        if wait is not None
        else fa("No waiting time is recorded.")
    ]
    if unseen := sum(visit["admitted"] is None for visit in report["visits"]):
        said.append(fa("%(n)s visits ended before the visitor was seen.") % {"n": _n(unseen)})
    return said


def _in_time(report: dict[str, Any]) -> list[str]:
    found = evidence.deadlines(report)
    if found is None:
        said = [fa("No deadline is recorded for any issue.")]
    else:
        said = [
            fa("%(n)s issues were settled in time, and the deadline of %(m)s has passed.")
            % {"n": _n(found[0]), "m": _n(found[1])}
        ]
    if waiting := len(evidence.still_open(report)):
        said.append(fa("%(n)s issues are still open; they are listed in the third part.") % {"n": _n(waiting)})
    return said


def _results(report: dict[str, Any]) -> list[str]:
    totals = report["totals"]
    told = totals["notified_by"]
    said = [
        fa(
            "The result of %(n)s issues was told to the applicants: %(sms)s by SMS, %(letter)s by letter and "
            "%(call)s by phone."
        )
        % {
            "n": _n(totals["notified"]),
            "sms": _n(told["sms"]),
            "letter": _n(told["letter"]),
            "call": _n(told["call"]),
        }
    ]
    if left := len(evidence.not_told(report)):
        said.append(
            fa("The result of %(n)s issues was not told yet; they are listed in the fourth part.") % {"n": _n(left)}
        )
    return said


def _announced(report: dict[str, Any], about: About) -> list[str]:
    rows = [row for row in report["announcements"] if row["about"] == about]
    media = len({row["medium"] for row in rows})
    if not rows:
        lacking = {
            About.MEETINGS: fa("No announcement of this quarter's meetings is recorded."),
            About.SAMAD: fa("No announcement of presence at SAMAD is recorded."),
        }
        return [lacking[about]]
    said = {
        About.MEETINGS: fa("The days of the meetings were announced in %(n)s media."),
        About.SAMAD: fa("The days of presence at SAMAD were announced in %(n)s media."),
    }
    return [said[about] % {"n": _n(media)}, *(_announcement(row) for row in rows)]


def _announcement(row: dict[str, Any]) -> str:
    where = {"date": _short(row["date"]), "medium": row["medium"], "evidence": row["evidence"]}
    if row["evidence"]:
        return fa("%(date)s, %(medium)s; evidence: %(evidence)s") % {**where, "evidence": _seen(row["evidence"])}
    return fa("%(date)s, %(medium)s; no evidence is recorded") % where


def _seen(text: str) -> str:
    """An address reads from the left to the right."""
    return isolate(text) if text.isascii() else text


def _samad(frame: Frame, report: dict[str, Any]) -> list[str]:
    rows = report["samad"]
    if not rows:
        return [fa("No presence at the SAMAD centre is recorded in this quarter.")]
    said = fa("In this quarter the %(title)s answered the public at the SAMAD centre (111) %(n)s times.")
    lines = [said % {"title": frame.head_title, "n": _n(len(rows))}]
    for row in rows:
        when = {"date": _short(row["date"]), "first": persian_digits(row["from"]), "last": persian_digits(row["to"])}
        if row["calls"] is None:
            lines.append(fa("%(date)s, from %(first)s to %(last)s") % when)
        else:
            lines.append(fa("%(date)s, from %(first)s to %(last)s: %(n)s calls") % {**when, "n": _n(row["calls"])})
    return lines


def _signed(part: Part, frame: Frame, report: dict[str, Any]) -> None:
    """Who signs, and on paper a place for the office's seal."""
    signer, regular = report["signer"], setter("F1")
    lines = [f"{frame.head_title}: {report['agency']['head'] or NOTHING}", report["agency"]["name"]]
    if signer is None:
        lines.append(fa("This draft is not signed."))
    else:
        made = dt.datetime.fromisoformat(report["made_at"]).astimezone(TEHRAN)
        when = {"date": long_date(made.date()), "hour": clock(made.time())}
        lines += [
            fa("Certificate of the signature: %(signer)s") % {"signer": signer["name"]},
            kind_of(signer["kind"]),
            fa("Signed, as the signer says: %(date)s, %(hour)s") % when,
        ]
    room = (_WIDTH - mm(76)) * 1000 // 950
    pieces = [piece for line in lines for piece in at_most(3, regular.wrap(line, room))]
    page, y = part.flow.place(max(mm(44), mm(15) + len(pieces) * 1450))
    page.tag(part.section.add("H2"))
    page.text(_RIGHT - PADDING, y + mm(9), fa("Signature"), setter("F2"), 1100)
    page.tag(part.section.add("P"))
    for number, piece in enumerate(pieces):
        page.text(_RIGHT - PADDING, y + mm(15) + number * 1450, piece, regular, 950)
    if signer is not None:
        page.frame(MARGIN, y + mm(6), mm(70), mm(36), dashed=True)
        page.tag(part.section.add("P"))
        said = fa("Seal and signature on paper")
        page.text(MARGIN + mm(35), y + mm(11), said, regular, 800, align=Align.CENTRE, grey=MUTED)
    page.tag(None)


def kind_of(kind: str) -> str:
    """Who issued the certificate."""
    if kind == "own":
        return fa("The agency itself issued the certificate of this signature.")
    return fa("An authority outside Didar issued the certificate of this signature.")


def _in_state(report: dict[str, Any], state: MeetingState) -> list[dict[str, Any]]:
    return [meeting for meeting in report["meetings"] if meeting["state"] == state]


def _short(date: str) -> str:
    return short_date(dt.date.fromisoformat(date))


def _n(number: int | None) -> str:
    return NOTHING if number is None else persian_digits(number)
