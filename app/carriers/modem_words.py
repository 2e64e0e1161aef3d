"""What a modem's refusals mean, plainly, for the office (3GPP TS 27.005 and 27.007)."""

import re
from dataclasses import dataclass, replace
from typing import Final

from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _


@dataclass(frozen=True)
class Meaning:
    """for_good: another try of this message would change nothing; stops: nor of any other, until somebody has seen to
    it; locked: the SIM card itself is the trouble; nobody: the network, not the message: any one would fare so now.
    """

    words: str
    for_good: bool = False
    stops: bool = False
    locked: bool = False
    nobody: bool = False


_NO_CARD: Final = N_("There is no SIM card in the modem. Put it in and test the modem again.")
_PIN: Final = N_("The SIM card wants its PIN. Type it in the settings of the modem.")
_WRONG_PIN: Final = N_(
    "The SIM card's PIN was not right and is not used again: after three wrong ones the card locks itself. "
    "Type the right one."
)
_PUK: Final = N_("The SIM card is locked and wants its PUK. Unlock it in a phone, or ask the operator.")
_CARD_FAILS: Final = N_("The modem can't read the SIM card. Take it out, wipe it and put it in again.")
_CARD_BUSY: Final = N_("The SIM card is not ready yet.")
_DENIED: Final = N_("The network does not accept this SIM card. Ask the operator whether it is active.")
_NO_SMS: Final = N_("The operator lets this SIM card send no SMS. Ask the operator.")
_NO_CENTRE: Final = N_("The SIM card has no number of an SMS centre. Ask the operator for it.")
_NOT_A_MODEM: Final = N_("This device does not send SMS as Didar does (PDU mode).")
_NO_NETWORK: Final = N_("The SMS modem finds no network. Look after its antenna and its place.")
_NETWORK_BUSY: Final = N_("The operator does not take the message now.")
_NUMBER: Final = N_("The operator refuses this number. Check it with the applicant.")
_FORM: Final = N_("The modem did not accept the message.")
_OFF: Final = N_("The receiver's phone was off or out of reach for too long.")
_UNDELIVERED: Final = N_("The operator could not deliver it.")
_OTHER: Final = N_("The modem refused the message.")

_STOPS: Final = {
    "CME 10": _NO_CARD,
    "CME 11": _PIN,
    "CME 12": _PUK,
    "CME 13": _CARD_FAILS,
    "CME 15": _CARD_FAILS,
    "CME 16": _WRONG_PIN,
    "CMGF": _NOT_A_MODEM,
    "CREG 3": _DENIED,
}
_CARD: Final = {
    "CME 10 CMS 310": _NO_CARD,
    "CME 11 CMS 311 CMS 312 CMS 317": _PIN,
    "CME 12 CMS 316 CMS 318": _PUK,
    "CME 13 CME 15 CMS 313 CMS 315": _CARD_FAILS,
}
_REFUSALS: Final = {
    **{codes: Meaning(words, stops=True, locked=True) for codes, words in _CARD.items()},
    "CMS 8 CMS 10 CMS 29 CMS 50": Meaning(_NO_SMS, stops=True),
    "CMS 330": Meaning(_NO_CENTRE, stops=True),
    "CMS 1 CMS 21 CMS 28 CMS 30": Meaning(_NUMBER, for_good=True),
    "CMS 303 CMS 304 CMS 305": Meaning(_FORM, for_good=True),
    "CMS 331 CME 30": Meaning(_NO_NETWORK, nobody=True),
    "CMS 314 CME 14": Meaning(_CARD_BUSY, nobody=True),
    "CMS 38 CMS 41 CMS 42 CMS 47 CMS 192": Meaning(_NETWORK_BUSY, nobody=True),
}


def meaning(code: str) -> Meaning:
    """Of a refusal after which the part is certainly not out."""
    known = (found for codes, found in _REFUSALS.items() if code in re.findall(r"\S+ \d+", codes))
    found = next(known, Meaning(_OTHER))
    return replace(found, words=_(found.words))


def words(code: str) -> str:
    """What a code of the modem's answers means: a refusal, a report that gives up (`ST 46`), a part in doubt (`2/3`,
    behind what the modem said, if anything), or how many of a message's parts are out (`+1/3`; `MOVED +1/3` where the
    others can't follow, as messages go by another way now).
    """
    if found := re.search(r"(MOVED )?(\+?)(\d+)/(\d+)$", code):
        return _of_parts(bool(found[1]), bool(found[2]), int(found[3]), int(found[4]))
    if found := re.fullmatch("ST ([0-9A-F]{2})", code):
        return _(_OFF if int(found[1], 16) in _WAS_OFF else _UNDELIVERED)
    return _(_STOPS[code]) if code in _STOPS else meaning(code).words


def _of_parts(moved: bool, out: bool, number: int, total: int) -> str:
    if moved:
        said = _(
            "%(number)s of %(total)s parts went out by the modem, and messages go by another way now."
            " Sent again, all of it goes."
        )
    elif out:
        said = _("%(number)s of %(total)s parts are out; the others follow.")
    elif total == 1:
        return _("Nobody knows whether this message was sent.")
    else:
        said = _("Nobody knows whether part %(number)s of %(total)s was sent; those before it are out.")
    return said % {"number": persian_digits(number), "total": persian_digits(total)}


_WAS_OFF: Final = {0x46, *range(0x60, 0x80)}
"""The operator had to give up as the phone was not there: its validity was over."""


def no_network() -> str:
    return _(_NO_NETWORK)


def silent() -> str:
    return _("The SMS modem does not answer. Unplug it and plug it in again.")
