"""An SMS as a modem takes and gives it (3GPP TS 23.040): SUBMIT on the way out, STATUS-REPORT on the way in.

Own code, as it is shorter than what would have to stand around python-gsmmodem's: that one cuts words and emoji in two,
asks for no validity and fails in five ways. The tests' modem reads with that one what is written here.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from app.domain.codes import MessageState
from app.domain.sms import is_gsm, split

_ALPHABET: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = {"\f": 10, "^": 20, "{": 40, "}": 41, "\\": 47, "[": 60, "~": 61, "]": 62, "|": 64, "€": 101}
_ESCAPE: Final = 27

_SUBMIT, _RELATIVE_VALIDITY, _REPORT_WANTED, _HEADER = 0x01, 0x10, 0x20, 0x40
_ONE_DAY: Final = 0xA7
_GSM, _UCS2 = 0x00, 0x08
_INTERNATIONAL: Final = 0x91


def divide(text: str) -> list[str]:
    """The text's parts, as many as `sms.split` counts; words stay whole where that costs no part more."""
    plain = split(text)
    if len(plain) == 1:
        return plain
    parts = [""]
    for word in re.findall(r"\S*\s+|\S+", text):
        if len(split(parts[-1] + word + _FILLER[is_gsm(text)])) > 1:
            parts.append("")
        parts[-1] += word
    fits = len(parts) == len(plain) and all(_fits(part, gsm=is_gsm(text)) for part in parts)
    return parts if fits else plain


_FILLER: Final = {True: "x" * (160 - 153), False: "س" * (70 - 67)}
"""A part of several has less room than a message that goes alone, by this much."""


def _fits(part: str, *, gsm: bool) -> bool:
    return bool(part) and len(split(part + _FILLER[gsm])) == 1


@dataclass(frozen=True)
class Submit:
    """hex: for the modem, behind AT+CMGS=octets (which leaves the service centre's octet out)."""

    hex: str
    octets: int


def submit(number: str, parts: list[str], index: int, reference: int) -> Submit:
    """Part `index` (from 0) of a text to 09…; reference joins the parts on the receiver's phone.

    A delivery report is asked for; the operator tries for a day.
    """
    header = bytes((5, 0, 3, reference, len(parts), index + 1)) if len(parts) > 1 else b""
    if is_gsm("".join(parts)):
        coding, (content, length) = _GSM, _packed(parts[index], len(header))
    else:
        coding, content = _UCS2, parts[index].encode("utf-16-be")
        length = len(header) + len(content)
    first = _SUBMIT | _RELATIVE_VALIDITY | _REPORT_WANTED | (_HEADER if header else 0)
    tpdu = bytes((first, 0)) + _address(number) + bytes((0, coding, _ONE_DAY, length)) + header + content
    return Submit((b"\0" + tpdu).hex().upper(), len(tpdu))


def _packed(text: str, header: int) -> tuple[bytes, int]:
    """GSM-7: eight letters in seven octets, from the first whole septet behind the header; and how many septets."""
    septets: list[int] = []
    for letter in text:
        septets += [_ESCAPE, _EXTENSION[letter]] if letter in _EXTENSION else [_ALPHABET.index(letter)]
    skipped = -(-header * 8 // 7)
    bits = sum(septet << 7 * place for place, septet in enumerate(septets)) << (skipped * 7 - header * 8)
    return bits.to_bytes(-(-(skipped + len(septets)) * 7 // 8) - header, "little"), skipped + len(septets)


def _address(number: str) -> bytes:
    digits = "98" + number.removeprefix("0")
    return bytes((len(digits), _INTERNATIONAL)) + bytes.fromhex(_swapped(digits + "F" * (len(digits) % 2)))


def _swapped(nibbles: str) -> str:
    return "".join(second + first for first, second in zip(nibbles[::2], nibbles[1::2], strict=True))


@dataclass(frozen=True)
class Report:
    """What the operator says became of a part. mr: the modem's number of it; number: 09… of the receiver; status: its
    TP-ST; taken: when the operator had taken the part over, None: that cannot be read.
    """

    mr: int
    number: str
    status: int
    taken: dt.datetime | None

    @property
    def fate(self) -> MessageState | None:
        """None: nothing is settled yet, or nobody can tell: the part was only passed on (1) or replaced (2)."""
        if self.status in _PASSED_ON or self.status in _STILL_TRYING or self.status >= _RESERVED:
            return None
        return MessageState.FAILED if self.status in _GIVEN_UP else MessageState.DELIVERED


_PASSED_ON, _STILL_TRYING, _GIVEN_UP, _RESERVED = (1, 2), range(0x20, 0x40), range(0x40, 0x80), 0x80


def read_report(line: str, octets: int) -> Report | None:
    """A STATUS-REPORT in hex, of as many octets as the modem said. None: it is none, or it came damaged."""
    try:
        data = bytes.fromhex(line)
        tpdu = data[1 + data[0] :]
        if len(tpdu) != octets or tpdu[0] & 3 != 2:
            return None
        digits = tpdu[2]
        ends = 4 + -(-digits // 2)
        number = _swapped(tpdu[4:ends].hex())[:digits]
        return Report(tpdu[1], _local(number), tpdu[ends + 14], _instant(tpdu[ends : ends + 7]))
    except (ValueError, IndexError):
        return None


def read_text_report(fields: str) -> Report | None:
    """The same as some modems give it in words: <fo>,<mr>,<number>,<type>,<taken>,<discharged>,<status>."""
    found = re.fullmatch(r'\d+,(\d+),"?\+?(\d+)"?,\d*,"([^"]*)","[^"]*",(\d+)', fields.replace(" ", ""))
    return Report(int(found[1]), _local(found[2]), int(found[4]), _said(found[3])) if found else None


def _local(number: str) -> str:
    """09… of +98…, 0098…, 98… and 9…."""
    return "0" + number[-10:] if len(number) >= 10 else number


def _instant(octets: bytes) -> dt.datetime | None:
    """A service centre's time stamp: seven octets of swapped digits, the last one the zone in quarter hours."""
    nibbles = _swapped(octets.hex())
    try:
        year, month, day, hour, minute, second = (int(nibbles[place : place + 2]) for place in range(0, 12, 2))
        zone = int(nibbles[12], 16)
        quarters = (zone & 7) * 10 + int(nibbles[13])
        offset = dt.timedelta(minutes=15 * quarters) * (-1 if zone & 8 else 1)
        return dt.datetime(2000 + year, month, day, hour, minute, second, tzinfo=dt.timezone(offset))
    except ValueError:
        return None


def _said(text: str) -> dt.datetime | None:
    """A time stamp in words: yy/MM/dd,hh:mm:ss±quarters."""
    found = re.fullmatch(r"(\d\d)/(\d\d)/(\d\d),(\d\d):(\d\d):(\d\d)([+-]\d\d)", text)
    if not found:
        return None
    try:
        year, month, day, hour, minute, second, quarters = map(int, found.groups())
        zone = dt.timezone(dt.timedelta(minutes=15 * quarters))
        return dt.datetime(2000 + year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
