"""Bad attachments, data, pages and signers in files that are whole: rules 13 to 31."""

import zlib
from collections.abc import Callable
from typing import Any

from app.domain.canonical import dumps
from app.report import tree
from app.report.objects import Name, Ref, Stream, deflated
from tests.app.report import hostile
from tests.app.report.hostile import Rebuilt, report, sealed
from tests.app.report.hostile_files import bad, rebuilt


def changed(**given: Any) -> dict[str, Any]:
    """The good data with other values, the pages as they were."""
    return {**report(), **given}


# attachment


def another_file() -> dict[str, Any]:
    return {"Type": Name("EmbeddedFile"), "Params": {"Size": 2}}


@bad(17)
def a_second_embedded_file() -> bytes:
    def change(file: Rebuilt) -> None:
        stream = file.add(Stream(another_file(), b"{}"))
        file.root["Names"]["EmbeddedFiles"]["Names"] += [b"zz.json", Ref(stream)]

    return rebuilt(change)


@bad(17)
def another_associated_file() -> bytes:
    def change(file: Rebuilt) -> None:
        specification = dict(file.get("AF", "0"))
        file.root["AF"] = [specification]

    return rebuilt(change)


@bad(17)
def another_name_for_some_readers() -> bytes:
    return rebuilt(lambda file: file.get("AF", "0").update(UF=b"other.json"))


@bad(17)
def an_address_in_the_specification() -> bytes:
    return rebuilt(lambda file: file.get("AF", "0").update(FS=Name("URL")))


@bad(17)
def a_size_that_is_not_so() -> bytes:
    return rebuilt(lambda file: file.objects[file.number("EmbeddedFile")].dict["Params"].update(Size=1))


@bad(17)
def an_attachment_on_a_page() -> bytes:
    def change(file: Rebuilt) -> None:
        page = file.objects[file.number("Page")]
        page["Annots"] = [*page["Annots"], {"Type": Name("Annot"), "Subtype": Name("FileAttachment")}]

    return rebuilt(change)


def packed_anew(change: Callable[[Stream], Stream]) -> bytes:
    def apply(file: Rebuilt) -> None:
        number = file.number("EmbeddedFile")
        file.objects[number] = change(file.objects[number])

    return rebuilt(apply)


@bad(18)
def packed_twice() -> bytes:
    twice = [Name("FlateDecode"), Name("FlateDecode")]
    return packed_anew(lambda old: Stream({**old.dict, "Filter": twice}, zlib.compress(old.data)))


@bad(18)
def something_behind_the_packed_bytes() -> bytes:
    return packed_anew(lambda old: Stream(old.dict, old.data + b"{}"))


@bad(18)
def cut_packed_bytes() -> bytes:
    return packed_anew(lambda old: Stream(old.dict, old.data[:-3]))


@bad(18)
def a_bomb() -> bytes:
    return packed_anew(lambda old: Stream(old.dict, zlib.compress(b" " * 50_000_000, 9)))


@bad(18)
def a_stream_that_lies_in_another_file() -> bytes:
    return packed_anew(lambda old: Stream({**old.dict, "F": b"/etc/hosts"}, old.data))


@bad(19)
def a_byte_order_mark() -> bytes:
    return sealed(b"\xef\xbb\xbf" + dumps(report()))


@bad(19)
def a_key_of_the_data_twice() -> bytes:
    return sealed(dumps(report()).replace(b'"draft":false', b'"draft":false,"draft":false', 1))


@bad(19)
def two_hundred_thousand_brackets() -> bytes:
    return sealed(b"[" * 200_000 + b"]" * 200_000)


@bad(19)
def a_number_with_a_point() -> bytes:
    return sealed(dumps(report()).replace(b'"layout":1', b'"layout":1.0', 1))


@bad(19)
def a_key_that_the_schema_does_not_know() -> bytes:
    return sealed(changed(secret="x"), drawn=hostile.base())


@bad(20)
def data_with_spaces() -> bytes:
    return sealed(dumps(report()).replace(b'"layout":1', b'"layout": 1', 1))


@bad(20)
def a_name_that_turns_the_line_round() -> bytes:
    agency = {**report()["agency"], "county": "شوش\u202e"}
    return sealed(changed(agency=agency), drawn=hostile.base())


@bad(20)
def a_name_in_another_normal_form() -> bytes:
    agency = {**report()["agency"], "county": "ا\u0653ب"}
    return sealed(changed(agency=agency), drawn=hostile.base())


@bad(21)
def a_newer_format() -> bytes:
    return sealed(changed(format="didar-report/2"), drawn=hostile.base())


# meaning


@bad(22)
def totals_that_are_too_high() -> bytes:
    said = report()
    said["totals"]["visits"] += 1
    return sealed(said)


