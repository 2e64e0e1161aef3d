"""First run and unlocking, without widgets: what was answered, what is refused, and the office once it is open."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import agency, presets, recovery_code, starting_lists
from app.agency import CLOSES, OPENS, NewAgency
from app.domain import places
from app.domain.codes import AgencyKind, Weekday
from app.domain.errors import Refused, UserError
from app.domain.persian.calendar import TEHRAN, clock, parse_time, typed_date
from app.domain.persian.text import latin_digits, normalise, persian_digits
from app.domain.texts import _
from app.office import Clock, Office, utc_now
from app.presets import Given, Preset
from app.security import passphrases
from app.security.keys import Kdf
from ui.setup.asked_code import AskedCode
from ui.worker import Worker

FIELDS = (
    ("name", "code", "province", "county", "head", "kind"),
    ("weekday", "opens", "closes", "since"),
    ("user_name", "user", "passphrase", "again"),
)
"""The fields of each page, in the order in which they are asked and refused."""

_PASSABLE: dict[str, dict[str, Any]] = {
    **{key: {key: "x"} for key in ("name", "code", "province", "county", "head", "user")},
    "hours": {"opens": OPENS, "closes": CLOSES},
}
"""By the field that is refused: what passes in its place, so that all that is refused is said at once."""


class WizardModel(QObject):
    """The three pages' answers by field, as typed. clock, kdf: as `agency.found` takes them.

    What the preset of this PC says is answered already; locked: the fields that it leaves no choice.
    """

    founding = Signal(bool)
    code_made = Signal(object)
    refused = Signal(str, str)
    opened = Signal(object)

    def __init__(
        self,
        worker: Worker,
        folder: Path,
        *,
        clock: Clock = utc_now,
        kdf: Kdf | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.folder = folder
        self.answers = dict.fromkeys((field for page in FIELDS for field in page), "") | {
            "weekday": str(Weekday.SUN),
            "opens": f"{OPENS:%H:%M}",
            "closes": f"{CLOSES:%H:%M}",
        }
        preset = presets.of_this_pc()
        self.answers |= _answers(preset)
        self.locked = frozenset(_answers(replace(preset, given=_locked(preset))))
        self.told = preset.told
        """What of a preset was found and not taken."""
        self._worker = worker
        self._clock = clock
        self._kdf = kdf
        self._office: Office | None = None

    def answer(self, field: str, text: str) -> None:
        self.answers[field] = text

    def today(self) -> dt.date:
        return self._clock().astimezone(TEHRAN).date()

    def counties(self) -> tuple[str, ...]:
        return places.counties(self.answers["province"])

    def refusals(self, page: int) -> dict[str, str]:
        """What is refused on a page (from 0), field by field in the page's order; nothing: go on."""
        new, said = self._read()
        while (refusal := _refusal(new.checked)) is not None:
            field = refusal.field or ""
            said.setdefault("closes" if field == "hours" else field, refusal.reason)
            new = replace(new, **_PASSABLE[field])
        said |= self._passphrase_refusals()
        return {field: said[field] for field in FIELDS[page] if field in said}

    def strength(self) -> tuple[str, str]:
        """A key of `passphrases.STRENGTHS` and its words; empty while nothing is typed."""
        if not self.answers["passphrase"]:
            return "", ""
        key = passphrases.strength(self.answers["passphrase"], self.answers["name"])
        return key, _(passphrases.STRENGTHS[key])

    def sentence(self) -> str:
        """What the answers come to: «شهرداری نخلستان، هر یکشنبه از ۸ تا ۱۲، مردم را …»."""
        new, _said = self._read()
        return _("%(agency)s receives people face to face every %(weekday)s from %(opens)s to %(closes)s.") % {
            "agency": normalise(new.name) or _("Your agency"),
            "weekday": new.weekday.label,
            "opens": _hour(new.opens),
            "closes": _hour(new.closes),
        }

    def found(self) -> None:
        """Make the store; ends in `code_made`, or in `refused` with the field (or none)."""
        new, _said = self._read()
        job = partial(
            _found,
            self.folder,
            new,
            self.answers["passphrase"],
            clock=self._clock,
            kdf=self._kdf,
            committed=self._worker.committed.emit,
        )
        self.founding.emit(True)
        self._worker.write(self, job, self._founded, self._not_founded)

    def begin(self) -> None:
        """The code is in a safe place: the store notes it; then hand over the office and forget the passphrase."""
        if self._office is not None:
            job = partial(recovery_code.confirm, self._office)
            self._worker.write(self, job, self._confirmed, self._not_founded)

    def _confirmed(self, _none: None) -> None:
        office, self._office = self._office, None
        self.answers.update(passphrase="", again="")
        self.opened.emit(office)

    def abandon(self) -> None:
        """The window is closed before the work began: the store stays; its next sign-in makes a new code."""
        if self._office is not None:
            self._office.close()
            self._office = None

    def _founded(self, made: tuple[Office, str]) -> None:
        self._office, code = made
        self.founding.emit(False)
        self.code_made.emit(AskedCode(normalise(self.answers["name"]), code))

    def _not_founded(self, error: UserError) -> None:
        self.founding.emit(False)
        self.refused.emit(error.field or "", error.reason)

    def _read(self) -> tuple[NewAgency, dict[str, str]]:
        """The answers as the use case takes them; what can't be read is said, and stands as it was offered."""
        said: dict[str, str] = {}
        today = self.today()
        typed = self.answers

        def read(field: str, reader: Callable[[], Any], otherwise: Any) -> Any:
            try:
                return reader()
            except Refused as refusal:
                said[field] = refusal.reason
                return otherwise

        new = NewAgency(
            name=typed["name"],
            code=latin_digits(typed["code"]),
            province=typed["province"],
            county=typed["county"],
            head=typed["head"],
            weekday=Weekday(typed["weekday"]),
            kind=AgencyKind(typed["kind"]) if typed["kind"] else None,
            opens=read("opens", lambda: parse_time(_with_minutes(typed["opens"]), field="opens"), OPENS),
            closes=read("closes", lambda: parse_time(_with_minutes(typed["closes"]), field="closes"), CLOSES),
            since=read(
                "since",
                lambda: typed_date(typed["since"], today, field="since") if typed["since"].strip() else None,
                None,
            ),
            user=typed["user"],
            user_name=typed["user_name"],
        )
        return new, said

    def _passphrase_refusals(self) -> dict[str, str]:
        typed = self.answers
        said = {}
        if not normalise(typed["user_name"]):
            said["user_name"] = _("Enter your first and last name.")
        refusal = _refusal(partial(passphrases.check, typed["passphrase"], typed["name"]))
        if refusal is not None:
            said["passphrase"] = refusal.reason
        elif passphrases.fold(typed["passphrase"]) != passphrases.fold(typed["again"]):
            said["again"] = _("The two passphrases are not the same.")
        return said


