"""The dialogue on a line, as bytes: whatever stands between a modem's answers, they are read."""

from hypothesis import given
from hypothesis import strategies as st

from app.carriers.at import Line
from app.carriers.pdu import Submit

NOISE = st.binary(max_size=6).map(lambda noise: bytes(byte for byte in noise if not 0x20 <= byte <= 0x7E))
UNASKED = st.sampled_from(
    [b"\r\nRING\r\n", b"\r\n^RSSI:18\r\n", b"\r\n+CREG: 1\r\n", b'\r\n+CMTI: "SM",3\r\n', b"\r\n\r\n"]
)
REPORT = b"\r\n+CDS: 25\r\n0006070C91891932547698621162310000416211623100404100\r\n"


class Heard:
    """A port from which these pieces come, one a read."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces, self.in_waiting = list(pieces), 0

    def write(self, _content: bytes) -> None:
        """The answers are there already, and must not be taken for earlier ones: in_waiting says nothing."""

    def read(self, _size: int) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


@st.composite
def answers(draw) -> tuple[list[bytes], int]:
    """A modem's answer to AT+CSQ in pieces of any size, with noise, unasked lines and reports around it."""
    content, reports = b"AT+CSQ\r", 0
    for line in (b"\r\n+CSQ: 18,99\r\n", b"\r\nOK\r\n"):
        content += draw(NOISE) + draw(UNASKED)
        if draw(st.booleans()):
            content += REPORT
            reports += 1
        content += draw(NOISE) + line
    cuts = sorted(draw(st.lists(st.integers(0, len(content)), max_size=12)))
    return [content[a:b] for a, b in zip([0, *cuts], [*cuts, len(content)], strict=True)], reports


@given(answers())
def test_an_answer_is_found_in_pieces_and_between_all_else(made):
    pieces, reports = made
    line = Line(Heard(pieces))
    assert "+CSQ: 18,99" in line.command("AT+CSQ", 5.0)
    assert [(report.mr, report.number, report.status) for report in line.reports] == [(7, "09123456789", 0)] * reports


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_nothing_that_comes_is_an_error(pieces):
    Line(Heard(pieces)).hear(0.001, lambda: False)


class Answering(Heard):
    """A port from which something comes late, and after each write an answer, in pieces."""

    def __init__(self, late: bytes, *answers: list[bytes]) -> None:
        super().__init__([late] if late else [])
        self.in_waiting, self.answers = len(late), list(answers)

    def write(self, _content: bytes) -> None:
        self.pieces += self.answers.pop(0) if self.answers else []

    def read(self, size: int) -> bytes:
        self.in_waiting = 0
        return super().read(size)


def test_what_came_before_a_command_is_no_answer_to_it():
    line = Line(Answering(b"\r\nOK\r\n", [b"\r\n+CSQ: 18,99\r\n\r\nOK\r\n"]))
    assert line.command("AT+CSQ") == ["+CSQ: 18,99"]


def test_once_somebody_wants_to_stop_the_answer_to_a_part_is_still_waited_for():
    port = Answering(b"", [b"\r\n> "], [], [b"", b"", b"\r\n+CMGS: 7\r\n\r\nOK\r\n"])
    stops: list[bool] = []
    assert Line(port, lambda: bool(stops)).hand_over(Submit("0031", 2), lambda: stops.append(True)) == 7
