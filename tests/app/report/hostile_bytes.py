"""Bad bytes and bad signatures: rules 2 to 11."""

from app.report import cms
from app.report.objects import Name, Real, Ref, Stream, deflated, object_written
from tests.app.report import hostile
from tests.app.report.hostile import Raw, Rebuilt, good, resigned
from tests.app.report.hostile_files import bad, rebuilt

# bytes


@bad(2)
def no_line_end_behind_the_end() -> bytes:
    return good()[:-1]


@bad(2)
def something_before_the_header() -> bytes:
    return b"\n" + good()


@bad(2)
def another_version() -> bytes:
    return resigned(good().replace(b"%PDF-1.7", b"%PDF-1.4"))


@bad(2)
def a_line_end_too_many() -> bytes:
    return good() + b"\n"


@bad(2)
def a_second_end_in_a_string() -> bytes:
    return rebuilt(lambda file: file.root.update(Lang=b"fa %%EOF"))


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