def _answers(preset: Preset) -> dict[str, str]:
    """What a preset answers, by field, as it would be typed."""
    said = {name: str(preset.value(name)) for name in ("province", "county", "kind", "weekday") if name in preset.given}
    if "hours" in preset.given:
        said["opens"], said["closes"] = (f"{hour:%H:%M}" for hour in preset.value("hours"))
    return said


def _locked(preset: Preset) -> dict[str, Given]:
    return {name: given for name, given in preset.given.items() if name in preset.locked}


def _found(folder: Path, new: NewAgency, passphrase: str, **given: Any) -> tuple[Office, str]:
    """Found the office with the lists that its kind starts with."""
    subjects, units, phrases = starting_lists.for_kind(new.kind)
    new = replace(new, subjects=subjects, units=units, phrases=phrases)
    return agency.found(folder, new, passphrase, ask_back=True, **given)


def _refusal(check: Callable[[], Any]) -> Refused | None:
    try:
        check()
    except Refused as refusal:
        return refusal
    return None


def _with_minutes(text: str) -> str:
    """An hour alone is a full hour: 8 is 08:00."""
    text = latin_digits(text).strip()
    return f"{text}:00" if text.isdecimal() and len(text) <= 2 else text


def _hour(time: Any) -> str:
    return persian_digits(time.hour) if time.minute == 0 else clock(time)
