"""The cover: whose report it is, its figures, how the circular was kept, and where it is signed."""

import datetime as dt
from typing import Any, Final

from app.documents.page import A4, HAIRLINE, MUTED, Align, Page, mm
from app.documents.text import Setter, setter
from app.domain.codes import IssueType, MeetingState, Status, Way
from app.domain.persian.calendar import TEHRAN, numeric, short_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import fa
from app.report.anchors import LOSS, UNKNOWN_LOSS, restored
from app.report.pages.frame import MARGIN, NOTHING, Frame, in_fours

SIGNATURE_PAGE: Final = 0
SIGNATURE_BOX: Final = (57, 68, 284, 153)  # 80 x 30 mm at the lower left, in pt: left, bottom, right, top
_WIDTH: Final = A4[0] - 2 * MARGIN
_RIGHT: Final = A4[0] - MARGIN
_MIDDLE: Final = A4[0] // 2
_LAST: Final = A4[1] - SIGNATURE_BOX[3] * 100 - mm(9)  # the lowest line over the signature
_LEADING: Final = 1550
_BAR_ROW: Final = 1500


def draw(frame: Frame, report: dict[str, Any]) -> list[str]:
    """The cover. Returns the sentences for which it had no room: the next part prints them."""
    page = frame.page(A4, fa("Cover"))
    y = _title(page, frame, report)
    y = _figures(page, report["totals"], y + mm(5))
    y = _bars(page, report["totals"], y + mm(6))
    _signature(page, report, frame.digest)
    return _sentences(page, [*_compliance(frame, report), *_heads(report), *_restored(report)], y + mm(3))


def _title(page: Page, frame: Frame, report: dict[str, Any]) -> int:
    agency, regular, bold = report["agency"], setter("F1"), setter("F2")
    first, last = frame.quarter.first, frame.quarter.last
    page.text(_MIDDLE, mm(19), fa("In the name of the Exalted"), regular, 1000, align=Align.CENTRE)
    y = _centred(page, agency["name"], regular, 1600, mm(31))
    y = _centred(page, frame.running_title, bold, 2400, y + mm(14))
    period = fa("Season %(season)s (%(first)s to %(last)s)") % {
        "season": frame.quarter.name,
        "first": short_date(first),
        "last": short_date(last),
    }
    y = _centred(page, period, regular, 1600, y + mm(11))
    page.accent(MARGIN, y + mm(6), _WIDTH)
    whose = fa("Agency: %(agency)s · province %(province)s · county %(county)s · %(title)s: %(head)s") % {
        "agency": agency["name"],
        "province": agency["province"],
        "county": agency["county"],
        "title": frame.head_title,
        "head": agency["head"] or NOTHING,
    }
    y = _centred(page, whose, regular, 1000, y + mm(13))
    receiver = fa("To: the governorate's office of performance management, inspection and legal affairs")
    y = _centred(page, receiver, regular, 1000, y + mm(6))
    private = fa(
        "This report holds personal particulars of visitors and is sent only to the receiver who is named above."
    )
    y = _centred(page, private, regular, 900, y + mm(6), grey=MUTED)
    if report["amendment"]:
        y = _amendment(page, report["amendment"], y + mm(9))
    return y


def _amendment(page: Page, amendment: dict[str, Any], y: int) -> int:
    title = fa("Amendment number %(number)s") % {"number": persian_digits(amendment["number"])}
    y = _centred(page, f"{title}: {amendment['reason'] or NOTHING}", setter("F2"), 1100, y)
    replaces = fa("It replaces the report with the digest %(digest)s.") % {
        "digest": isolate(in_fours(amendment["replaces"][:16]))
    }
    return _centred(page, replaces, setter("F1"), 900, y + mm(6), grey=MUTED)


