"""The signature's own bytes (docs/report-format.md, rules 8 to 11)."""

import hashlib
import subprocess

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from hypothesis import given, settings
from hypothesis import strategies as st

from app.report import cms
from app.report.broken import BrokenError
from tests.app.report import hostile

CHAIN = (cms.der(hostile.office().chain[0]),)
SIGNED = b"what is signed"


def der():
    return hostile.signature(SIGNED)


def hexed(data, room=2048):
    return data.hex().upper().encode().ljust(room, b"0")


def test_what_was_built_is_parsed_into_its_parts_again():
    parts = cms.parse(hexed(der()))
    assert parts.chain == CHAIN
    assert parts.digest == hashlib.sha256(SIGNED).digest()
    cms.check(parts, SIGNED)


def test_openssl_takes_the_signature_for_right(tmp_path):
    for name, content in (("sig", der()), ("data", SIGNED), ("pem", hostile.office().certificate_pem())):
        (tmp_path / name).write_bytes(content)
    told = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "sig", "-content", "data", "-noverify"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr


def test_the_signed_attributes_are_three_and_there_is_no_signing_time():
    from asn1crypto import cms as asn1

    info = asn1.ContentInfo.load(der())["content"]["signer_infos"][0]
    kinds = {attribute["type"].native for attribute in info["signed_attrs"]}
    assert kinds == {"content_type", "message_digest", "signing_certificate_v2"}
    assert info["unsigned_attrs"].native is None


@given(st.integers(1, cms.ORDERS["secp256r1"] - 1))
def test_of_the_two_values_of_s_the_smaller_is_kept(s):
    order = cms.ORDERS["secp256r1"]
    made = cms.low_s(utils.encode_dss_signature(5, s), hostile.key().public_key())
    assert utils.decode_dss_signature(made) == (5, min(s, order - s))


def test_signing_a_hundred_times_never_gives_the_larger_s():
    for number in range(100):
        _r, s = utils.decode_dss_signature(hostile.office().sign(b"%d" % number))
        assert s <= cms.ORDERS["secp256r1"] // 2


@pytest.mark.parametrize(
    ("gap", "rule"),
    [
        (b"", 8), (b"3", 8), (b"30", 8), (b"3080" + b"00" * 40, 8), (b"3081" + b"05" + b"00" * 40, 8), (b"30 8", 8),
        (b"30820004" + b"00" * 40, 8), (b"3082FFFF" + b"00" * 40, 8), (b"308180" + b"00" * 200, 9), (b"30" * 70_000, 8),
    ],
)  # fmt: skip
def test_what_is_no_signature_is_refused(gap, rule):
    with pytest.raises(BrokenError) as refused:
        cms.parse(gap)
    assert refused.value.rule == rule


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=6), st.integers(0, 6))
def test_no_change_makes_the_parser_fail_in_another_way_than_its_own(at, piece, cut):
    data = der()
    at %= len(data)
    changed = data[:at] + piece + data[at + cut :]
    if changed == data:
        return
    with pytest.raises(BrokenError) as refused:
        cms.check(cms.parse(hexed(changed, 4096)), SIGNED)
    assert refused.value.rule in {8, 9, 10, 11}


def test_pss_is_taken_from_others_and_only_with_its_one_set_of_parameters():
    key = hostile.rsa_key(2048)
    certificate = cms.der(hostile.certificate(hostile.name("کسی"), private=key))
    digest = hashlib.sha256(SIGNED).digest()
    message = cms.to_sign(certificate, digest)
    for salt, holds in ((32, True), (20, False)):
        value = key.sign(message, padding.PSS(padding.MGF1(hashes.SHA256()), salt), hashes.SHA256())
        parts = cms.parse(hexed(cms.build(cms.Parts((certificate,), digest, value, pss=True)), 4096))
        if holds:
            cms.check(parts, SIGNED)
        else:
            with pytest.raises(BrokenError):
                cms.check(parts, SIGNED)


def test_other_curves_are_refused():
    key = ec.derive_private_key(10**40, ec.SECP256K1())
    certificate = cms.der(hostile.certificate(private=key))
    value = key.sign(b"", ec.ECDSA(hashes.SHA256()))
    with pytest.raises(BrokenError) as refused:
        cms.parse(hexed(cms.build(cms.Parts((certificate,), bytes(32), value))))
    assert refused.value.rule == 10


def test_the_room_of_the_gap_holds_every_signature_of_its_key():
    for key in (hostile.key(), ec.derive_private_key(10**40, ec.SECP384R1()), hostile.rsa_key(2048)):
        chain = (cms.der(hostile.certificate(hostile.name("کسی"), private=key)),)
        largest = 2 * (key.curve.key_size // 8 + 1) + 8 if hasattr(key, "curve") else 256
        assert len(cms.build(cms.Parts(chain, bytes(32), bytes(largest)))) <= cms.longest(chain)
        assert cms.longest(chain) % 512 == 0
