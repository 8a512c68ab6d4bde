"""The base of expected failures. Each action has a subclass beside it, named UnableTo….

Interfaces turn them into form errors, 400 (a field is named) or 409.
"""


class ApplicationError(Exception):
    """`str(error)` is a translated text for the user; `field` names the wrong input, "" when it is none.

    `code` is for programs: where a roster import has an issue for the same input, it is the issue's.
    """

    def __init__(self, message: str, *, field: str = "", code: str = "invalid") -> None:
        super().__init__(message)
        self.field, self.code = field, code
