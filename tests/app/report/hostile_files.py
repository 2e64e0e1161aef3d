"""One bad file for each rule of docs/report-format.md, made by a signer with a valid key wherever he could."""

from collections.abc import Callable

from tests.app.report.hostile import Rebuilt

Make = Callable[[], bytes]
FILES: dict[str, tuple[int, Make]] = {}


def bad(rule: int) -> Callable[[Make], Make]:
    """The function makes a file that breaks this rule alone."""

    def kept(make: Make) -> Make:
        FILES[make.__name__] = (rule, make)
        return make

    return kept


def rebuilt(change: Callable[[Rebuilt], object]) -> bytes:
    """The good file with its objects changed, everything else in order, signed."""
    file = Rebuilt()
    change(file)
    return file.signed()
