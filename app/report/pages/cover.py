"""The cover: whose report it is, its figures and charts, where it is signed, and what compares paper with file."""

import datetime as dt
from typing import Any, Final

from app.documents import qr
from app.documents.page import A4, MUTED, Align, mm
from app.documents.text import Setter, setter
from app.domain.persian.calendar import Quarter, numeric, short_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import fa
from app.report.anchors import LOSS, UNKNOWN_LOSS, restored
from app.report.pages import charts, compliance
from app.report.pages.frame import MARGIN, NOTHING, Frame, at_most, in_fours

SIGNATURE_PAGE: Final = 0
SIGNATURE_BOX: Final = (57, 68, 284, 153)  # 80 x 30 mm at the lower left, in pt: left, bottom, right, top
_WIDTH: Final = A4[0] - 2 * MARGIN
_RIGHT: Final = A4[0] - MARGIN
_MIDDLE: Final = A4[0] // 2
_SIGNATURE_TOP: Final = A4[1] - SIGNATURE_BOX[3] * 100
_LAST: Final = _SIGNATURE_TOP - mm(12)  # the lowest line over the signature
_LEADING: Final = 1350
_LOWEST_CHART: Final = mm(28)
_QR: Final = mm(25)


def draw(frame: Frame, report: dict[str, Any]) -> list[str]:
    """The cover. Returns the sentences for which it had no room: the next part prints them."""
    return _Cover(frame, report).drawn()


