"""The drawings of the report's pages by number (rule 24): an old one stays, so that old reports are drawn again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.report.stamp import Box


@dataclass(frozen=True)
class Layout:
    """draw: the unsigned pages of a report's data and its digest (hex). box: where the signature's stamp stands on the
    first page.
    """

    draw: Callable[[dict[str, Any], str], bytes]
    box: Box


def layout(number: int) -> Layout | None:
    """The drawing of that number; None if this version does not have it."""
    from app.report import pages

    drawn = Layout(lambda report, digest: pages.draw(report, digest=digest), pages.SIGNATURE_BOX)
    return dict.fromkeys(pages.LAYOUTS, drawn).get(number)
