"""What is on the paper: the size of pages, where there is ink, and bars read as a scanner reads them."""

import pypdfium2
from PIL import Image

DPI = 203
"""As the head of a thermal printer has them."""

STANDARD = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
]
"""ISO/IEC 15417: the widths of each value's bars and gaps."""
START_C, STOP = 105, "2331112"


def pictures(data: bytes, dpi: int = DPI) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def sizes(data: bytes) -> list[tuple[int, int]]:
    """Of each page, in whole millimetres."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document]
    finally:
        document.close()


def margins(data: bytes) -> tuple[float, float, float, float]:
    """The least white at the left, at the top, at the right and at the foot of all pages, in millimetres."""
    least = [1e9] * 4
    for picture in pictures(data):
        left, top, right, bottom = picture.point(lambda grey: 255 if grey < 250 else 0).getbbox()
        found = (left, top, picture.width - right, picture.height - bottom)
        least = [min(one, dots / DPI * 25.4) for one, dots in zip(least, found, strict=True)]
    return tuple(least)


def scanned(data: bytes) -> list[str]:
    """The codes whose bars stand on the pages, from the top, as one line of light across each reads them."""
    codes = []
    for picture in pictures(data):
        last = None
        for y in range(0, picture.height, 4):
            code = _line(picture, y)
            if code and code != last:
                codes.append(code)
                last = code
    return codes


def _line(picture: Image.Image, y: int) -> str | None:
    line = picture.crop((0, y, picture.width, y + 1)).point(lambda grey: 1 if grey < 128 else 0).tobytes()
    runs: list[int] = []
    before = 0
    for dot in line:
        if dot == before:
            runs[-1:] = [runs[-1] + 1] if runs else [1]
        else:
            runs.append(1)
        before = dot
    runs = runs[1:] if line[0] == 0 else runs  # the first is a bar
    bars = runs[: len(runs) - 1 + len(runs) % 2]
    if len(bars) != 43:
        return None
    module = sum(bars) / 79
    widths = "".join(str(round(dots / module)) for dots in bars)
    symbols = [widths[at : at + 6] for at in range(0, 36, 6)]
    if widths[36:] != STOP or any(symbol not in STANDARD for symbol in symbols):
        return None
    start, *values, check = (STANDARD.index(symbol) for symbol in symbols)
    weighed = start + sum(place * value for place, value in enumerate(values, 1))
    if start != START_C or weighed % 103 != check:
        return None
    return "".join(f"{value:02}" for value in values)
