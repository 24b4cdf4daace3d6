"""When the jobs of the site have run."""

from django.db import models
from django.db.models import Max, Min, Q
from django.utils.translation import gettext_lazy as _


class JobRunQuerySet(models.QuerySet):
    def by_job(self):
        """Of each job its name, when it was started `first` and when it was `last_done`."""
        is_done = Q(result=JobRun.Result.DONE)
        known = {"first": Min("started_at"), "last_done": Max("ended_at", filter=is_done)}
        return self.order_by().values("job").annotate(**known)


class JobRun(models.Model):
    """
    One run of a job, by a timer or by hand; `job` is the name of its command.

    A run that was killed cannot say so: it counts as broken off when the next one begins.
    """

    class Result(models.TextChoices):
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        BROKEN_OFF = "broken_off", _("broken off")

    job = models.CharField(_("job"), max_length=50, editable=False)
    started_at = models.DateTimeField(_("started at"), editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    result = models.CharField(
        _("result"), max_length=10, choices=Result, default=Result.RUNNING, editable=False
    )
    message = models.TextField(_("message"), blank=True, editable=False)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["job", "started_at"], name="runs_of_job")]
        constraints = [
            models.CheckConstraint(
                name="job_run_result_is_known",
                condition=Q(result__in=["running", "done", "failed", "broken_off"]),
            ),
            models.CheckConstraint(
                name="job_run_ends_with_a_result",
                condition=Q(result__in=["running", "broken_off"], ended_at=None)
                | Q(result__in=["done", "failed"], ended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.job} {self.started_at:%Y-%m-%d %H:%M}"
