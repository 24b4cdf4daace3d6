"""What is done with several reports of the board at once."""

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.forms.review import person_field, reason_field
from reporting.models import ActionReport
from reporting.previews import recipients_of, remind, remindable
from reporting.transitions import TRANSITIONS, each

TICK = re.compile(r"(\d{1,9})-(\d{1,9})")


class BoardForm(forms.Form):
    """Something that is done from the board; `carry_out` gives (went well, sentence) for each."""

    # One button may be pressed while the fields of another are empty.
    use_required_attribute = False

    def __init__(self, data=None):
        super().__init__(data, auto_id=f"id_{type(self).__name__}_%s")

    def carry_out(self, actor):
        """Do it."""
        raise NotImplementedError


class BulkForm(BoardForm):
    """The same move of several reports, each in the version in which it was ticked."""

    move = ""

    @property
    def ticks(self):
        """What was ticked, to be ticked again when it was not done."""
        return self.data.getlist("report")

    def clean(self):
        """The reports that are ticked; what is no tick of ours is passed over."""
        self.reports = ticked(self.data)
        if not self.reports:
            raise forms.ValidationError(_("Tick the reports that you mean."))

    def carry_out(self, actor):
        """Make the move of each by itself, and say what came of each."""
        done = TRANSITIONS[self.move].label
        for report, refusal in each(self.reports, self.move, actor, **self.cleaned_data):
            yield refusal is None, f"{report.action.code}: {refusal or done}"


class BulkWaiveForm(BulkForm):
    """Several actions are not reported in a round."""

    reason = reason_field()

    move = "waive"


class BulkReassignForm(BulkForm):
    """Several reports get another reporter."""

    person = person_field()

    move = "reassign"


class RemindForm(BoardForm):
    """Reminders to those who owe reports: of a whole round, or of the reports that are ticked."""

    def __init__(self, data, round=None):
        super().__init__(data)
        pks = [report.pk for report in ticked(data)] if round is None else []
        chosen = ActionReport.objects.filter(pk__in=pks) if round is None else round.reports.all()
        self.now = timezone.now()
        self.reports = remindable(chosen, self.now)
        self.left_out = chosen.count() - self.reports.count()

    def recipients(self):
        """Who would get what; nothing is written."""
        return recipients_of(self.reports.order_by("action__sort_key"), self.now)

    def carry_out(self, actor):
        """Write the letters to the people that are ticked."""
        emails, again = self.data.getlist("person"), self.data.getlist("again")
        count = remind(self.reports, set(emails), set(again), self.now)
        written = ngettext(
            "%(count)s reminder will leave with the next mail.",
            "%(count)s reminders will leave with the next mail.",
            count,
        )
        nobody = _("Nobody was ticked. No reminder has been written.")
        yield bool(count), written % {"count": count} if count else nobody


def ticked(data):
    """The reports that are ticked, or all that are shown, as they were seen."""
    name = "shown" if data.get("scope") == "shown" else "report"
    found = [match for tick in data.getlist(name) if (match := TICK.fullmatch(tick))]
    versions = {int(match[1]): int(match[2]) for match in found}
    reports = ActionReport.objects.filter(pk__in=versions).select_related("round", "action")
    for report in (reports := list(reports.order_by("action__sort_key"))):
        report.version = versions[report.pk]
    return reports
