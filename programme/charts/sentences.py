"""What a chart shows, in one sentence made of the numbers that it is drawn from."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from programme.numbers import in_words


def told(sentence, **words):
    """A sentence with its words put in, which may carry their language as HTML."""
    escaped = {name: conditional_escape(word) for name, word in words.items()}
    return SafeString(conditional_escape(sentence) % escaped)  # nosec B703 # All words are escaped.


def listed(words):
    """Words as people list them: “a, b and c”."""
    return get_text_list(list(words), pgettext("before the last one of a list", "and"))


def of_statuses(statuses):
    """How many actions are completed, and of how many nothing is known."""
    numbers = {str(status): number for status, number in statuses}
    total, unknown = sum(numbers.values()), numbers["no_information"]
    if total == 0:
        return _("There are no actions here.")
    if unknown == total:
        sentence = ngettext(
            "The status of the only action here is not known.",
            "The status of none of these %(total)s actions is known.",
            total,
        )
        return sentence % {"total": in_words(total)}
    return _of_known_statuses(numbers["completed"], total, unknown)


def _of_known_statuses(completed, total, unknown):
    if unknown:
        sentence = ngettext(
            "Completed: %(completed)s of %(total)s action; status not known: %(unknown)s.",
            "Completed: %(completed)s of %(total)s actions; status not known: %(unknown)s.",
            total,
        )
    else:
        sentence = ngettext(
            "Completed: %(completed)s of %(total)s action; its status is known.",
            "Completed: %(completed)s of %(total)s actions; the status of each is known.",
            total,
        )
    numbers = {"completed": completed, "total": total, "unknown": unknown}
    return sentence % {name: in_words(number) for name, number in numbers.items()}


def of_groups(groups):
    """Which group of actions is the largest, and how many actions are in none."""
    named, outside = groups.named, groups.outside
    most = max((group.total for group in named), default=0)
    if not most:
        return _("None of these actions has been placed in a group.")
    largest = [group for group in named if group.total == most]
    if len(largest) > 1:
        sentence = _("The largest groups have %(number)s of the %(total)s actions each.")
        if outside:
            sentence = _(
                "The largest groups have %(number)s of the %(total)s actions each; "
                "in no group: %(outside)s."
            )
    else:
        sentence = _("The largest group is “%(name)s”: %(number)s of the %(total)s actions.")
        if outside:
            sentence = _(
                "The largest group is “%(name)s”: %(number)s of the %(total)s actions; "
                "in no group: %(outside)s."
            )
    numbers = {"number": most, "total": groups.total, "outside": outside}
    words = {name: in_words(number) for name, number in numbers.items()}
    return _with_note(told(sentence, name=_named(largest[0].told), **words), groups.counts_twice)


def _named(name):
    if not name.is_fallback:
        return name.text
    return format_html('<span lang="{}">{}</span>', name.language, name.text)


def _with_note(sentence, counts_twice):
    if not counts_twice:
        return sentence
    note = _("An action of several organisations counts in each of them.")
    return SafeString(f"{sentence} {conditional_escape(note)}")  # nosec B703 # Both are escaped.


def of_values(actual, target):
    """
    The first and the latest actual value and the target that lies furthest ahead.

    Each is (value, time), in words; `actual` has the drawn ones in the order of time.
    """
    words = {"number": in_words(len(actual))}
    for name, pair in [("first", actual[:1]), ("latest", actual[-1:]), ("target", target)]:
        for value, time in pair:
            words |= {name: value, f"{name}_time": time}
    return told(_sentence_of_values(len(actual), bool(target)), **words)


def _sentence_of_values(number, has_target):
    if number > 1 and has_target:
        return _(
            "The first of the %(number)s actual values is %(first)s (%(first_time)s) and the "
            "latest %(latest)s (%(latest_time)s); the target is %(target)s (%(target_time)s)."
        )
    if number > 1:
        return _(
            "The first of the %(number)s actual values is %(first)s (%(first_time)s) and the "
            "latest %(latest)s (%(latest_time)s)."
        )
    if number and has_target:
        return _(
            "The only actual value is %(latest)s (%(latest_time)s); the target is %(target)s "
            "(%(target_time)s)."
        )
    if number:
        return _("The only actual value is %(latest)s (%(latest_time)s).")
    return _("No actual value can be drawn.")


def of_benefits(numbers, most_common):
    """How many benefits there are of each standing; these are never added up."""
    words = {standing: in_words(number) for standing, number in numbers.items()}
    if not most_common:
        sentence = ngettext(
            "%(received)s benefit has been received; stated by the city: %(stated)s, "
            "expected: %(expected)s.",
            "%(received)s benefits have been received; stated by the city: %(stated)s, "
            "expected: %(expected)s.",
            numbers["received"],
        )
        return sentence % words
    sentence = ngettext(
        "%(received)s benefit has been received, the most common kind being “%(kind)s” "
        "(%(most)s); stated by the city: %(stated)s, expected: %(expected)s.",
        "%(received)s benefits have been received, the most common kind being “%(kind)s” "
        "(%(most)s); stated by the city: %(stated)s, expected: %(expected)s.",
        numbers["received"],
    )
    kind, most = most_common
    return told(sentence, kind=kind, most=in_words(most), **words)
