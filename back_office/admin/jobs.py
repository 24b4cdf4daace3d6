"""When the jobs of the site have run, and what came of each run."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from operations.models import JobRun
from operations.plan import JOBS
from reporting.admin.reading import ReadOnlyAdmin


@admin.register(JobRun)
class JobRunAdmin(ReadOnlyAdmin):
    list_display = ["job", "title", "started_at", "ended_at", "result", "message"]
    list_filter = ["result", "job"]
    list_per_page = 50
    date_hierarchy = "started_at"
    fields = ["job", "title", "started_at", "ended_at", "result", "message"]

    @admin.display(description=_("what it does"))
    def title(self, run):
        return JOBS[run.job].title if run.job in JOBS else ""
