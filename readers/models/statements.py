"""The accessibility statement (Act 306/2019, chapter 3; Commission Implementing Decision (EU) 2018/1523)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programme.links import LinkField

CRITERION = r"^[1-4]\.[1-5]\.[1-9][0-9]?$"


class AccessibilityStatementQuerySet(models.QuerySet):
    def public(self):
        """Those that visitors may see; the page shows the latest of them."""
        return self.filter(is_public=True)

    def unconfirmed(self):
        """Those that are public, and that nobody of the city has confirmed."""
        return self.public().filter(confirmed_on=None)


class AccessibilityStatement(models.Model):
    """
    What the city says of the accessibility of this site on a day. The latest public one is shown.

    Who supervises is data as well, since a member city in another country has another authority.
    """

    class Compliance(models.TextChoices):
        FULL = "full", _("fully compliant")
        PARTIAL = "partial", _("partially compliant")
        NONE = "none", _("not compliant")

    class Assessor(models.TextChoices):
        SELF = "self", _("self-assessment")
        THIRD_PARTY = "third_party", _("assessment by a third party")

    compliance = models.CharField(_("state of compliance"), max_length=10, choices=Compliance)
    assessor = models.CharField(
        _("who has assessed"), max_length=12, choices=Assessor, default=Assessor.SELF
    )
    assessed_on = models.DateField(_("assessed on"))
    assessment = models.TextField(_("how it was assessed"))
    handler = models.CharField(_("who handles feedback"), max_length=200, blank=True)
    feedback_email = models.EmailField(_("e-mail address for feedback"), blank=True)
    feedback_phone = models.CharField(_("telephone for feedback"), max_length=50, blank=True)
    authority = models.TextField(_("supervisory authority"), max_length=500)
    authority_url = LinkField(_("website of the authority"), max_length=500, blank=True)
    authority_email = models.EmailField(_("e-mail address of the authority"), blank=True)
    authority_phone = models.CharField(_("telephone of the authority"), max_length=50, blank=True)
    made_on = models.DateField(_("statement made on"))
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed by the city on"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    objects = AccessibilityStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_compliance_is_known",
                condition=Q(compliance__in=["full", "partial", "none"]),
            ),
            models.CheckConstraint(
                name="statement_is_made_after_it_was_assessed",
                condition=Q(made_on__gte=F("assessed_on")),
                violation_error_message=_("The statement cannot be older than its assessment."),
            ),
            models.CheckConstraint(
                name="statement_is_reviewed_after_it_was_made",
                condition=Q(reviewed_on=None) | Q(reviewed_on__gte=F("made_on")),
                violation_error_message=_("A statement is reviewed after it was made."),
            ),
            models.CheckConstraint(
                name="statement_is_confirmed_after_it_was_made",
                condition=Q(confirmed_on=None) | Q(confirmed_on__gte=F("made_on")),
                violation_error_message=_("A statement is confirmed after it was made."),
            ),
        ]

    def __str__(self):
        return f"{self.get_compliance_display()}, {self.made_on.isoformat()}"


class ShortcomingQuerySet(models.QuerySet):
    def in_groups(self):
        """The shortcomings below each ground that there are any of, as (ground, rows)."""
        found = list(self)
        groups = [
            (kind.label, [each for each in found if each.kind == kind]) for kind in Shortcoming.Kind
        ]
        return [(label, some) for label, some in groups if some]


class Shortcoming(models.Model):
    """Content that is not accessible: what, why, until when, and how to get it otherwise."""

    class Kind(models.TextChoices):
        """The three headings of the model statement."""

        NONCOMPLIANCE = "noncompliance", _("does not comply with the requirements")
        BURDEN = "burden", _("disproportionate burden")
        OUT_OF_SCOPE = "out_of_scope", _("outside of the scope of the law")

    statement = models.ForeignKey(
        AccessibilityStatement,
        models.CASCADE,
        related_name="shortcomings",
        verbose_name=_("accessibility statement"),
    )
    kind = models.CharField(_("ground"), max_length=14, choices=Kind, default=Kind.NONCOMPLIANCE)
    text = models.TextField(_("what is not accessible"), max_length=1000)
    criterion = models.CharField(
        _("WCAG criterion"),
        max_length=6,
        blank=True,
        validators=[
            RegexValidator(CRITERION, _("Write the number of the criterion, such as 1.4.3."))
        ],
    )
    reason = models.TextField(_("why"), max_length=1000, blank=True)
    instead = models.TextField(_("how to get it otherwise"), max_length=1000, blank=True)
    until = models.DateField(_("put right by"), null=True, blank=True)

    objects = ShortcomingQuerySet.as_manager()

    class Meta:
        verbose_name = _("shortcoming")
        verbose_name_plural = _("shortcomings")
        ordering = ["statement", "pk"]
        constraints = [
            models.CheckConstraint(
                name="shortcoming_kind_is_known",
                condition=Q(kind__in=["noncompliance", "burden", "out_of_scope"]),
            ),
            models.CheckConstraint(
                name="shortcoming_names_a_criterion_by_its_number",
                condition=Q(criterion="") | Q(criterion__regex=CRITERION),
            ),
        ]

    def __str__(self):
        return self.text[:80]
