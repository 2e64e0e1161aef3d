"""Which way an applicant is told next (circular, c6 to c8): SMS, then a call, then a letter, and else he could not be.

The way that he asked for comes first. A way is left for the next one only when it cannot be gone, or was and led
nowhere; that he could not be told is therefore said only with tries, or for want of any way.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.domain.codes import Way
from app.domain.texts import N_

ORDER: Final = (Way.SMS, Way.CALL, Way.LETTER)
CALLS: Final = 3
"""So many calls that nobody answers come before a letter, unless the office says otherwise."""


class Why(Enum):
    """Why a way is not the next one. `hard`: it cannot be gone at all; of others somebody may still know how."""

    NO_MOBILE = N_("no mobile number is known"), True
    RELATIVES = N_("the number is a relative's; a message with the result is not sent to it"), True
    WANTS_NONE = N_("he wants no SMS"), True
    BLOCKED = N_("the receiver has stopped SMS from this line"), True
    UNDER_WAY = N_("an SMS is under way"), True
    NOT_DELIVERED = N_("the SMS was not delivered"), False
    NO_NUMBER = N_("no number is known"), False
    UNANSWERED = N_("the calls were not answered"), False
    NO_ADDRESS = N_("no address is known"), False
    CAME_BACK = N_("the letter came back"), False

    def __init__(self, word: str, hard: bool) -> None:
        self.word = word
        self.hard = hard


@dataclass(frozen=True)
class Known:
    """What is known of a person and of the tries so far to tell him one result.

    calls: how many the office makes that nobody answers. under_way, undelivered: SMS with the result. came_back: a
    letter with it did.
    """

    mobile: bool = False
    relatives: bool = False
    no_sms: bool = False
    blocked: bool = False
    landline: bool = False
    address: bool = False
    prefers: Way | None = None
    under_way: bool = False
    undelivered: int = 0
    unanswered: int = 0
    came_back: bool = False
    calls: int = CALLS


def obstacle(known: Known, way: Way) -> Why | None:
    """Why this way is not gone now; None: it can be."""
    if way is Way.SMS:
        return _sms(known)
    if way is Way.CALL:
        if not known.mobile and not known.landline:
            return Why.NO_NUMBER
        return Why.UNANSWERED if known.unanswered >= known.calls else None
    if not known.address:
        return Why.NO_ADDRESS
    return Why.CAME_BACK if known.came_back else None


def _sms(known: Known) -> Why | None:
    hard = (
        (known.under_way, Why.UNDER_WAY),
        (not known.mobile, Why.NO_MOBILE),
        (known.relatives, Why.RELATIVES),
        (known.no_sms, Why.WANTS_NONE),
        (known.blocked, Why.BLOCKED),
        (known.undelivered > 0, Why.NOT_DELIVERED),
    )
    return next((why for stands, why in hard if stands), None)


def following(known: Known) -> Way | None:
    """The way to try now; None while an SMS is under way, and when none is left."""
    if known.under_way:
        return None
    first = [known.prefers] if known.prefers else []
    in_turn = [*first, *(way for way in ORDER if way is not known.prefers)]
    return next((way for way in in_turn if obstacle(known, way) is None), None)


def is_exhausted(known: Known) -> bool:
    """Whether it may be said that he could not be told: no way is left, and none is being gone."""
    return not known.under_way and following(known) is None