def _figures(page: Page, totals: dict[str, Any], y: int) -> int:
    """Six figures, three in a row: 22 pt over a label of 10."""
    unseen = _difference(totals["visits"], totals["seen"])
    figures = [
        (
            totals["meetings_held"],
            fa("meetings held"),
            fa("of %(n)s days planned") % {"n": _n(totals["meetings_scheduled"])},
        ),
        (totals["visits"], fa("visits"), fa("registered at the meetings")),
        (totals["seen"], fa("seen by the head"), fa("%(n)s were not seen") % {"n": _n(unseen)}),
        (totals["visitors"], fa("visitors"), fa("people, each once")),
        (
            totals["issues"],
            fa("issues"),
            fa("%(n)s still under way") % {"n": _n(totals["by_status"]["open"])},
        ),
        (totals["notified"], fa("results told"), fa("by SMS, letter or call")),
    ]
    bold, regular = setter("F2"), setter("F1")
    width, height = _WIDTH // 3, mm(23)
    for number, (figure, label, remark) in enumerate(figures):
        top = y + number // 3 * height
        middle = _RIGHT - width * (number % 3) - width // 2
        page.text(middle, top + mm(9), _n(figure), bold, 2200, align=Align.CENTRE)
        page.text(middle, top + mm(14), label, regular, 1000, align=Align.CENTRE)
        page.text(middle, top + mm(18), remark, regular, 800, align=Align.CENTRE, grey=MUTED)
    bottom = y + 2 * height
    for line in (y, y + height, bottom):
        page.rule(MARGIN, line, _WIDTH)
    return bottom


