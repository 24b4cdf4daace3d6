"""Corrections of approved reports as an Atom feed (RFC 4287)."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from programme.feeds import PublicFeed, of_home_city
from reporting.history import lined, public_corrections
from reporting.told import in_language


class CorrectionFeed(PublicFeed):
    """What had been approved and was not so, the latest first."""

    def title(self):
        return of_home_city(_("Corrections of progress reports"))

    def link(self):
        return reverse("reporting:correction_list")

    def items(self):
        return lined(public_corrections()[:50])

    def item_title(self, correction):
        told = correction.revision.snapshot
        title = f"{told['action']['code']} {in_language(told['action']['title'])}"
        is_example = told["round"]["is_example"]
        return _("Example: %(title)s") % {"title": title} if is_example else title

    def item_description(self, correction):
        """HTML, as Django declares it to be."""
        reason = capfirst(correction.get_category_display())
        lines = format_html_join("", "<p>{}: {} → {}</p>", map(_cells, correction.lines))
        return format_html(
            "{}<p>{}</p>", lines, ". ".join(filter(None, [reason, correction.reason]))
        )

    def item_link(self, correction):
        return f"{correction.report.get_absolute_url()}#revision-{correction.revision.number}"

    def item_updateddate(self, correction):
        return correction.revision.made_at

    def item_guid(self, correction):
        return f"correction/{correction.pk}"


def _cells(change):
    thing = f"{change.thing}, {change.part}" if change.part else change.thing
    return thing, change.old, change.new
