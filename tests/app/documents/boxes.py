"""Where words stand on a page, as pdfium measures them: for tests that nothing runs into another or over an edge."""

import pypdfium2
from pypdfium2 import raw

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in pt."""
_TOUCH = 1.2  # pt that two boxes may share: descenders of one line, and dots over the next


def lines(data: bytes) -> list[tuple[tuple[float, float], list[Box]]]:
    """For each page its size, and the boxes of its pieces of text; large pale marks behind all else are left out."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        boxes = []
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            left, bottom, right, top = thing.get_bounds()
            if top - bottom < 50:
                boxes.append((left, bottom, right, top))
        found.append((page.get_size(), boxes))
        page.close()
    document.close()
    return found


def collisions(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Pairs of boxes that lie on each other."""
    ordered = sorted(boxes, key=lambda box: -box[3])
    pairs = []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other[3] < one[1] + _TOUCH:
                break
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            if across > _TOUCH and down > _TOUCH:
                pairs.append((one, other))
    return pairs
