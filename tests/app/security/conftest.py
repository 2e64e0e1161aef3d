"""A key file of the tests' own, made once; tests take copies of it."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from app.security import keys
from app.security.keys import Kdf, KeyFile, Unlocked

CHEAP = Kdf(m=32 * 1024, t=2, p=1)
PASSPHRASE = "چهار واژهٔ دور از هم"
OTHER = "کلید دوم این دفتر است"
AGENCY = "شهرداری نخلستان"


class Keyring(NamedTuple):
    """A folder with a key file, what its first user unlocked, and its recovery code."""

    folder: Path
    unlocked: Unlocked
    code: str

    @property
    def file(self) -> KeyFile:
        return KeyFile.read(self.folder)

    @property
    def path(self) -> Path:
        return self.folder / "keys.json"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    folder = tmp_path_factory.mktemp("keys") / "home"
    unlocked, code = keys.create(folder, agency=AGENCY, login="zahra", passphrase=PASSPHRASE, kdf=CHEAP)
    return Keyring(folder, unlocked, code)


@pytest.fixture
def ring(made: Keyring, tmp_path: Path) -> Keyring:
    folder = tmp_path / "home"
    shutil.copytree(made.folder, folder)
    return Keyring(folder, made.file.unlock(PASSPHRASE), made.code)
