"""An expected failure of an action: a sentence for the person, and the field it is about, where there is one.

Each action has its own subclass beside it. Doors turn them into form errors, 400 (a field is named) or 409.
"""


class ApplicationError(Exception):
    """`str(refusal)` is the translated sentence; `field` the input it is about, "" when it is the state of things."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
