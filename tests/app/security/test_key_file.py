import base64
import hashlib
import hmac
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.errors import Refused, Unavailable
from app.security import keys
from app.security.keys import KeyFile
from tests.app.security.conftest import AGENCY, CHEAP, OTHER, PASSPHRASE

KEPT = Path(__file__).parent / "kept"
KEPT_CODE = "510444-035959-180158-253275-138578-676797-677270-199760"
KEPT_STORE_KEY = "8f1d5eabb18664b73580d299c650d4aeda45f0e193100db22f399dab88e80115"
KEPT_SK = "5985f164f08d4eb0b49f76a0542d98a0bfe45dd48628c85f7e201627b9b78a41"


@pytest.fixture
def kept(tmp_path):
    shutil.copy(KEPT / "keys-1.json", tmp_path / "keys.json")
    return tmp_path


# what was written once is read


def test_the_key_file_of_the_first_version_opens(kept):
    key_file = KeyFile.read(kept)
    assert (key_file.agency, key_file.logins, key_file.generation) == (AGENCY, ("zahra", "bahrami"), 2)
    first, second, recovered = key_file.unlock(PASSPHRASE), key_file.unlock(OTHER), key_file.recover(KEPT_CODE)
    assert {each.store_key() for each in (first, second, recovered)} == {KEPT_STORE_KEY}
    assert first.sk is not None
    assert first.sk.hex() == KEPT_SK
    assert (first.login, second.login, recovered.login) == ("zahra", "bahrami", None)