@bad(22)
def a_visit_on_a_day_that_was_not_held() -> bytes:
    said = report()
    day = next(meeting for meeting in said["meetings"] if meeting["state"] != "held")
    said["visits"][0]["date"] = day["date"]
    return sealed(said)


@bad(22)
def a_wrong_check_digit() -> bytes:
    said = report()
    visit = next(visit for visit in said["visits"] if visit["national_id"])
    visit["national_id"] = "1234567890"
    return sealed(said)


@bad(22)
def a_quarter_with_other_days() -> bytes:
    said = report()
    said["quarter"]["to"] = "2026-09-21"
    return sealed(said)


# pages


@bad(24)
def an_unknown_layout() -> bytes:
    return sealed(changed(layout=7), drawn=hostile.base())


@bad(25)
def another_instant_in_the_information() -> bytes:
    return rebuilt(lambda file: file.objects[file.trailer["Info"].number].update(ModDate=b"D:20260924075001Z"))


@bad(25)
def another_identity() -> bytes:
    return rebuilt(lambda file: file.trailer.update(ID=[b"0" * 16] * 2))


@bad(25)
def another_time_of_signing() -> bytes:
    return rebuilt(lambda file: file.value.update(M=b"D:20260925075000Z"))


@bad(26)
def letters_that_lie() -> bytes:
    """What is seen as one digit is copied as another."""

    def change(file: Rebuilt) -> None:
        number = next(v["ToUnicode"].number for v in file.objects.values() if isinstance(v, dict) and "ToUnicode" in v)
        text = file.objects[number].inflated()
        file.objects[number] = deflated(text.replace(b"06F1", b"06F2"))

    return rebuilt(change)


@bad(27)
def pages_of_other_data() -> bytes:
    said = report()
    said["visits"][0]["father_name"] = "دیگری"
    said["merkle"] = tree.tree(said["visits"]).as_signed()
    return sealed(said, drawn=hostile.base())


@bad(28)
def a_script_at_opening() -> bytes:
    return rebuilt(lambda file: file.root.update(ViewerPreferences={"JS": b"app.alert(1)"}))


@bad(28)
def a_link_on_a_page() -> bytes:
    def change(file: Rebuilt) -> None:
        link = {"Type": Name("Annot"), "Subtype": Name("Link"), "A": {"S": Name("Launch")}}
        file.objects[file.number("Page")]["Annots"].append(Ref(file.add(link)))

    return rebuilt(change)


@bad(28)
def an_image_over_the_page() -> bytes:
    def change(file: Rebuilt) -> None:
        image = deflated(b"\0", Type=Name("XObject"), Subtype=Name("Image"), Width=1, Height=1)
        page = file.objects[file.number("Page")]
        resources = file.objects[page["Resources"].number]
        resources["XObject"] = {"I": Ref(file.add(image))}

    return rebuilt(change)


@bad(28)
def a_layer() -> bytes:
    return rebuilt(lambda file: file.root.update(OCProperties={"D": {}}))


@bad(29)
def a_stamp_with_other_words() -> bytes:
    def change(file: Rebuilt) -> None:
        number = file.number("XObject", "Form")
        form = file.objects[number]
        file.objects[number] = deflated(
            form.inflated() + b"\n", **{key: value for key, value in form.dict.items() if key != "Filter"}
        )

    return rebuilt(change)


# who: whole files that are not to be trusted


def by(signer: hostile.Anyone, **given: Any) -> bytes:
    return sealed(report(signer, **given), signer)


@bad(13)
def a_certificate_of_another_agency() -> bytes:
    return sealed(report(code="AHV-1"))


@bad(13)
def data_that_name_another_key() -> bytes:
    return sealed(report(signer=None) | {"signer": {**hostile.office().described(), "fingerprint": "0" * 64}})


def own(**given: Any) -> hostile.Anyone:
    return hostile.Anyone(hostile.key(), (hostile.certificate(**given),))


OWN: dict[str, hostile.Anyone] = {
    "an_authority": own(ca=True),
    "one_without_basic_constraints": own(ca=None),
    "one_for_other_uses_too": own(key_usage=hostile.usage(also_certifies=True)),
    "one_with_nothing_critical": own(critical=False),
    "one_for_twenty_years": own(days=7300),
    "one_with_an_unknown_critical_extension": own(
        more=hostile.x509.UnrecognizedExtension(hostile.x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
    ),
    "one_signed_by_another_key": hostile.Anyone(hostile.key(), (hostile.certificate(issuer_key=hostile.key(1)),)),
}


@bad(15)
def signed_before_the_quarter_was_over() -> bytes:
    return sealed(report(made_at="2026-09-20T07:50:00Z"))


@bad(15)
def signed_after_the_certificate_had_expired() -> bytes:
    return by(own(days=30, begin=hostile.BEGIN))


@bad(31)
def a_demo() -> bytes:
    return sealed(report(demo=True))