def _bars(page: Page, totals: dict[str, Any], y: int) -> int:
    """Three small tables with bars: by type, by status, by the way the result was told."""
    charts = [
        (fa("Issues by type"), IssueType, totals["by_type"]),
        (fa("Issues by status"), Status, totals["by_status"]),
        (fa("Results told by way"), Way, totals["notified_by"]),
    ]
    gap = mm(5)
    width = (_WIDTH - 2 * gap) // 3
    for number, (title, codes, counts) in enumerate(charts):
        right = _RIGHT - number * (width + gap)
        page.text(right, y + mm(3), title, setter("F2"), 1000)
        most = max([counts[code] or 0 for code in codes], default=0)
        words = mm(2) + max(setter("F1").line(fa(code.word)).width for code in codes) * 850 // 1000
        for row, code in enumerate(codes):
            base = y + mm(10) + row * _BAR_ROW
            page.text(right, base, fa(code.word), setter("F1"), 850)
            page.text(right - width, base, _n(counts[code]), setter("F1"), 900, align=Align.LEFT)
            room = width - words - mm(9)
            if counts[code]:
                long = max(room * counts[code] // most, 50)
                page.fill(right - words - long, base - mm(3), long, mm(3), HAIRLINE)
    return y + mm(10) + len(IssueType) * _BAR_ROW - mm(4)


def _compliance(frame: Frame, report: dict[str, Any]) -> list[str]:
    """How the circular was kept, as far as the report's data say (clauses c1 to c8)."""
    totals = report["totals"]
    told = totals["notified_by"]
    lines = [
        fa("Of %(n)s meeting days of this quarter, %(m)s were held with the %(title)s present in person at the office.")
        % {
            "n": _n(totals["meetings_scheduled"]),
            "m": _n(totals["meetings_held"]),
            "title": frame.head_title,
        },
    ]
    lines += [
        fa("Ceremonies, tours, speeches and everyday answering are not counted in this report."),
        fa("Particulars of %(n)s visitors stand in the second part.") % {"n": _n(totals["visitors"])},
    ]
    if (wait := _median_wait(report["visits"])) is not None:
        lines.append(fa("Half of the visitors waited less than %(n)s minutes.") % {"n": _n(wait + 1)})
    if (deadlines := _deadlines(report)) is not None:
        in_time, late = deadlines
        lines.append(
            fa("%(n)s issues were settled in time, and the deadline of %(m)s has passed.")
            % {"n": _n(in_time), "m": _n(late)}
        )
    lines.append(
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
    )
    lines += [
        fa("The meeting of %(date)s was not held because of %(reason)s.")
        % {"date": short_date(dt.date.fromisoformat(meeting["date"])), "reason": meeting["reason"]}
        for meeting in report["meetings"]
        if meeting["state"] == MeetingState.NOT_HELD and meeting["reason"]
    ]
    if amended := [meeting["amendments"] for meeting in report["meetings"] if "amendments" in meeting]:
        lines.append(
            fa("After they were closed, %(days)s meeting days were amended, %(n)s times in all, each with its reason.")
            % {"days": _n(len(amended)), "n": _n(sum(amended))}
        )
    return lines


def _deadlines(report: dict[str, Any]) -> tuple[int, int] | None:
    """Issues whose result was told by their due day, and open ones past it; None where no issue has one (c5).

    When a result was found the data do not say, only when it was told: what is claimed here, anyone can count again.
    """
    today = dt.datetime.fromisoformat(report["made_at"]).astimezone(TEHRAN).date().isoformat()
    due = [issue for visit in report["visits"] for issue in visit["issues"] if issue["due"]]
    if not due:
        return None
    in_time = sum(issue["status"] != Status.OPEN and (issue["notified_on"] or "9") <= issue["due"] for issue in due)
    return in_time, sum(issue["status"] == Status.OPEN and issue["due"] < today for issue in due)


def _restored(report: dict[str, Any]) -> list[str]:
    """Restores of the store since the last report: said once."""
    return [
        (fa(UNKNOWN_LOSS) if lost is None else fa(LOSS)) % {"date": persian_digits(numeric(day)), "n": _n(lost)}
        for day, lost in restored(report["audit"])
    ]


def _heads(report: dict[str, Any]) -> list[str]:
    """Who headed the agency in the quarter, where it was more than one, or someone who acted as head."""
    heads = report["agency"]["heads"]
    if len(heads) < 2 and not any(head["acting"] for head in heads):
        return []
    spans = []
    for head in heads:
        name = fa("%(name)s (acting)") % {"name": head["name"]} if head["acting"] else head["name"]
        first = short_date(dt.date.fromisoformat(head["from"]))
        last = short_date(dt.date.fromisoformat(head["to"])) if head["to"] else NOTHING
        spans.append(fa("%(name)s from %(first)s to %(last)s") % {"name": name, "first": first, "last": last})
    return [fa("Heads in this quarter: %(heads)s") % {"heads": "؛ ".join(spans)}]


def _sentences(page: Page, sentences: list[str], y: int) -> list[str]:
    """Sentences under each other, as far as there is room over the signature. Returns the rest."""
    regular, indent = setter("F1"), mm(4)
    for number, sentence in enumerate(sentences):
        lines = regular.wrap(sentence, (_WIDTH - indent) * 1000 // 950)
        if y + len(lines) * _LEADING > _LAST:
            return sentences[number:]
        page.text(_RIGHT, y + _LEADING, "•", regular, 950)
        for line in lines:
            y += _LEADING
            page.text(_RIGHT - indent, y, line, regular, 950)
    return []


def _signature(page: Page, report: dict[str, Any], digest: str) -> None:
    """The frame for the stamp, left empty, and beside it who signs what; a draft has neither."""
    signer = report["signer"]
    if signer is None:
        return
    left, bottom, right, top = (side * 100 for side in SIGNATURE_BOX)
    page.frame(left - 50, A4[1] - top - 50, right - left + 100, top - bottom + 100)
    said = [
        fa("This report is signed with the certificate of %(signer)s; any change after signing shows.")
        % {"signer": signer["name"]}
    ]
    if signer["kind"] == "own":
        said.append(fa("The agency itself issued the certificate of this signature."))
    regular, y = setter("F1"), A4[1] - top
    width = _RIGHT - right - mm(6)
    page.text(_RIGHT, y, fa("Signature"), setter("F2"), 1000)
    y += mm(1)
    for sentence in said:
        for line in regular.wrap(sentence, width * 1000 // 900):
            y += 1400
            page.text(_RIGHT, y, line, regular, 900)
    y += 1500
    page.text(_RIGHT, y, fa("The signer's fingerprint:"), regular, 800, grey=MUTED)
    groups = in_fours(signer["fingerprint"])
    for half in (groups[:39], groups[40:]):
        y += 1250
        page.text(_RIGHT, y, regular.code(half), regular, 800)
    y += 1400
    what = fa("Digest of the data: %(digest)s") % {"digest": isolate(in_fours(digest[:16]))}
    page.text(_RIGHT, y, what, regular, 800, grey=MUTED)


def _centred(page: Page, text: str, words: Setter, size: int, y: int, *, grey: int = 0) -> int:
    """Centred lines, the first with its baseline at y. Returns the baseline of the last."""
    lines = words.wrap(text, _WIDTH * 1000 // size)
    for number, line in enumerate(lines):
        page.text(_MIDDLE, y + number * size * 3 // 2, line, words, size, align=Align.CENTRE, grey=grey)
    return y + (len(lines) - 1) * size * 3 // 2


def _median_wait(visits: list[dict[str, Any]]) -> int | None:
    """Minutes from arrival to admission that half of those who were seen did not wait longer than."""
    waits = sorted(_minutes(visit["admitted"]) - _minutes(visit["arrived"]) for visit in visits if visit["admitted"])
    return waits[(len(waits) - 1) // 2] if waits else None


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _difference(all_of_them: int | None, some: int | None) -> int | None:
    return None if all_of_them is None or some is None else all_of_them - some


def _n(number: int | None) -> str:
    return NOTHING if number is None else persian_digits(number)
