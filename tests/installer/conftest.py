"""The runtime as it was fetched, for tests of its proof: they are skipped where nobody has fetched it yet."""

import shutil

import pytest

from installer import keep, runtime
from installer.__main__ import BUILD
from installer.parts import pins


@pytest.fixture(scope="session")
def cache():
    if not all((BUILD / "cache" / part.file).exists() for part in pins().sdists):
        pytest.skip("the runtime is not fetched: installer/build fetches it")
    return BUILD / "cache"


@pytest.fixture(scope="session")
def osslsigncode():
    return shutil.which("osslsigncode") or pytest.skip("osslsigncode is not installed")


@pytest.fixture(scope="session")
def fetched(tmp_path_factory, cache):
    """The runtime, laid out and pruned; tests copy it before they touch it."""
    raw = runtime.of_pins(tmp_path_factory.mktemp("runtime"), cache, pins())
    runtime.prune(raw, keep.read().library)
    return raw
