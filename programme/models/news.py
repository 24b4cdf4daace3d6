"""Dated items of news."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programme.dates import PartialDateField
from programme.links import LinkField
from programme.models.network import Programme
from programme.models.publication import PUBLICITY, built_once, published


class NewsItemQuerySet(models.QuerySet):
    @built_once
    def public(self):
        return self.filter(published(), Q(programme=None) | published("programme__"))


class NewsItem(models.Model):
    """Something that a named page has reported, on a programme or near it."""

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=_("programme"),
        help_text=_("Empty when the item only touches the programme."),
    )
    slug = models.SlugField(_("identifier"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    published_on = PartialDateField(_("published on"))
    source_url = LinkField(_("source"))
    is_public = models.BooleanField(_("public"), default=False)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    objects = NewsItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        ordering = ["-published_on", "slug"]
        indexes = [
            models.Index(fields=["-published_on", "slug"], name="news_order"),
            models.Index(fields=[*PUBLICITY, "programme", "id"], name="public_news"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"{reverse('programme:news_list')}#{self.slug}"
