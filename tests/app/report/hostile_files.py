"""One bad file for each rule of docs/report-format.md, made by a signer with a valid key wherever he could."""

from collections.abc import Callable

from app.report.trust import Trust
from tests.app.report.hostile import Rebuilt

Make = Callable[[], bytes]
FILES: dict[str, tuple[int, Make]] = {}
TRUST: dict[str, Trust] = {}
"""Whom the receiver knows, where the rule is about that."""


def bad(rule: int, trust: Trust | None = None) -> Callable[[Make], Make]:
    """The function makes a file that breaks this rule alone. trust: whom the receiver knows, if that is the point."""

    def kept(make: Make) -> Make:
        FILES[make.__name__] = (rule, make)
        if trust is not None:
            TRUST[make.__name__] = trust
        return make

    return kept


def rebuilt(change: Callable[[Rebuilt], object]) -> bytes:
    """The good file with its objects changed, everything else in order, signed."""
    file = Rebuilt()
    change(file)
    return file.signed()
