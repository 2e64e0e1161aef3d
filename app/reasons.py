"""Why a closed day is changed: the reason is given around the act, whichever act it is. It knows no store."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Final, TypeVar

from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _

FIELD: Final = "amendment"
"""The field of the refusal that asks for the reason."""

T = TypeVar("T")
_reason: ContextVar[str] = ContextVar("reason", default="")


def because(reason: str, call: Callable[[], T]) -> T:
    """Do an act that may change a closed day, with the reason. Raises Refused for an empty one."""
    reason = normalise(refuse_nul(reason, FIELD))
    if not reason:
        raise Refused(_("Write the reason."), FIELD)
    before = _reason.set(reason)
    try:
        return call()
    finally:
        _reason.reset(before)


def given() -> str:
    """The reason that the present act was given with, or nothing."""
    return _reason.get()
