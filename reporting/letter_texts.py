"""The subject and the body of each kind of letter; `letters.py` fills them in."""

from django.utils.translation import gettext_lazy

from reporting.models import OutboxMail

Kind = OutboxMail.Kind

SUBJECTS = {
    Kind.ROUND_OPENED: gettext_lazy("Progress report asked for: %(round)s"),
    Kind.REMINDER: gettext_lazy("Reminder: the progress report on %(code)s"),
    Kind.ASKED: gettext_lazy("The coordinator asks: the progress report on %(code)s"),
    Kind.SUBMITTED: gettext_lazy("For approval: the progress report on %(code)s"),
    Kind.WITHDRAWN: gettext_lazy("Taken back: the progress report on %(code)s"),
    Kind.WAITING: gettext_lazy("Waits for approval: the progress report on %(code)s"),
    Kind.RETURNED: gettext_lazy("Returned: the progress report on %(code)s"),
    Kind.APPROVED: gettext_lazy("Approved: the progress report on %(code)s"),
    Kind.ASSIGNED: gettext_lazy("You report on %(code)s"),
    Kind.CORRECTION: gettext_lazy("Corrected: the progress report on %(code)s"),
    Kind.EXCEPTION: gettext_lazy("More time for the progress report on %(code)s"),
    Kind.ROUND_SUMMARY: gettext_lazy("The round “%(round)s” has closed"),
}
BODIES = {
    Kind.ROUND_OPENED: gettext_lazy(
        "The round “%(round)s” has opened. Please report on %(action)s by %(due)s."
    ),
    Kind.REMINDER: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” is still open: %(when)s "
        "(%(due)s)."
    ),
    Kind.ASKED: gettext_lazy(
        "The coordinator asks for the progress report on %(action)s in the round “%(round)s”. It "
        "was asked for by %(due)s."
    ),
    Kind.SUBMITTED: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has been sent for approval."
    ),
    Kind.WITHDRAWN: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has been taken back to be "
        "mended. You need not look at it now."
    ),
    Kind.WAITING: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has waited for approval for "
        "%(days)s days."
    ),
    Kind.RETURNED: gettext_lazy(
        "Your progress report on %(action)s in the round “%(round)s” has been returned with this "
        "comment:\n\n%(comment)s\n\nPlease mend it and send it again by %(until)s."
    ),
    Kind.APPROVED: gettext_lazy(
        "The progress report on %(action)s in the round “%(round)s” has been approved and is "
        "public now."
    ),
    Kind.ASSIGNED: gettext_lazy(
        "You have been named to report on %(action)s in the round “%(round)s”. Please report by "
        "%(due)s."
    ),
    Kind.CORRECTION: gettext_lazy(
        "The approved progress report on %(action)s in the round “%(round)s” has been corrected. "
        "The correction is public."
    ),
    Kind.EXCEPTION: gettext_lazy(
        "You may edit the progress report on %(action)s in the round “%(round)s” until %(until)s."
    ),
    Kind.ROUND_SUMMARY: gettext_lazy("The round “%(round)s” has closed.\n\n%(summary)s"),
}
