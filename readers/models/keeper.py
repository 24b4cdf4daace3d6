"""Who keeps the site, and whom to ask about personal data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class KeeperQuerySet(models.QuerySet):
    def current(self):
        """The keeper; one without a name where nobody has said anything."""
        return self.first() or Keeper()


class Keeper(models.Model):
    """
    The controller of the personal data on the site (GDPR, article 13(1)(a) and (b)); one row.

    Nothing is made up for what nobody has filled in: the page then says that it is missing.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=50, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    officer = models.CharField(_("data protection officer"), max_length=200, blank=True)
    officer_email = models.EmailField(_("e-mail address of the officer"), blank=True)
    officer_phone = models.CharField(_("telephone of the officer"), max_length=50, blank=True)

    objects = KeeperQuerySet.as_manager()

    class Meta:
        verbose_name = _("keeper of the site")
        verbose_name_plural = _("keeper of the site")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="site_has_one_keeper",
                condition=Q(pk=1),
                violation_error_message=_("The site has one keeper: change that one."),
            ),
        ]

    def __str__(self):
        return self.name or str(_("keeper of the site"))

    @property
    def can_be_reached(self):
        return bool(self.name and (self.email or self.phone or self.address))

    @property
    def officer_can_be_reached(self):
        return bool(self.officer and (self.officer_email or self.officer_phone))

    @property
    def is_complete(self):
        """Whether the privacy notice says what the law asks it to say of the controller."""
        return self.can_be_reached and self.officer_can_be_reached
