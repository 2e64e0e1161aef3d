"""The serial ports of this PC, and the one that its modem is at. Only here and in modem.py is pyserial known."""

import errno
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.domain.errors import Unavailable
from app.domain.texts import _

SPEED: Final = 115200
_SLICE: Final = 0.1
"""Seconds that one read waits; a modem's answer is waited for by app/carriers/at.py."""
_WRITE: Final = 10.0
_TAKEN: Final = {errno.EAGAIN, errno.EBUSY, errno.EACCES, errno.EPERM}


@dataclass(frozen=True)
class Chosen:
    """The port that this PC has chosen. name: as the system calls it, or a pyserial URL (`socket://host:port`).

    identity: what tells the modem at it from others, so that it is found at another port; empty: it has none.
    """

    name: str
    identity: str = ""


@dataclass(frozen=True)
class Port:
    """words: what the system says of the device."""

    name: str
    identity: str
    words: str

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.name, self.identity)


def listed() -> list[Port]:
    """The ports that are there now, those with a device of a known make first.

    Raises Unavailable, of the field `modem_port`, where the system does not tell them; all else works without.
    """
    try:
        from serial.tools import list_ports
    except (ImportError, AttributeError, OSError):  # AttributeError: a Windows without a function that it asks for
        raise Unavailable(
            _("This PC's serial ports can't be listed, so no SMS modem can be chosen. Everything else works."),
            "modem_port",
        ) from None
    ports = [Port(found.device, _identity(found), _described(found)) for found in list_ports.comports()]
    return sorted(ports, key=lambda port: (not port.identity, port.name))


def _identity(found: Any) -> str:
    """Maker, product, serial number, and which of the device's ports: a stick has several, of which one talks."""
    if found.vid is None:
        return ""
    which = found.interface or _described(found)
    return f"{found.vid:04x}:{found.pid:04x}:{found.serial_number or ''}:{which}"


def _described(found: Any) -> str:
    """Without the port's name, which Windows writes behind it."""
    words = re.sub(r"\s*\([^()]*\)$", "", found.description or "")
    return "" if words in ("n/a", found.device) else words


def _found(chosen: Chosen) -> str | None:
    """The name of the port at which the chosen modem is now."""
    if "://" in chosen.name:
        return chosen.name
    try:
        ports = listed()
    except Unavailable:
        return chosen.name
    at_its_name = next((port for port in ports if port.name == chosen.name), None)
    if at_its_name and at_its_name.identity == chosen.identity:
        return chosen.name
    if chosen.identity:
        elsewhere = [port.name for port in ports if port.identity == chosen.identity]
        return elsewhere[0] if len(elsewhere) == 1 else None
    return chosen.name if at_its_name or Path(chosen.name).exists() else None


def open_port(chosen: Chosen) -> Any:
    """The port, opened, and held against other programs. Raises Unavailable when there is none, or somebody has it."""
    try:
        import serial
    except ImportError:
        raise Unavailable(_("This installation of Didar can't talk to modems; install it anew.")) from None
    name = _found(chosen)
    if name is None:
        raise Unavailable(missing())
    options = {} if "://" in name else {"exclusive": True, "write_timeout": _WRITE}
    try:
        return serial.serial_for_url(name, baudrate=SPEED, timeout=_SLICE, **options)
    except (OSError, ValueError) as error:
        held = getattr(error, "errno", None) in _TAKEN or "PermissionError" in str(error)
        raise Unavailable(taken() if held else missing()) from None


def close_port(port: Any) -> None:
    """A port that is gone fails in its own ways, and is closed all the same; pyserial leaves a broken socket open."""
    inner = getattr(port, "_socket", None)
    with suppress(Exception):
        port.close()
    if inner is not None:
        inner.close()


def missing() -> str:
    return _("The SMS modem was not found; check the cable and the SIM card.")


def taken() -> str:
    return _("Another program is using the SMS modem. Close it; then it goes on by itself.")
