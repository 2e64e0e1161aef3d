"""Who may do what: one table. It is enforced by the program, not by mathematics (docs/key-file.md)."""

from enum import Enum, auto

from app.domain.codes import Role


class Right(Enum):
    READ = auto()
    """See the day's list, visitors and issues."""
    REGISTER = auto()
    """Book in visitors, run the queue, correct what was written."""
    RULE = auto()
    """Write down the head's rulings."""
    FOLLOW_UP = auto()
    """Outcomes and notices."""
    ATTACH = auto()
    """Keep scans with an issue: the head's handwriting, a petition, a unit's answer."""
    IMPORT = auto()
    """Take a register into the store."""
    PREPARE_REPORT = auto()
    """Make a draft of the quarter's report."""
    SIGN_REPORT = auto()
    """Sign the quarter's report."""
    ADMINISTER = auto()
    """Agency, schedule, users, backup."""
    BACKUP = auto()
    CONFIDENTIAL = auto()
    """Read the words of an issue that only the head may know."""


TABLE: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset({Right.READ, Right.ADMINISTER, Right.BACKUP, Right.IMPORT}),
    Role.HEAD: frozenset(
        {Right.READ, Right.RULE, Right.ATTACH, Right.PREPARE_REPORT, Right.SIGN_REPORT, Right.CONFIDENTIAL}
    ),
    Role.SECRETARY: frozenset(
        {
            Right.READ,
            Right.REGISTER,
            Right.RULE,
            Right.FOLLOW_UP,
            Right.ATTACH,
            Right.IMPORT,
            Right.PREPARE_REPORT,
            Right.BACKUP,
        }
    ),
    Role.FOLLOW_UP: frozenset({Right.READ, Right.FOLLOW_UP, Right.ATTACH}),
    Role.READER: frozenset({Right.READ}),
}

FIRST_USER = (Role.ADMINISTRATOR, Role.HEAD, Role.SECRETARY, Role.FOLLOW_UP)
"""What the first user is until others are added: all but reader."""


def role_for(right: Right, roles: tuple[Role, ...]) -> Role | None:
    """The first of the user's roles that gives the right: it is what the audit trail writes down."""
    return next((role for role in roles if right in TABLE[role]), None)
