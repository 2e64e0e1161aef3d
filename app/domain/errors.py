"""What Didar says when it cannot do what was asked. Anything else that is raised is a bug."""


class UserError(Exception):
    """The user can do something about it.

    reason: one sentence in the user's language: what happened and what to do now.
    field: the register's key of the field that is at fault (contracts), or None.
    """

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class Refused(UserError):
    """A rule of the office, or input that breaks one. Screens say it beside the field."""


class Unavailable(UserError):
    """Something outside is missing: disk full, store locked, file not readable. Screens offer to try again."""
