"""A report file that fails a rule of docs/report-format.md: inside `verify` only; people get a Verdict."""


class BrokenError(Exception):
    """Rule `rule` of docs/report-format.md does not hold.

    detail: for developers, English, never a value out of the file. more: a msgid, where the rule's sentence needs one
    beside it.
    """

    def __init__(self, rule: int, detail: str, more: str | None = None) -> None:
        super().__init__(f"rule {rule}: {detail}")
        self.rule = rule
        self.detail = detail
        self.more = more


class TooLargeError(BrokenError):
    """More than is looked at."""
