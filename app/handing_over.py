"""Letters handed over in person (تحویل حضوری): to who has no address, or comes for his letter.

Such a letter counts as one that tells the result (circular, c6 to c8: by SMS, letter or call), as a posted one does: in
place of the post's number stands who took it, the applicant or whom he sent, and on which day.
"""

import datetime as dt
import re

from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.letters import Posted, _check_unsent, _letter, _told_by, _with
from app.office import Office
from app.security.rights import Right


def handed_over(office: Office, letter_id: int, on: dt.date, to: str) -> Posted:
    """Somebody took this letter. Undone by `letters.take_back_posted`."""
    name = normalise(refuse_nul(to, "handed_to"))
    if not name:
        raise Refused(_("Enter the name of who took the letter."), "handed_to")
    if re.search(r"\d", name):  # a scanner's number in the wrong field would be a false proof
        raise Refused(_("A name has no digits. Enter the name of who took the letter."), "handed_to")
    with office.work("handing_over.handed_over", Right.FOLLOW_UP) as session:
        row = _letter(session, letter_id)
        _check_unsent(office, row, on, "handed_to")
        for one in _with(session, row):
            one.posted_on, one.handed_to = on, name
        return Posted(row.id, _told_by(session, office, row, on))
