"""Why a move was not made: each refusal is a sentence for the person who tried."""

from django.utils.translation import gettext as _


class Refusal(Exception):
    """A move that was not made; nothing has changed. `str()` is for the person."""


class NotAllowed(Refusal):
    """The state, the time or the role does not allow the move."""


class Conflict(Refusal):
    """Somebody has changed the report since it was opened. `report` is as it stands now."""

    def __init__(self, report):
        self.report = report
        super().__init__(
            _(
                "The report has been changed since you opened it. Nothing of yours was saved over it."
            )
        )


class Incomplete(Refusal):
    """Something is missing or cannot be. `problems` says what, field by field."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(str(problem.message) for problem in problems))


class UnseenWarnings(Refusal):
    """There are warnings that nobody has said to have seen. `problems` are they."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(_("Look at the warnings and say that you have seen them."))
