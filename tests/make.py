"""Made-up people and visits: valid by default, a test names only what matters."""

from collections.abc import Mapping
from typing import Any

from app import visits
from app.bookings import NewBooking
from app.office import Office
from app.queue import QueueRow
from app.visits import NewVisit


def national_id(number: int) -> str:
    """A made-up national id with a right check digit, another one for each number."""
    first = f"{number % 999_999_999 + 1:09d}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(first)) % 11
    return first + str(rest if rest < 2 else 11 - rest)


def person(number: int = 1, **given: str) -> dict[str, str]:
    return {
        "first_name": "مریم",
        "last_name": "کعبی",
        "father_name": "جاسم",
        "national_id": national_id(number),
        "mobile": f"0916{number:07d}",
        "county": "اهواز",
        "address": "خیابان نرگس، پلاک ۱۷",
        **given,
    }


def issue(**given: Any) -> dict[str, Any]:
    return {"type": "request", "subject": "آسفالت معابر", "description": "کوچه خاکی است.", **given}


def visit(number: int = 1, *, issues: tuple[Mapping[str, Any], ...] | None = None, **given: Any) -> NewVisit:
    """What the form holds for the person of that number."""
    particulars = person(number, **given.pop("particulars", {}))
    return NewVisit(particulars=particulars, issues=issues or (issue(),), **given)


def registered(office: Office, number: int = 1, **given: Any) -> QueueRow:
    return visits.register(office, visit(number, **given))


CALLERS = [("مریم", "کعبی"), ("نرگس", "شریفی"), ("یوسف", "حمیدی"), ("لیلا", "دهقان"), ("کاظم", "مرادی")]


def by_phone(number: int = 0, **given: object) -> NewBooking:
    """What is asked on the telephone: a name, the phone, the matter."""
    first, last = CALLERS[number % len(CALLERS)]
    particulars = {"first_name": first, "last_name": last, "mobile": f"0916{number:07d}"}
    particulars |= given.pop("particulars", {})
    return NewBooking(particulars=particulars, subject="آسفالت معابر", **given)