def test_docs_key_file_is_enough_to_open_it_without_didar():
    """The recipe of docs/key-file.md, with nothing of ours."""

    def canonical(value):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def hkdf(key, info, salt=b""):
        return HKDF(hashes.SHA256(), 32, salt, info).derive(key)

    file = json.loads((KEPT / "keys-1.json").read_bytes())
    slot = file["slots"][0]
    cost = slot["kdf"]
    argon2id = Argon2id(
        salt=base64.b64decode(cost["salt"]), length=32, iterations=cost["t"], lanes=cost["p"], memory_cost=cost["m"]
    )
    kek = argon2id.derive("چهار واژه دور از هم".encode())
    bound = {"format": "didar-keys/1", "store": file["store"], "id": slot["id"], "kind": slot["kind"], "kdf": cost}
    nonce, box = base64.b64decode(slot["nonce"]), base64.b64decode(slot["box"])
    payload = AESGCM(kek).decrypt(nonce, box, canonical(bound))
    mk, sk = payload[:32], payload[32:]
    assert (hkdf(mk, b"store").hex(), sk.hex()) == (KEPT_STORE_KEY, KEPT_SK)
    mac = base64.b64decode(file.pop("mac"))
    assert mac == hmac.digest(hkdf(mk, b"didar-keyfile"), canonical(file), hashlib.sha256)

    secret = b"".join((int(group) // 11).to_bytes(2, "big") for group in KEPT_CODE.split("-"))
    slot = next(slot for slot in file["slots"] if slot["kind"] == "recovery")
    kek = hkdf(secret, b"didar-recovery", base64.b64decode(slot["kdf"]["salt"]))
    bound |= {"id": slot["id"], "kind": "recovery", "kdf": slot["kdf"]}
    assert AESGCM(kek).decrypt(base64.b64decode(slot["nonce"]), base64.b64decode(slot["box"]), canonical(bound)) == mk


# opening


def test_the_passphrase_opens_the_store_and_the_signing_secret(ring):
    opened = ring.file.unlock(PASSPHRASE, "zahra")
    assert opened.store_key() == ring.unlocked.store_key()
    assert len(bytes.fromhex(opened.store_key())) == 32
    assert opened.sk == ring.unlocked.sk is not None
    assert opened.login == "zahra"


def test_the_same_passphrase_in_another_layouts_letters_opens(ring):
    assert ring.file.unlock("  چهار واژهٔ دور از هم ".replace("ی", "ي")).login == "zahra"


@pytest.mark.parametrize("login", [None, "zahra"])
def test_a_wrong_passphrase_is_refused_at_its_field(ring, login):
    with pytest.raises(Refused) as refused:
        ring.file.unlock("چهار واژه دور از ما", login)
    assert (refused.value.reason, refused.value.field) == ("گذرواژه درست نیست.", "passphrase")


def test_with_a_login_only_that_users_slot_is_tried(ring):
    keys.add_slot(ring.folder, ring.unlocked, "bahrami", OTHER, kdf=CHEAP)
    assert ring.file.unlock(OTHER).login == "bahrami"
    with pytest.raises(Refused, match="گذرواژه درست نیست"):
        ring.file.unlock(PASSPHRASE, "bahrami")
    with pytest.raises(Refused, match="گذرواژه درست نیست"):
        ring.file.unlock(PASSPHRASE, "nobody")


def test_the_recovery_code_opens_the_store_but_not_the_signing_secret(ring):
    recovered = ring.file.recover(ring.code)
    assert recovered.store_key() == ring.unlocked.store_key()
    assert recovered.sk is None


def test_another_stores_recovery_code_is_refused(ring):
    with pytest.raises(Refused) as refused:
        ring.file.recover(KEPT_CODE)
    assert refused.value.field == "recovery_code"


def test_a_missing_key_file_is_said(tmp_path):
    assert not keys.exists(tmp_path)
    with pytest.raises(Unavailable, match=r"keys\.json\.1"):
        KeyFile.read(tmp_path)


# tampering: what someone without the main key changes shows at the next sign-in


def edited(ring, edit):
    value = json.loads(ring.path.read_bytes())
    edit(value)
    ring.path.write_text(json.dumps(value), encoding="utf-8")
    return ring.file


def flipped(text):
    data = bytearray(base64.b64decode(text))
    data[0] ^= 1
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda file: file.update(agency="شهرداری دیگر"), id="agency"),
        pytest.param(lambda file: file.update(generation=9), id="generation"),
        pytest.param(lambda file: file.update(mac=flipped(file["mac"])), id="mac"),
        pytest.param(lambda file: file["slots"].pop(1), id="a slot dropped"),
        pytest.param(lambda file: file["slots"].reverse(), id="slots exchanged"),
        pytest.param(lambda file: file["slots"][0].update(login="head"), id="login"),
        pytest.param(lambda file: file["slots"][1].update(box=flipped(file["slots"][1]["box"])), id="another's box"),
        pytest.param(
            lambda file: file["slots"].append(file["slots"][0] | {"id": "00" * 16, "login": "planted"}), id="planted"
        ),
    ],
)
def test_an_edited_file_is_refused_after_the_right_passphrase(ring, edit):
    with pytest.raises(Refused, match="بیرون از دیدار"):
        edited(ring, edit).unlock(PASSPHRASE, None)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda file: file["slots"][0].update(box=flipped(file["slots"][0]["box"])), id="box"),
        pytest.param(lambda file: file["slots"][0].update(nonce=flipped(file["slots"][0]["nonce"])), id="nonce"),
        pytest.param(lambda file: file["slots"][0].update(id="00" * 16), id="slot id"),
        pytest.param(lambda file: file["slots"][0]["kdf"].update(t=3), id="passes"),
        pytest.param(
            lambda file: file["slots"][0]["kdf"].update(salt=flipped(file["slots"][0]["kdf"]["salt"])), id="salt"
        ),
        pytest.param(lambda file: file.update(store="00" * 16), id="store"),
    ],
)
def test_an_edited_slot_opens_no_more(ring, edit):
    with pytest.raises(Refused, match="گذرواژه درست نیست"):
        edited(ring, edit).unlock(PASSPHRASE)


def test_a_slot_moved_from_another_stores_file_does_not_open(ring, kept):
    foreign = json.loads((kept / "keys.json").read_bytes())["slots"][1]
    with pytest.raises(Refused, match="گذرواژه درست نیست"):
        edited(ring, lambda file: file["slots"].append(foreign)).unlock(OTHER)


def test_a_payload_of_another_length_is_damage(ring):
    slot, kek = ring.file.slot_of("zahra"), ring.unlocked._kek
    box = AESGCM(bytes(kek)).encrypt(slot.nonce, b"short", slot.bound_to(ring.file.store_id))
    with pytest.raises(Refused, match="خراب"):
        edited(ring, lambda file: file["slots"][0].update(box=base64.b64encode(box).decode())).unlock(PASSPHRASE)


def test_changes_start_from_a_file_that_holds(ring):
    edited(ring, lambda file: file.update(generation=9))
    before = ring.path.read_bytes()
    with pytest.raises(Refused, match="بیرون از دیدار"):
        keys.set_recovery(ring.folder, ring.unlocked)
    assert ring.path.read_bytes() == before
