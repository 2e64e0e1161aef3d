"""The codes of the contracts: what stands in the store, in the register and in report.json."""

from enum import StrEnum
from typing import Self

from app.domain.texts import N_, _


class Code(StrEnum):
    """A code with its word. `label` is the word in the chosen language, `word` the English msgid."""

    word: str

    def __new__(cls, value: str, word: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.word = word
        return member

    @property
    def label(self) -> str:
        return _(self.word)


class Kind(Code):
    """What sort of contact it was. Only weekly can count (circular, c2)."""

    WEEKLY = "weekly", N_("weekly meeting")
    CEREMONY = "ceremony", N_("ceremony")
    TOUR = "tour", N_("tour")
    SPEECH = "speech", N_("speech")
    DAILY = "daily", N_("everyday answering")


class PresidedBy(Code):
    HEAD = "head", N_("head")
    DEPUTY = "deputy", N_("deputy")


class IssueType(Code):
    REQUEST = "request", N_("request")
    COMPLAINT = "complaint", N_("complaint")
    SUGGESTION = "suggestion", N_("suggestion")
    CRITICISM = "criticism", N_("criticism")
    REPORT = "report", N_("report of a fact")
    THANKS = "thanks", N_("thanks")


class Status(Code):
    OPEN = "open", N_("under way")
    RESOLVED = "resolved", N_("resolved")
    REJECTED = "rejected", N_("not accepted")
    REDIRECTED = "redirected", N_("guided to another agency")


class Way(Code):
    """The ways that tell a result (circular, c6 to c8): no other counts."""

    SMS = "sms", N_("SMS")
    LETTER = "letter", N_("letter")
    CALL = "call", N_("phone call")


class Stage(Code):
    """How far a matter is: what is waited for, or has to be done next."""

    UNRULED = "unruled", N_("no ruling yet")
    UNREFERRED = "unreferred", N_("not referred")
    REFERRED = "referred", N_("referred")
    RE_REFERRED = "re_referred", N_("referred again")
    PARTIAL = "partial", N_("incomplete answer")
    RETURNED = "returned", N_("returned by the unit")
    ANSWERED = "answered", N_("answer came")
    PAPERS = "papers", N_("waiting for the applicant's papers")
    DECIDED = "decided", N_("decided, not told")
    TELLING = "telling", N_("being told")
    UNREACHED = "unreached", N_("could not be told")
    TOLD = "told", N_("told")


class AnswerKind(Code):
    """What a unit does with a referral."""

    FULL = "full", N_("answered")
    PARTIAL = "partial", N_("incomplete answer")
    RETURNED = "returned", N_("returned by the unit")


class Level(Code):
    """To whom a reminder goes: what stays late climbs."""

    UNIT = "unit", N_("the unit")
    UNIT_HEAD = "unit_head", N_("the unit's head")
    AGENCY_HEAD = "agency_head", N_("the agency's head")


class ClosedDue(Code):
    """What becomes of a due date on a day on which offices are closed."""

    NEXT = "next", N_("the next working day")
    AS_IS = "as_is", N_("stays as it is")
    WORKING = "working", N_("only working days are counted")


class Purpose(Code):
    """What a message or a letter is for. Only `result` tells the result; `ready` asks to call for it."""

    REGISTERED = "registered", N_("acknowledgement")
    RESULT = "result", N_("result")
    READY = "ready", N_("the result is ready")
    INTERIM = "interim", N_("interim word")
    PAPERS = "papers", N_("papers are asked for")
    MOVED = "moved", N_("the meeting was moved")
    COVERING = "covering", N_("covering letter")
    REMINDER = "reminder", N_("reminder")


class MessageState(Code):
    WAITING = "waiting", N_("waiting to be sent")
    SENDING = "sending", N_("being sent")
    SENT = "sent", N_("sent")
    DELIVERED = "delivered", N_("delivered")
    FAILED = "failed", N_("not delivered")
    UNKNOWN = "unknown", N_("not known whether sent")
    CANCELLED = "cancelled", N_("cancelled")


class CarrierKind(Code):
    """By what messages are sent."""

    KAVENEGAR = "kavenegar", N_("Kavenegar")
    MAGFA = "magfa", N_("Magfa")
    MODEM = "modem", N_("SMS modem")
    BY_HAND = "by_hand", N_("by hand")


class About(Code):
    """What the public is told of beforehand through the media (circular, c9 and c10)."""

    MEETINGS = "meetings", N_("meeting days")
    SAMAD = "samad", N_("hours at SAMAD")


class KeyState(Code):
    """How far a sender's key is known: it came first under its code, or a person compared its fingerprint."""

    SEEN = "seen", N_("seen, not confirmed")
    CONFIRMED = "confirmed", N_("confirmed")
    REVOKED = "revoked", N_("revoked")


class MeetingState(Code):
    HELD = "held", N_("held")
    HELD_BY_DEPUTY = "held_by_deputy", N_("held by the deputy")
    NOT_HELD = "not_held", N_("not held")
    HOLIDAY = "holiday", N_("holiday")


class Weekday(Code):
    SAT = "sat", N_("Saturday")
    SUN = "sun", N_("Sunday")
    MON = "mon", N_("Monday")
    TUE = "tue", N_("Tuesday")
    WED = "wed", N_("Wednesday")
    THU = "thu", N_("Thursday")
    FRI = "fri", N_("Friday")


class Role(Code):
    ADMINISTRATOR = "administrator", N_("administrator")
    HEAD = "head", N_("head of the agency")
    SECRETARY = "secretary", N_("secretary")
    FOLLOW_UP = "follow_up", N_("follow-up officer")
    READER = "reader", N_("reader")


class QueueState(Code):
    WAITING = "waiting", N_("waiting")
    CALLED = "called", N_("called")
    IN_ROOM = "in_room", N_("in the room")
    SEEN = "seen", N_("seen")
    LEFT = "left", N_("left unseen")


class Priority(Code):
    """Why someone goes first. Never a bodily cause (e-commerce law, art. 58)."""

    ELDERLY = "elderly", N_("elderly")
    FROM_AFAR = "from_afar", N_("from afar")
    EARLIER_TURN = "earlier_turn", N_("earlier turn")
    UNSAID = "unsaid", N_("no cause given")


class Paper(Code):
    """What is printed of one visit."""

    SLIP = "slip", N_("slip")
    EXIT_SLIP = "exit_slip", N_("exit slip")
    RULING_SHEET = "ruling_sheet", N_("ruling sheet")


class PaperSize(Code):
    """What the small papers are printed on."""

    ROLL = "roll", N_("80 mm roll")
    A6 = "a6", N_("A6")
    A4 = "a4", N_("A4")


class LetterSize(Code):
    """What letters are printed on."""

    A4 = "a4", N_("A4")
    A5 = "a5", N_("A5")


class AgencyKind(Code):
    """The kind of agency; it gives the head's title on pages (`head_title`)."""

    DIRECTORATE = "directorate", N_("general directorate")
    COUNTY_GOVERNOR = "county_governor", N_("county governor's office")
    DISTRICT_GOVERNOR = "district_governor", N_("district governor's office")
    MUNICIPALITY = "municipality", N_("municipality")
    ORGANISATION = "organisation", N_("organisation")
    UNIVERSITY = "university", N_("university")
    COMPANY = "company", N_("company (water, power, gas)")
    OFFICE = "office", N_("office")
    BANK = "bank", N_("bank")


HEAD_TITLES = {
    AgencyKind.DIRECTORATE: N_("director-general"),
    AgencyKind.COUNTY_GOVERNOR: N_("county governor"),
    AgencyKind.DISTRICT_GOVERNOR: N_("district governor"),
    AgencyKind.MUNICIPALITY: N_("mayor"),
    AgencyKind.ORGANISATION: N_("head of the organisation"),
    AgencyKind.UNIVERSITY: N_("head of the university"),
    AgencyKind.COMPANY: N_("managing director"),
    AgencyKind.OFFICE: N_("head of the office"),
    AgencyKind.BANK: N_("manager of the province's branches"),
}


def head_title(kind: AgencyKind | None) -> str:
    """The head's title as an English msgid; an agency of no given kind has a plain head."""
    return HEAD_TITLES[kind] if kind else Role.HEAD.word
