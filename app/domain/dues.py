"""The due dates that a ruling usually has (charter, art. 20: in a set and proportionate time)."""

from typing import Final

from app.domain.texts import N_

DUES: Final = (
    (N_("3 days"), 3),
    (N_("one week"), 7),
    (N_("10 days"), 10),
    (N_("15 days"), 15),
    (N_("one month"), 30),
    (N_("no due date"), None),
)
"""What the ruling strip and the ruling sheet offer, in this order: words, and days from today."""
