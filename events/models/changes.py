"""What visitors had been told of an event that is no longer so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import TELLING, TOLD, Event


class EventChangeQuerySet(models.QuerySet):
    def record(self, event, before, saved):
        """Keep what the saved fields have made untrue of a published event, a row for each kind."""
        # What was just assigned may still be text.
        real = {name: Event._meta.get_field(name).to_python for name in TOLD if name in saved}
        now = before | {name: value(getattr(event, name)) for name, value in real.items()}
        for kind, fields in TELLING.items():
            old = {name: _plain(name, before[name]) for name in fields}
            new = {name: _plain(name, now[name]) for name in fields}
            if old != new:
                self.create(event=event, kind=kind, before=old, after=new)


def _plain(name, value):
    return value.isoformat(timespec="minutes") if name.endswith("_time") and value else value or ""


class EventChange(models.Model):
    """That visitors had been told another time, place or status of an event."""

    class Kind(models.TextChoices):
        TIME = "time", _("time")
        PLACE = "place", _("place")
        STATUS = "status", _("status")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="changes", verbose_name=_("event")
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))

    objects = EventChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an event")
        verbose_name_plural = _("changes of an event")
        ordering = ["-changed_at", "-id"]

    def __str__(self):
        return f"{self.event}: {self.get_kind_display()}"
