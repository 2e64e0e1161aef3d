"""What the report's tests share."""

from collections.abc import Iterator

import pytest

from app.domain import texts


@pytest.fixture
def english() -> Iterator[None]:
    """Sentences in English, for tests that look at words; then the language that was spoken before."""
    before = texts.language()
    texts.speak("en")
    yield
    texts.speak(before)
