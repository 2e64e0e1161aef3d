"""Whether a file bears the Authenticode signature of who it should be from: osslsigncode says, with our roots alone."""

import hashlib
import re
import shutil
import subprocess
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from typing import Self

from asn1crypto import cms, pem, x509

from installer import tools
from installer.parts import HERE, Stopped

ROOTS = HERE / "roots"
FOUNDATION = "Python Software Foundation"
MICROSOFT = "Microsoft Corporation"


class Verifier:
    """Use as a context: the pinned roots lie in one file meanwhile."""

    def __init__(self, command: str | None = None, roots: Path = ROOTS) -> None:
        self.command = command or shutil.which("osslsigncode") or ""
        if not self.command:
            raise Stopped("osslsigncode is missing: apt-get install osslsigncode")
        self._roots = pinned_roots(roots)

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name) / "roots.pem"
        self._file.write_bytes(self._roots)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def check(self, path: Path, organisation: str) -> None:
        """Stop unless every signature is whole and ends at our roots, and who signed first is of that organisation."""
        hold(self.command, path, self._file)
        if (signer := self._signer(path)) != organisation:
            raise Stopped(f"{path.name}: it is signed by {signer}, not by {organisation}")

    def _signer(self, path: Path) -> str:
        """The organisation in the certificate of the primary signature, read from the signature itself."""
        signed = cms.ContentInfo.load(path.read_bytes() if path.suffix == ".cat" else self._signature(path))["content"]
        number = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
        # of two that claim one number, osslsigncode may have followed the other
        matching = [choice.chosen for choice in signed["certificates"] if choice.chosen.serial_number == number]
        if len(matching) != 1:
            return "nobody who shows one certificate of that number"
        return str(matching[0].subject.native.get("organization_name"))

    def _signature(self, path: Path) -> bytes:
        signature = Path(self._folder.name) / "signature.pem"
        signature.unlink(missing_ok=True)
        self._run("extract-signature", "-pem", "-in", str(path), "-out", str(signature))
        return bytes(pem.unarmor(signature.read_bytes())[2])

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return tools.said(self.command, *words)


def hold(command: str, path: Path, roots: Path) -> None:
    """Stop unless every signature of the file is whole and ends at one of these roots."""
    where = ("-CAfile", str(roots), "-TSA-CAfile", str(roots))
    told = tools.said(command, "verify", *_offline(command), *where, "-in", str(path))
    if told.returncode or not _all_hold(told.stdout):
        raise Stopped(f"{path.name}: its signature does not hold: {_reason(told.stdout)}")


@cache
def _offline(command: str) -> tuple[str, ...]:
    """osslsigncode 2.9 would fetch revocation lists unless told not to; 2.5 neither does nor knows the word."""
    told = subprocess.run((command, "verify", "--help"), capture_output=True, text=True, check=False)
    return ("-ignore-crl",) if "-ignore-crl" in told.stdout + told.stderr else ()


def _all_hold(told: str) -> bool:
    """osslsigncode ends well when one of several signatures holds, and prints texts of the signed file between its own.

    So each signature's own part has to say that it holds, and none that it fails.
    """
    _, *parts = re.split(r"^Signature Index: ", told, flags=re.MULTILINE)
    said = [re.findall(r"^Signature verification: (\w+)", part, re.MULTILINE) for part in parts]
    return bool(said) and all("ok" in words and "failed" not in words for words in said)


def _reason(told: str) -> str:
    """The line of osslsigncode's that says why."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "No signature" in line or "MISMATCH" in line]
    return (telling or lines or ["no word of osslsigncode"])[0]


def pinned_roots(folder: Path = ROOTS) -> bytes:
    """All roots in one PEM, after their fingerprints were computed anew."""
    text = b""
    for root in tomllib.loads((folder / "roots.toml").read_text(encoding="utf-8"))["root"]:
        data = (folder / root["file"]).read_bytes()
        _, _, der = pem.unarmor(data)
        name = x509.Certificate.load(der).subject.native["common_name"]
        if hashlib.sha256(der).hexdigest() != root["sha256"] or name != root["name"]:
            raise Stopped(f"{root['file']}: it is not the root that roots.toml names")
        text += data
    return text
