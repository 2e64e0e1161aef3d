"""One bad file for each rule of docs/report-format.md, made by a signer with a valid key wherever he could."""

import zlib
from collections.abc import Callable
from typing import Any

from app.domain.canonical import dumps
from app.report import cms
from app.report.objects import Name, Real, Ref, Stream, deflated, object_written
from tests.app.report import hostile
from tests.app.report.hostile import Raw, Rebuilt, good, report, resigned, sealed

Make = Callable[[], bytes]
FILES: dict[str, tuple[int, Make]] = {}


def bad(rule: int) -> Callable[[Make], Make]:
    def kept(make: Make) -> Make:
        FILES[make.__name__] = (rule, make)
        return make

    return kept


def rebuilt(change: Callable[[Rebuilt], object]) -> bytes:
    file = Rebuilt()
    change(file)
    return file.signed()


def changed(**given: Any) -> dict[str, Any]:
    """The good data with other values, the pages as they were."""
    return {**report(), **given}


# bytes


@bad(2)
def something_before_the_header() -> bytes:
    return b"\n" + good()


@bad(2)
def another_version() -> bytes:
    return resigned(good().replace(b"%PDF-1.7", b"%PDF-1.4"))


@bad(2)
def a_line_end_too_many() -> bytes:
    return good() + b"\n"


@bad(3)
def a_second_revision() -> bytes:
    start = good().rindex(b"startxref")
    return good() + b"xref\n0 0\ntrailer\n<</Size 1>>\n" + good()[start:]


@bad(3)
def a_trailer_with_prev() -> bytes:
    return rebuilt(lambda file: file.trailer.update(Prev=17))


@bad(3)
def encryption() -> bytes:
    return rebuilt(lambda file: file.trailer.update(Encrypt={"Filter": Name("Standard")}))


@bad(3)
def a_stream_of_objects() -> bytes:
    return rebuilt(lambda file: file.root.update(Metadata=Ref(file.add(deflated(b"", Type=Name("ObjStm"), N=0)))))


@bad(4)
def bytes_between_objects() -> bytes:
    return rebuilt(lambda file: file.objects.update({1: Raw(object_written(file.objects[1]) + b"\nendobj\n(hidden)")}))


@bad(4)
def a_comment_inside() -> bytes:
    return rebuilt(lambda file: file.objects.update({1: Raw(b"% seen by some\n" + object_written(file.objects[1]))}))


@bad(4)
def a_key_given_twice() -> bytes:
    twice = object_written(report_catalogue().root).replace(b"<<", b"<</Lang (en) ", 1)
    return rebuilt(lambda file: file.objects.update({file.trailer["Root"].number: Raw(twice)}))


def report_catalogue() -> Rebuilt:
    return Rebuilt()


@bad(4)
def a_name_with_an_escape() -> bytes:
    escaped = object_written(Rebuilt().root).replace(b"/Lang", b"/L#61ng", 1)
    return rebuilt(lambda file: file.objects.update({file.trailer["Root"].number: Raw(escaped)}))


@bad(4)
def an_xref_that_points_beside() -> bytes:
    data = good()
    at = data.rindex(b"xref\n0 ", 0, data.rindex(b"startxref")) + data[data.rindex(b"xref\n0 ", 0, -30) :].index(
        b" 00000 n"
    )
    return resigned(data[: at - 1] + (b"0" if data[at - 1 : at] != b"0" else b"1") + data[at:])


@bad(4)
def a_stream_with_a_length_elsewhere() -> bytes:
    def change(file: Rebuilt) -> None:
        number, stream = next((n, v) for n, v in file.objects.items() if isinstance(v, Stream))
        length = file.add(len(stream.data))
        body = object_written(stream).replace(b"/Length %d" % len(stream.data), b"/Length %d 0 R" % length, 1)
        file.objects[number] = Raw(body)

    return rebuilt(change)


@bad(4)
def nested_forty_deep() -> bytes:
    return rebuilt(lambda file: file.root.update(Lang=Real("[" * 40 + "1" + "]" * 40)))


@bad(5)
def an_orphan_that_some_readers_would_show() -> bytes:
    return rebuilt(lambda file: file.add({"Type": Name("Page")}))


# signature


@bad(6)
def no_signature_at_all() -> bytes:
    return hostile.base()


@bad(6)
def a_second_signature_dictionary() -> bytes:
    return rebuilt(lambda file: file.root.update(Extensions=Ref(file.add({"Type": Name("Sig")}))))


@bad(6)
def changes_allowed_after_signing() -> bytes:
    return rebuilt(lambda file: file.value["Reference"][0]["TransformParams"].update(P=2))


@bad(6)
def a_field_lock_too() -> bytes:
    return rebuilt(lambda file: file.value["Reference"].append({"TransformMethod": Name("FieldMDP")}))


