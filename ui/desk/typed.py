"""What stands in the desk's form, as plain values: kept as a draft, put aside, filled in again."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from app.domain.codes import Kind, Priority
from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.names import split
from app.domain.persian.text import from_keyboard, latin_digits, normalise
from app.visits import NewVisit
from app.with_whom import KEYS


@dataclass(frozen=True)
class Typed:
    """The form's content. correcting: the visit that is being corrected, and why; None for a new one."""

    new: NewVisit
    correcting: int | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        particulars = self.new.particulars
        return f"{particulars.get('first_name', '')} {particulars.get('last_name', '')}".strip()

    @property
    def empty(self) -> bool:
        """Nothing was typed. The county, and the day of a paper slip, are there beforehand and do not count."""
        texts = [text for key, text in self.new.particulars.items() if key != "county"]
        texts += [text for key, text in (self.new.slip or {}).items() if key not in ("date", "presided_by")]
        texts += [str(value) for issue in self.new.issues for key, value in issue.items() if key in TYPED_OF_ISSUE]
        return not any(text.strip() for text in (*texts, *(getattr(self.new, key) for key in KEYS)))

    def again(self) -> "Typed":
        """The same, and meant although the person came today already."""
        return replace(self, new=replace(self.new, again=True))

    def without_booking(self) -> "Typed":
        """The same, as of somebody who came unannounced."""
        return replace(self, new=replace(self.new, booking_id=None))

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self.new), "correcting": self.correcting, "reason": self.reason}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Typed":
        values = dict(values)
        correcting, reason = values.pop("correcting", None), values.pop("reason", "")
        values["issues"] = tuple(values["issues"])
        values["kind"] = Kind(values["kind"])
        values["priority"] = Priority(values["priority"]) if values["priority"] else None
        return cls(NewVisit(**values), correcting, reason)


TYPED_OF_ISSUE = ("subject", "place", "description", "words", "notes", "samad_code")

NOTHING = Typed(NewVisit(particulars={}, issues=({},)))


def from_box(text: str) -> dict[str, str]:
    """What was typed into the box, by the field where it belongs: digits to an id or the phone, words to the names."""
    text = normalise(text)
    digits = latin_digits(text).replace(" ", "").replace("-", "")
    if digits.startswith("+98"):
        digits = f"0{digits[3:]}"
    if key := _field_of(digits):
        return {key: digits}
    if text.isascii():
        text = from_keyboard(text)
    first, last = split(text)
    return {"first_name": first, "last_name": last}


def _field_of(digits: str) -> str | None:
    """A mobile and an id have digits alike: what begins as a mobile is one, unless it is a right national id."""
    key = ids.key_of(digits)
    if key in (None, "document") or ids.right_id(digits) == "national_id":
        return key
    try:
        ids.mobile(digits)
    except Refused:
        return "mobile" if digits.startswith(("09", "0098", "989")) else key
    return "mobile"
