"""The serial ports of a PC that does not tell them."""

import builtins

import pytest

from app.carriers import ports
from app.carriers.ports import Chosen
from app.domain.errors import Unavailable


@pytest.fixture(params=[ImportError, AttributeError, OSError])
def untold(request, monkeypatch):
    """As on a Windows without the functions that pyserial asks for."""
    plainly = builtins.__import__

    def asks(name, *others):
        if name == "serial.tools":
            raise request.param("function 'CM_MapCrToWin32Err' not found")
        return plainly(name, *others)

    monkeypatch.setattr(builtins, "__import__", asks)


@pytest.mark.usefixtures("untold")
def test_ports_that_can_not_be_listed_are_said():
    with pytest.raises(Unavailable, match="درگاه‌های سریال این رایانه خوانده نشد"):
        ports.listed()


@pytest.mark.usefixtures("untold")
def test_a_modem_that_was_chosen_is_tried_where_ports_can_not_be_listed():
    assert ports._found(Chosen("COM5", "12d1:1436::PC UI")) == "COM5"
