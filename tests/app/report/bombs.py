"""Files that are meant to take a verifier's time and memory, or to show each reader something else.

Each is refused with a line and a rule's number; `python -m tests.app.report.sweep` prints how long and what it took.
"""

import hashlib
import io
import zlib
from collections.abc import Callable

from app.domain.canonical import dumps
from app.report.objects import Name, Real, Ref, Stream, deflated
from tests.app.report import hostile_archive, hostile_data, hostile_signature, renewed
from tests.app.report.hostile import Raw, Rebuilt, good, report, sealed
from tests.app.report.hostile_files import rebuilt

Make = Callable[[], bytes]
MIB = 1024 * 1024
GIB = 1024 * MIB


def cut(at: int) -> Make:
    """The first `at` hundredths of the file, with and without its last line."""
    return lambda: good()[: len(good()) * at // 100] + (b"\n%%EOF\n" if at % 2 else b"")


def attached_anew() -> bytes:
    """From outside: another report.json in a later revision; the signature over the first one still holds."""
    said = dumps({**report(), "demo": True})
    writer = renewed.writer(good())
    specification = writer.root["/AF"][0]
    stream = renewed.pdf(said)
    stream.update({renewed.pdf("/Type"): renewed.pdf("/EmbeddedFile")})
    specification["/EF"]["/F"] = specification["/EF"]["/UF"] = writer.add_object(stream)
    writer.mark_update(writer.root["/AF"].raw_get(0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def shadow() -> bytes:
    """From outside: another page in a later revision, without any signature."""
    writer = renewed.writer(good())
    kids = writer.root["/Pages"]["/Kids"]
    kids[0][renewed.pdf("/Contents")] = writer.add_object(renewed.pdf(b"0 0 595 842 re f"))
    writer.mark_update(kids.raw_get(0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def swapped_by_the_signer() -> bytes:
    """The signer himself: pages of one report, data of another."""
    return hostile_data.pages_of_other_data()


def packed(kind: str, size: int) -> Make:
    """An object or xref stream that inflates to `size` bytes."""

    def make() -> bytes:
        packer = zlib.compressobj(9)
        data = b"".join([*(packer.compress(bytes(MIB)) for _ in range(size // MIB)), packer.flush()])
        bomb = Stream({"Type": Name(kind), "N": 10**9, "First": 10**9, "Filter": Name("FlateDecode")}, data)
        return rebuilt(lambda file: file.root.update(Metadata=Ref(file.add(bomb))))

    return make


def deep(opens: str, closes: str, levels: int) -> Make:
    return lambda: rebuilt(lambda file: file.root.update(Lang=Real(opens * levels + "1" + closes * levels)))


def claims(old: bytes, new: bytes) -> Make:
    """One number somewhere says a thousand million. The file is not signed again: that comes last."""
    assert good().count(old), old
    return lambda: good().replace(old, new, 1)


def raw(value: bytes) -> Make:
    return lambda: rebuilt(lambda file: file.objects.update({file.add(0): Raw(value)}))


def data(content: Callable[[], bytes]) -> Make:
    """As the attached file, not packed, signed: no ratio gives it away."""

    def make() -> bytes:
        written = content()

        def change(file: Rebuilt) -> None:
            number = file.number("EmbeddedFile")
            entries = {key: value for key, value in file.objects[number].dict.items() if key != "Filter"}
            file.objects[number] = Stream({**entries, "Params": {"Size": len(written)}}, written)

        return rebuilt(change)

    return make


def page(content: Callable[[], bytes]) -> Make:
    """As a page's content, not packed, signed."""

    def make() -> bytes:
        def change(file: Rebuilt) -> None:
            first = file.objects[file.number("Page")]["Contents"][0]
            file.objects[first.number] = Stream({}, content())

        return rebuilt(change)

    return make


def many_streams(each: int, count: int) -> Make:
    """Streams that keep all limits for themselves, as many as fill the limit for all of them."""

    def make() -> bytes:
        page = deflated(hashlib.shake_256(b"page").digest(each // 64) * 64)

        def change(file: Rebuilt) -> None:
            first = len(file.objects) + 1
            file.objects.update(dict.fromkeys(range(first, first + count), page))
            file.root["Extensions"] = [Ref(number) for number in range(first, first + count)]

        return rebuilt(change)

    return make


def many_objects(count: int) -> Make:
    def make() -> bytes:
        def change(file: Rebuilt) -> None:
            first = len(file.objects) + 1
            file.objects.update({number: [number] for number in range(first, first + count)})
            file.root["Extensions"] = [Ref(number) for number in range(first, first + count)]

        return rebuilt(change)

    return make


def in_text(text: str) -> Callable[[], bytes]:
    return lambda: dumps(report()).replace(b'"layout":1', b'"layout":' + text.encode(), 1)


FILES: dict[str, Make] = {
    **{f"cut after {at} %": cut(at) for at in (0, 1, 10, 25, 50, 75, 90, 97, 99)},
    "nothing at all": lambda: b"",
    "two signatures": hostile_archive.a_second_signature,
    "a second signature's dictionary": hostile_signature.a_second_signature_inside_another_object,
    "shadow: another page behind the report": shadow,
    "shadow: another page under a time stamp": hostile_archive.another_page_under_a_time_stamp,
    "attachment swapped from outside": attached_anew,
    "attachment swapped by the signer": swapped_by_the_signer,
    "an object stream of 1 GiB": packed("ObjStm", GIB),
    "an xref stream of 1 GiB": packed("XRef", GIB),
    "a page of 1 GiB": packed("Metadata", GIB),
    "an attachment of 50 MB in 50 kB": hostile_data.a_bomb,
    "packed twice": hostile_data.packed_twice,
    "lists nested 100,000 deep": deep("[", "]", 100_000),
    "dictionaries nested 100,000 deep": deep("<</A ", ">>", 100_000),
    "a string of 100,000 brackets": raw(b"(" * 100_000 + b")" * 100_000),
    "a string without end": raw(b"(" + b"\\(" * 5_000_000),
    "a name of 5 MB": raw(b"/" + b"A" * 5_000_000),
    "a list of a million numbers and a word": raw(b"[" + b"1 " * 1_000_000 + b"x]"),
    "60 MB of numbers in short lists": raw(b"[" + (b"[" + b"1 " * 40_000 + b"1]") * 700 + b"]"),
    "a million and a half values": raw(b"[" + b"/A" * 1_500_000 + b"1]"),
    "60 MB of page": page(lambda: b" " * 60_000_000),
    "60 MB of words in another mode": page(lambda: b"0 Tr " * 12_000_000),
    "60 MB of images that are none": page(lambda: b"xBI " * 15_000_000),
    "60 MB of marks": page(lambda: b"/P <</MCID 0>>BDC " * 3_300_000),
    "a stream that claims 1 GB": claims(b"/Length ", b"/Length 1000000000 %"),
    "an attachment that claims 1 GB": lambda: rebuilt(
        lambda file: file.objects[file.number("EmbeddedFile")].dict["Params"].update(Size=10**9)
    ),
    "a table that claims 999,999 objects": claims(b"xref\n0 ", b"xref\n0 999999\n0 "),
    "a range that claims 1 GB": claims(b"/ByteRange [0 ", b"/ByteRange [0 1000000000 1000000000 1000000000] /X ["),
    "pages that claim a thousand million": lambda: rebuilt(
        lambda file: file.objects[file.root["Pages"].number].update(Count=10**9)
    ),
    "60,001 objects": many_objects(60_000),
    "50,000 objects within the limit": many_objects(50_000),
    "streams of 255 MiB in all": many_streams(MIB, 240),
    "streams beyond 256 MiB in all": many_streams(MIB, 260),
    "200,000 brackets in the data": hostile_data.two_hundred_thousand_brackets,
    "200,000 braces in the data": data(lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000),
    "brackets without end in the data": data(lambda: b"[" * 30_000_000),
    "ten million empty lists in the data": data(lambda: b'{"a":[' + b"[]," * 10_000_000 + b"[]]}"),
    "a string without end in the data": data(lambda: b'{"a":"' + b'\\"' * 10_000_000),
    "a number of a million digits in the data": data(in_text("1" * 1_000_000)),
    "a number with a large exponent in the data": data(in_text("1e400")),
    "a string of 30 MB in the data": data(lambda: dumps({"a": "x" * 30_000_000})),
    "a million keys in the data": data(lambda: dumps({str(number): 0 for number in range(1_000_000)})),
    "two million strings in the data": data(lambda: dumps({"a": [[f"{n:07d}"] * 100_000 for n in range(20)]})),
    "60 MB of data": data(lambda: dumps({"a": ["x" * 10_000] * 6_000})),
    "70 MB of data, packed": lambda: sealed(dumps({"a": [f"{number:064x}" for number in range(1_000_000)]})),
    "60 MB of nothing behind the header": lambda: b"%PDF-1.7\n" + bytes(60 * MIB) + b"%%EOF\n",
    "60 MB of line ends behind the header": lambda: b"%PDF-1.7\n" + b"\n" * (60 * MIB) + b"%%EOF\n",
    "60 MB of comments": lambda: b"%PDF-1.7\n" + b"%\n" * (30 * MIB) + b"%%EOF\n",
}
