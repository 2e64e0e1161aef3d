"""The publisher's keys and signatures, on the publisher's own machine (docs/updates.md): never where setups are built.

python -m installer.publisher keys new NAME     NAME.key.pem (stays here, encrypted) and NAME.pem (into the project)
python -m installer.publisher sign SETUP --key NAME.key.pem
python -m installer.publisher check SETUP
"""

import argparse
import datetime as dt
import getpass
import hashlib
import os
import re
import sys
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.errors import UserError
from app.domain.texts import speak
from app.domain.versions import order
from app.update_note import ENDS, Publisher, Update, Which, built_in, key_file, read, seal
from installer.parts import Stopped

ROOT: Final = Path(__file__).parents[1]
SHORTEST: Final = 20
"""Letters of a passphrase: whoever gets hold of the file guesses as fast as he can."""
LEAST: Final = "0.1.0"
"""From this version on a setup may be installed over another, unless --least says more."""
_NAME = re.compile(r"DidarSetup-(\d+\.\d+\.\d+)\.exe", re.ASCII)
_PEM, _SPKI = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m installer.publisher", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    keys = verbs.add_parser("keys", help="make a pair of keys")
    keys.add_argument("what", choices=["new"])
    keys.add_argument("name", type=Path, help="where to: NAME.key.pem and NAME.pem")
    signs = verbs.add_parser("sign", help="sign a setup; the passphrase is asked for")
    signs.add_argument("setup", type=Path)
    signs.add_argument("--key", type=Path, required=True, help="NAME.key.pem")
    signs.add_argument("--least", default=LEAST, help=f"the least version it may be installed over ({LEAST})")
    checks = verbs.add_parser("check", help="check a setup's signature as the program will")
    checks.add_argument("setup", type=Path)
    told = parser.parse_args(argv)
    speak("en")
    try:
        if told.verb == "keys":
            new_keys(told.name)
        elif told.verb == "sign":
            sign(told.setup, told.key, told.least)
        else:
            check(told.setup)
    except (Stopped, UserError, OSError) as stop:
        print(f"Stopped: {stop}", file=sys.stderr)
        return 1
    return 0


def built_in_keys() -> Publisher:
    """Both keys of the project, for a release. Raises Stopped when one is missing or they are one key."""
    keys = built_in()
    missing = [key_file(which) for which in Which if which not in keys]
    odd = [file.name for file in missing if file.exists()]
    if odd:
        raise Stopped(f"resources/publisher/{odd[0]} is no public key of Ed25519 in PEM (docs/updates.md)")
    if missing:
        names = ", ".join(file.name for file in missing)
        raise Stopped(f"resources/publisher lacks {names}: no copy could check an update (docs/updates.md)")
    if len({fingerprint(key) for key in keys.values()}) < len(keys):
        raise Stopped("resources/publisher has one key twice; the next one must be another (docs/updates.md)")
    return keys


def new_keys(name: Path) -> None:
    """A private key under a passphrase that is typed twice, and its public half."""
    private, public = name.with_name(f"{name.name}.key.pem"), name.with_name(f"{name.name}.pem")
    if private.absolute().is_relative_to(ROOT):
        raise Stopped("private keys are kept outside the project: name another folder")
    for path in (private, public):
        if path.exists():
            raise Stopped(f"{path} is there already; it was not touched")
    words = getpass.getpass(f"Passphrase of the new key, {SHORTEST} letters or more: ")
    if len(words) < SHORTEST:
        raise Stopped(f"the passphrase is shorter than {SHORTEST} letters; nothing was made")
    if getpass.getpass("Once more: ") != words:
        raise Stopped("the two differ; nothing was made")
    key = Ed25519PrivateKey.generate()
    locked = serialization.BestAvailableEncryption(words.encode())
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, locked))
    public.write_bytes(key.public_key().public_bytes(_PEM, _SPKI))
    print(f"{private}: keep it here, with a copy elsewhere.\n{public}: goes into resources/publisher.")
    print(f"Fingerprint: {fingerprint(key.public_key())}")


def sign(setup: Path, key_file: Path, least: str) -> None:
    """SETUP.didarsig beside the setup, by a key that the project has."""
    version = _version(setup)
    inside = {name: _says(setup, name) for name in ("ProductName", "ProductVersion")}
    if inside != {"ProductName": "Didar", "ProductVersion": version}:
        raise Stopped(f"{setup.name}: of itself it says {' '.join(inside.values()) or 'nothing'}, not Didar {version}")
    try:
        if order(least) >= order(version):
            raise Stopped(f"--least {least}: it must be below {version}")
    except ValueError:
        raise Stopped(f"--least {least}: no version") from None
    keys = built_in_keys()
    key = _private(key_file)
    which = next((which for which, known in keys.items() if fingerprint(known) == fingerprint(key.public_key())), None)
    if which is None:
        raise Stopped(f"{key_file}: not one of the keys in resources/publisher, so no copy would take what it signs")
    digest, size = _digest(setup)
    update = Update(version, size, digest, least, dt.datetime.now(dt.UTC).date())
    beside = setup.with_name(setup.name + ENDS)
    beside.write_bytes(seal(update, key))
    print(f"{beside}: version {version}, from {least} on, signed with the {which.value} key.")
    check(setup)


def check(setup: Path) -> None:
    """As the program does it: the signature by a built-in key, then size and digest."""
    beside = setup.with_name(setup.name + ENDS)
    update, which = read(beside.read_bytes(), built_in_keys())
    if (update.sha256, update.size) != _digest(setup) or update.version != _version(setup):
        raise Stopped(f"{setup}: not the setup that was signed")
    print(f"{setup.name}: {update.version} of {update.date}, {update.size} bytes, SHA-256 {update.sha256}")
    print(f"Signed with the {which.value} key; may be installed over {update.least} and later.")


def fingerprint(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(serialization.Encoding.DER, _SPKI)).hexdigest()


def _version(setup: Path) -> str:
    named = _NAME.fullmatch(setup.name)
    if named is None:
        raise Stopped(f"{setup.name}: a setup is called DidarSetup-VERSION.exe")
    return named[1]


def _says(setup: Path, name: str) -> str:
    """What a program says of itself under this name (VERSIONINFO); "" where it says nothing."""
    _, _, after = setup.read_bytes().partition(f"{name}\0".encode("utf-16-le"))
    return after[:256].decode("utf-16-le", "replace").lstrip("\0").partition("\0")[0]


def _digest(setup: Path) -> tuple[str, int]:
    with setup.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), setup.stat().st_size


def _private(path: Path) -> Ed25519PrivateKey:
    words = getpass.getpass(f"Passphrase of {path.name}: ")
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), words.encode())
    except ValueError:
        raise Stopped(f"{path}: the passphrase is not right, or the file is damaged") from None
    except TypeError:
        raise Stopped(f"{path}: it lies there without a passphrase; make new keys and never use these") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise Stopped(f"{path}: not an Ed25519 key")
    return key


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