@bad(6)
def usage_rights_too() -> bytes:
    return rebuilt(lambda file: file.root["Perms"].update(UR3=Ref(file.signature)))


@bad(6)
def an_adobe_signature_type() -> bytes:
    return rebuilt(lambda file: file.value.update(SubFilter=Name("adbe.pkcs7.detached")))


@bad(6)
def build_properties() -> bytes:
    return rebuilt(lambda file: file.value.update(Prop_Build={"App": {"Name": Name("Didar")}}))


@bad(6)
def a_second_field() -> bytes:
    second = {"FT": Name("Tx"), "T": b"more"}
    return rebuilt(lambda file: file.root["AcroForm"]["Fields"].append(Ref(file.add(second))))


@bad(7)
def a_range_that_leaves_out_more() -> bytes:
    file = Rebuilt()
    unsigned = file.unsigned()
    begin, end = unsigned.start, unsigned.end
    data = unsigned.data.replace(b"[0 %d %d " % (begin, end), b"[0 %d %d " % (begin - 1, end), 1)
    return hostile.with_gap(data, hostile.signature(data[: begin - 1] + data[end:]))


@bad(7)
def a_range_written_with_signs() -> bytes:
    file = Rebuilt()
    file.range = "[0 %d %d 0%d]"
    return file.signed()


@bad(7)
def contents_elsewhere_too() -> bytes:
    return rebuilt(lambda file: file.root.update(Extensions={"Contents": b"\x00"}))


@bad(8)
def small_letters() -> bytes:
    start, end = hostile.gap(good())
    return good()[:start] + good()[start:end].lower() + good()[end:]


@bad(8)
def something_in_the_padding() -> bytes:
    _start, end = hostile.gap(good())
    return good()[: end - 2] + b"1" + good()[end - 1 :]


@bad(8)
def a_length_in_the_long_form() -> bytes:
    der = cms.build(hostile.parts(good()))
    length = int.from_bytes(der[2:4])
    return hostile.with_gap(good(), b"\x30\x83" + length.to_bytes(3) + der[4:])


@bad(9)
def an_unsigned_attribute() -> bytes:
    from asn1crypto import cms as asn1

    content = asn1.ContentInfo.load(cms.build(hostile.parts(good())))
    info = content["content"]["signer_infos"][0]
    info["unsigned_attrs"] = [asn1.CMSAttribute({"type": "content_type", "values": ["data"]})]
    return hostile.with_gap(good(), content.dump(force=True))


@bad(9)
def a_digest_algorithm_without_its_null() -> bytes:
    der = cms.build(hostile.parts(good()))
    with_null = bytes.fromhex("310f300d06096086480165030402010500")
    assert der.count(with_null) == 1
    shorter = bytearray(der.replace(with_null, bytes.fromhex("310d300b0609608648016503040201")))
    for at in (2, 17, 21):  # the lengths of the three values around it
        shorter[at : at + 2] = (int.from_bytes(shorter[at : at + 2]) - 2).to_bytes(2)
    return hostile.with_gap(good(), bytes(shorter))


@bad(9)
def a_certificate_too_many() -> bytes:
    unsigned = Rebuilt().unsigned(room=2048)
    parts = hostile.parts(unsigned.filled(hostile.signature(unsigned.signed)))
    other = hostile.certificate(hostile.name("دیگری"), private=hostile.key(1))
    return unsigned.filled(cms.build(cms.Parts((*parts.chain, cms.der(other)), parts.digest, parts.signature)))


@bad(10)
def the_larger_s() -> bytes:
    from cryptography.hazmat.primitives.asymmetric import utils

    parts = hostile.parts(good())
    r, s = utils.decode_dss_signature(parts.signature)
    larger = utils.encode_dss_signature(r, cms.ORDERS["secp256r1"] - s)
    return hostile.with_gap(good(), cms.build(cms.Parts(parts.chain, parts.digest, larger)))


@bad(10)
def a_short_rsa_key() -> bytes:
    short = hostile.rsa_key(1024)
    signer = hostile.Anyone(short, (hostile.certificate(private=short),))
    start, end = hostile.gap(good())
    chain = (cms.der(signer.chain[0]),)
    digest = hostile.parts(good()).digest
    value = signer.sign(cms.to_sign(chain[0], digest))
    assert end > start
    return hostile.with_gap(good(), cms.build(cms.Parts(chain, digest, value)))


@bad(11)
def another_letter_on_a_page() -> bytes:
    return good().replace(b"/Lang (fa)", b"/Lang (en)", 1)


@bad(11)
def a_signature_of_another_key() -> bytes:
    parts = hostile.parts(good())
    value = hostile.Anyone(hostile.key(7), hostile.office().chain).sign(cms.to_sign(parts.chain[0], parts.digest))
    return hostile.with_gap(good(), cms.build(cms.Parts(parts.chain, parts.digest, value)))


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


JSON = dumps({"a": 1})


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
