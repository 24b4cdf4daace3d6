"""Charts on pages: each with its sentence above and the table that it is drawn from."""

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from programme import ledger, numbers
from programme.charts import sentences
from programme.charts.bars import bars, stacked
from programme.charts.plot import plot
from programme.charts.series import Break, LeftOut, series_of
from programme.models import Benefit
from programme.templatetags.programme_tags import name, time_span

register = template.Library()

WHY_BROKEN = {
    Break.NO_VALUE: _("no value is known between them for a year or longer"),
    Break.ONLY_WORDS: _("a value between them is known only in words"),
    Break.OTHER_LENGTH: _("they are about periods of different length"),
}
IN_A_GAP = {
    Break.NO_VALUE: _("no value known"),
    Break.ONLY_WORDS: _("only in words"),
    Break.OTHER_LENGTH: _("other periods"),
}
WHY_LEFT_OUT = {
    LeftOut.ONLY_WORDS: _("it is known only in words"),
    LeftOut.TIME_NOT_KNOWN: _("its time is not known"),
}
MARKS = {
    ("actual", False): _("actual value"),
    ("actual", True): _("actual value whose time the source does not state"),
    ("baseline", False): _("baseline"),
    ("baseline", True): _("baseline whose time the source does not state"),
    ("target", False): _("target"),
    ("target", True): _("target whose time the source does not state"),
}


@register.inclusion_tag("charts/_statuses.html")
def status_chart(statuses, keep=None, is_linked=True):
    """
    How many actions are in each status, as (status, number), with a bar for each.

    A number leads to its actions, with what else the page is narrowed by (`keep`).
    """
    return {
        "rows": [
            (status, bar, urlencode((keep or {}) | {"status": str(status)}))
            for (status, _number), bar in zip(statuses, bars(statuses), strict=True)
        ],
        "sentence": sentences.of_statuses(statuses),
        "is_linked": is_linked,
    }


@register.inclusion_tag("charts/_status_groups.html")
def status_groups(groups):
    """The statuses of the actions in each of the groups that `programme.grouping` makes."""
    rows = [
        (
            group,
            stacked(group.statuses, largest=groups.largest),
            [(number, _narrowed(groups, group, status)) for status, number in group.statuses],
            _narrowed(groups, group),
        )
        for group in groups.rows
    ]
    statuses = groups.rows[0].statuses if groups.rows else []
    return {
        "groups": groups,
        "rows": rows,
        "statuses": [status for status, _number in statuses],
        "sentence": sentences.of_groups(groups),
    }


def _narrowed(groups, group, status=None):
    """What the list of actions is narrowed by to show those of a group."""
    chosen = {groups.by: group.address} | ({"status": str(status)} if status else {})
    return urlencode(chosen)


@register.inclusion_tag("charts/_indicator.html")
def indicator_chart(indicator):
    """The values of an indicator in time; its page has the table of them."""
    series = series_of(indicator.values.all())
    context = {"indicator": indicator, "series": series, "notes": _notes(series, indicator)}
    if not series.is_drawable:
        return context
    drawn = plot(series, is_share=indicator.is_share, words=Words)
    return context | {
        "plot": drawn,
        "years": [(tick, _tick_in_words(tick)) for tick in drawn.time_ticks],
        "marks": [(*kind, MARKS[kind]) for kind in drawn.kinds],
        "sentence": sentences.of_values(
            _told_points(series.of("actual"), indicator),
            _told_points(series.of("target")[-1:], indicator),
        ),
    }


class Words:
    """What stands in the plot of an indicator."""

    of_number = staticmethod(numbers.in_words)

    @staticmethod
    def of_point(point):
        """What a value is, unless it is an actual one, and its number."""
        number = numbers.in_words(point.number)
        return number if point.kind == "actual" else f"{point.value.get_kind_display()} {number}"

    @staticmethod
    def of_gap(gap):
        """Why there is no line, in two or three words."""
        return str(IN_A_GAP[gap.why])


def _tick_in_words(tick):
    return str(tick.day.year) if tick.is_year else date_format(tick.day, "M")


def _told_points(points, indicator):
    return [(_value(point.value, indicator), _period(point.value)) for point in points]


def _value(value, indicator):
    """A value with its unit, as the source has it."""
    number = numbers.in_words(value.value) if value.value is not None else ""
    unit = name(indicator, "unit")
    said = name(value, "value_as_printed") or number
    return format_html("{}&nbsp;{}", said, unit) if unit else said


def _period(value):
    return name(value, "period_as_printed") or time_span(value)


def _notes(series, indicator):
    """Why the line breaks, and what is not drawn."""
    for gap in series.gaps:
        yield sentences.told(
            _("No line from %(before)s to %(after)s: %(why)s."),
            before=_period(gap.before.value),
            after=_period(gap.after.value),
            why=WHY_BROKEN[gap.why],
        )
    for value, why in series.left_out if series.is_drawable else ():
        yield sentences.told(
            _("Not drawn: %(kind)s %(value)s, since %(why)s."),
            kind=value.get_kind_display(),
            value=_value(value, indicator),
            why=WHY_LEFT_OUT[why],
        )


@register.inclusion_tag("charts/_benefits.html")
def benefit_chart(groups, by="kind", keep=None):
    """
    How many benefits there are of each kind, year or effort, each standing apart.

    From the tally of a page; a row leads to its benefits, with what else the page is narrowed
    by (`keep`). The sentence above tells the kinds, so the other two go without it.
    """
    rows = ledger.counted(groups, by)
    standings = [
        (standing, sum(cells[at][1].number for _label, _key, cells in rows))
        for at, standing in enumerate(Benefit.Standing)
    ]
    totals = {str(standing): total for standing, total in standings}
    return {
        "heading": ledger.HEADINGS[by],
        "standings": standings,
        "rows": [(label, urlencode((keep or {}) | {by: key}), cells) for label, key, cells in rows],
        "sentence": sentences.of_benefits(totals, _most_common(rows)) if by == "kind" else "",
    }


def _most_common(rows):
    """The kind that most of the benefits received are of and their number, None without one."""
    received = [(label, cells[0][1].number) for label, _key, cells in rows]
    most = max(number for _label, number in received)
    kinds = [label for label, number in received if number == most]
    return (kinds[0].lower(), most) if most and len(kinds) == 1 else None