class _Cover:
    def __init__(self, frame: Frame, report: dict[str, Any]) -> None:
        self._frame, self._report = frame, report
        self._page = frame.page(A4, fa("Cover"))
        self._section = frame.document.structure.add("Sect")
        self._rest: list[str] = []  # what was cut short here, whole

    def drawn(self) -> list[str]:
        page, report = self._page, self._report
        y = self._title()
        y = self._figures(report["totals"], y + mm(4))
        room = _LAST - y - mm(8) - charts.HEIGHT
        height = min(charts.HEIGHT, max(room, _LOWEST_CHART))
        whose = fa("only meetings that the %(title)s held in person") % {"title": self._frame.head_title}
        charts.by_week(page, self._section, report, (MARGIN, y + mm(3), _WIDTH, height), whose)
        y += mm(6) + height
        charts.of_issues(page, self._section, report, (MARGIN, y, _WIDTH))
        self._signature(report)
        self._code(report)
        return self._sentences([*self._heads(), *_told(report), *_restored(report)], y + charts.HEIGHT) + self._rest

    def _title(self) -> int:
        report, frame, page = self._report, self._frame, self._page
        agency, regular, bold = report["agency"], setter("F1"), setter("F2")
        first, last = frame.quarter.first, frame.quarter.last
        y = self._centred(fa("In the name of the Exalted"), regular, 1000, mm(16))
        y = self._centred(agency["name"], regular, 1600, y + mm(9), most=2)
        y = self._centred(frame.running_title, bold, 2400, y + mm(12), kind="H1")
        period = frame.quarter.name
        if isinstance(frame.quarter, Quarter):
            dates = {"season": period, "first": short_date(first), "last": short_date(last)}
            period = fa("Season %(season)s (%(first)s to %(last)s)") % dates
        y = self._centred(period, regular, 1600, y + mm(10))
        page.accent(MARGIN, y + mm(4), _WIDTH)
        whose = fa("Agency: %(agency)s · province %(province)s · county %(county)s · %(title)s: %(head)s") % {
            "agency": agency["name"],
            "province": agency["province"],
            "county": agency["county"],
            "title": frame.head_title,
            "head": agency["head"] or NOTHING,
        }
        y = self._centred(whose, regular, 1000, y + mm(10), most=3)
        receiver = fa("To: the governorate's office of performance management, inspection and legal affairs")
        y = self._centred(receiver, regular, 1000, y + mm(6))
        private = fa(
            "This report holds personal particulars of visitors and is sent only to the receiver who is named above."
        )
        y = self._centred(private, regular, 900, y + mm(6), grey=MUTED)
        if report["amendment"]:
            y = self._amendment(report["amendment"], y + mm(8))
        return y

    def _amendment(self, amendment: dict[str, Any], y: int) -> int:
        title = fa("Amendment number %(number)s") % {"number": persian_digits(amendment["number"])}
        why = amendment["reason"] or fa("no reason is written")
        y = self._centred(f"{title}: {why}", setter("F2"), 1100, y, most=2)
        replaces = fa("It replaces the report with the digest %(digest)s.") % {
            "digest": isolate(in_fours(amendment["replaces"][:16]))
        }
        return self._centred(replaces, setter("F1"), 900, y + mm(5), grey=MUTED)

    def _figures(self, totals: dict[str, Any], y: int) -> int:
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
        page, bold, regular = self._page, setter("F2"), setter("F1")
        width, height = _WIDTH // 3, mm(19)
        for number, (figure, label, remark) in enumerate(figures):
            top = y + number // 3 * height
            middle = _RIGHT - width * (number % 3) - width // 2
            for below, words, setting, size, grey in (
                (mm(8), _n(figure), bold, 2200, 0),
                (mm(12), label, regular, 1000, 0),
                (mm(16), remark, regular, 800, MUTED),
            ):  # in one paragraph they would be heard as one word
                page.tag(self._section.add("P"))
                page.text(middle, top + below, words, setting, size, align=Align.CENTRE, grey=grey)
        page.tag(None)
        bottom = y + 2 * height
        for line in (y, y + height, bottom):
            page.rule(MARGIN, line, _WIDTH)
        return bottom

    def _sentences(self, sentences: list[str], y: int) -> list[str]:
        """Sentences under each other, as far as there is room over the signature. Returns the rest."""
        page, regular, indent = self._page, setter("F1"), mm(4)
        for number, sentence in enumerate(sentences):
            lines = regular.wrap(sentence, (_WIDTH - indent) * 1000 // 900)
            if y + len(lines) * _LEADING > _LAST:
                return sentences[number:]
            page.tag(None)
            page.text(_RIGHT, y + _LEADING, "•", regular, 900)
            page.tag(self._section.add("P"))
            for line in lines:
                y += _LEADING
                page.text(_RIGHT - indent, y, line, regular, 900)
        page.tag(None)
        return []

    def _heads(self) -> list[str]:
        """Who headed the agency in the quarter, where it was more than one, or someone who acted as head."""
        heads = self._report["agency"]["heads"]
        if len(heads) < 2 and not any(head["acting"] for head in heads):
            return []
        spans = []
        for head in heads:
            name = fa("%(name)s (acting)") % {"name": head["name"]} if head["acting"] else head["name"]
            first = short_date(dt.date.fromisoformat(head["from"]))
            last = short_date(dt.date.fromisoformat(head["to"])) if head["to"] else NOTHING
            spans.append(fa("%(name)s from %(first)s to %(last)s") % {"name": name, "first": first, "last": last})
        quarter = isinstance(self._frame.quarter, Quarter)
        said = fa("Heads in this quarter: %(heads)s") if quarter else fa("Heads on these days: %(heads)s")
        return [said % {"heads": "؛ ".join(spans)}]

    def _signature(self, report: dict[str, Any]) -> None:
        """The frame for the stamp, left empty, and beside it who signs what; a draft has neither."""
        signer, page = report["signer"], self._page
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
        regular, y = setter("F1"), A4[1] - top + mm(3)
        edge = _RIGHT - _QR - mm(5)
        width = edge - right - mm(5)
        page.tag(self._section.add("P"))
        page.text(edge, y, fa("Signature"), setter("F2"), 1000)
        for sentence in said:
            for line in at_most(5, regular.wrap(sentence, width * 1000 // 850)):
                y += 1250
                page.text(edge, y, line, regular, 850)
        page.tag(None)
        for y, label, digits in (
            (_SIGNATURE_TOP - mm(7), fa("The signer's fingerprint:"), signer["fingerprint"]),
            (_SIGNATURE_TOP - mm(3), fa("Digest of the data:"), self._frame.digest),
        ):
            page.tag(self._section.add("P"))
            page.text(_RIGHT, y, label, regular, 800, grey=MUTED)
            page.text(MARGIN, y, regular.code(in_fours(digits)), regular, 800, align=Align.LEFT)
        page.tag(None)

    def _code(self, report: dict[str, Any]) -> None:
        """What compares this paper with the file; no signature, and it says so. A draft has none."""
        if report["signer"] is None:
            return
        page, left = self._page, _RIGHT - _QR
        said = fa("This code is no signature: it compares the paper with the file.")
        with page.figure(self._section.add("Figure", said)):
            qr.draw(page, left, _SIGNATURE_TOP, paper_code(report, self._frame.digest), _QR)
        page.tag(self._section.add("P"))
        for number, line in enumerate(setter("F1").wrap(said, (_QR + mm(1)) * 1000 // 700)):
            y = _SIGNATURE_TOP + _QR + 900 * (number + 1)
            page.text(left + _QR // 2, y, line, setter("F1"), 700, align=Align.CENTRE, grey=MUTED)
        page.tag(None)

    def _centred(
        self, text: str, words: Setter, size: int, y: int, *, grey: int = 0, most: int = 0, kind: str = "P"
    ) -> int:
        """Centred lines, the first with its baseline at y. Returns the baseline of the last.

        most: lines; what has more is cut short, and stands whole in the first part.
        """
        lines = words.wrap(text, _WIDTH * 1000 // size)
        if most and len(lines) > most:
            self._rest.append(text)
            lines = [*lines[: most - 1], words.line(fa("… (whole in part one)"))]
        self._page.tag(self._section.add(kind))
        for number, line in enumerate(lines):
            self._page.text(_MIDDLE, y + number * size * 3 // 2, line, words, size, align=Align.CENTRE, grey=grey)
        self._page.tag(None)
        return y + (len(lines) - 1) * size * 3 // 2


def paper_code(report: dict[str, Any], digest: str) -> str:
    """What the cover's code says: digest of the data, the signer's key, and where the audit trail stood.

    Capitals, so that a code of capitals is drawn with fewer squares.
    """
    audit, quarter = report["audit"], report["quarter"]
    stood = f"{audit['epoch']}.{audit['seq']}.{audit['head'][:16]}"
    parts = (digest[:40], report["signer"]["fingerprint"][:16], stood)
    return "/".join(("DIDAR1", report["agency"]["code"], f"{quarter['year']}-{quarter['season']}", *parts)).upper()


def _told(report: dict[str, Any]) -> list[str]:
    """What a reader has to know of the figures."""
    said = [fa("Ceremonies, tours, speeches and everyday answering are not counted in this report.")]
    return [*said, *compliance.not_held(report), *compliance.amended(report)]


def _restored(report: dict[str, Any]) -> list[str]:
    """Restores of the store since the last report: said once."""
    return [
        (fa(UNKNOWN_LOSS) if lost is None else fa(LOSS)) % {"date": persian_digits(numeric(day)), "n": _n(lost)}
        for day, lost in restored(report["audit"])
    ]


def _difference(all_of_them: int | None, some: int | None) -> int | None:
    return None if all_of_them is None or some is None else all_of_them - some


def _n(number: int | None) -> str:
    return NOTHING if number is None else persian_digits(number)
