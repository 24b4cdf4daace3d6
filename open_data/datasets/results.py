"""What is counted, what taking part has brought, and what has been reported of it."""

from django.utils.translation import gettext_lazy as _

from open_data.columns import Column, Kind
from open_data.dataset import Dataset
from open_data.datasets.common import (
    ENDS,
    ID,
    SLUG,
    SOURCE,
    STARTS,
    UPDATED,
    indicator,
    name,
    programme,
    text,
)
from programme.models import Benefit, Indicator, IndicatorValue, NewsItem, Programme

INDICATORS = Dataset(
    "indicators",
    _("Indicators"),
    _("What is counted, in one unit and for one area each."),
    Indicator,
    lambda: Indicator.objects.public(),
    (
        ID,
        SLUG,
        name(_("Name of the indicator."), "Työttömyysaste, Pori"),
        text("unit", _("Unit of its values."), "%"),
        text("scope", _("Area that the values are about."), "Pori"),
        Column(
            "is_share",
            Kind.YES_NO,
            _("Whether it is a percentage of a whole, from 0 to 100."),
            "true",
            is_required=True,
        ),
        Column(
            "roll_up",
            Kind.CHOICE,
            _("How the values that actions report become one value."),
            "sum",
            choices=Indicator.RollUp,
            is_required=True,
        ),
        UPDATED,
    ),
    key="slug",
)
VALUES = Dataset(
    "values",
    _("Values of indicators"),
    _("Where each indicator began, where it is, and where it should be."),
    IndicatorValue,
    lambda: IndicatorValue.objects.public(),
    (
        ID,
        indicator(),
        Column(
            "kind",
            Kind.CHOICE,
            _("Whether it is a baseline, an actual value or a target."),
            "actual",
            choices=IndicatorValue.Kind,
            is_required=True,
        ),
        STARTS,
        ENDS,
        text("period_as_printed", _("The period in the words of the source."), "kevät 2019"),
        Column(
            "year_basis",
            Kind.CHOICE,
            _("How the period is known."),
            "stated",
            choices=IndicatorValue.YearBasis,
            is_required=True,
        ),
        Column(
            "value",
            Kind.NUMBER,
            _("The value, in the unit of the indicator."),
            "9.7",
            unit=_("unit of the indicator"),
        ),
        text("value_as_printed", _("The value in the words of the source."), "noin 3 000"),
        text("note", _("What there is to know of the source."), "Luku on kuvasta luettu."),
        SOURCE,
    ),
    hangs_on=(Indicator,),
)
BENEFITS = Dataset(
    "benefits",
    _("Benefits"),
    _("What taking part has brought or should bring; expected is never received."),
    Benefit,
    lambda: Benefit.objects.public(),
    (
        ID,
        SLUG,
        programme(),
        Column(
            "kind",
            Kind.CHOICE,
            _("What kind of benefit it is."),
            "tool",
            choices=Benefit.Kind,
            is_required=True,
        ),
        Column(
            "standing",
            Kind.CHOICE,
            _("How sure it is: received, stated by the city, or expected."),
            "received",
            choices=Benefit.Standing,
            is_required=True,
        ),
        text("title", _("What it is."), "Asiantuntija-apu"),
        text(
            "description",
            _("The benefit in some sentences."),
            "Asiantuntija auttoi suunnitelmassa.",
        ),
        STARTS,
        ENDS,
        SOURCE,
        UPDATED,
    ),
    key="slug",
    hangs_on=(Programme,),
)
NEWS = Dataset(
    "news",
    _("News"),
    _("What has been reported of the programmes and of the work near them."),
    NewsItem,
    lambda: NewsItem.objects.public(),
    (
        ID,
        SLUG,
        programme(),
        text("title", _("Heading of the item."), "Pori mukaan verkostoon"),
        text("summary", _("The item in some sentences."), "Pori valittiin verkostoon."),
        Column("published_on", Kind.PARTIAL_DATE, _("When it was published."), "2024-03-29"),
        SOURCE,
        UPDATED,
    ),
    key="slug",
    hangs_on=(Programme,),
)
DATASETS = (INDICATORS, VALUES, BENEFITS, NEWS)
