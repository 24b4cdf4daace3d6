"""The sentences of a sheet, each made of the facts."""

from datetime import datetime

from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from programme.dates import PartialDate, in_words, span_in_words
from programme.languages import Shown
from programme.models import Benefit
from programme.numbers import in_words as number_in_words
from reporting.told import on_day, period_in_words

# How many letters of a text leave room for the others on one sheet of paper.
LONGEST = {"name": 70, "phase": 40, "title": 100, "reason": 170, "milestone": 50}
MILESTONES_SHOWN = 2
LABELS = {
    "completed": gettext_lazy("Actions completed"),
    "implementation": gettext_lazy("Actions in implementation"),
    "reported": gettext_lazy("Actions reported"),
    "benefits": gettext_lazy("Benefits received"),
    "events": gettext_lazy("Events taken part in"),
}


def headings():
    """The headings of the parts, by their names."""
    return {
        "phase": _("Where we are now"),
        "figures": _("In five numbers"),
        "statuses": _("Actions by status"),
        "status": _("Status"),
        "actions": _("Actions"),
        "benefits": _("Most important benefits"),
        "late": _("What is late, and why"),
        "event": _("Next event"),
        "hash": _("Hash of the data (SHA-256)"),
        "address": _("Address of this page"),
        "reason": pgettext("of being late", "Reason"),
    }


def told(texts):
    """What the facts say to a reader of the active language."""
    return Shown(*texts[get_language()])


def here(words):
    """Words in the language of the reader."""
    return Shown(str(words), get_language())


def woven(sentence, texts, **words):
    """
    A sentence with the name of a round in it, as the parts that it is made of.

    The name may be in another language than the sentence, which is for the page to mark.
    """
    before, after = (sentence % (words | {"round": "\0"})).split("\0")
    return [here(before), clipped(texts, "name"), here(after)]


def clipped(texts, kind):
    """The same, no longer than there is room for."""
    whole = told(texts)
    return Shown(Truncator(whole.text).chars(LONGEST[kind]), whole.language)


def capital(words):
    """Words that begin a line."""
    words = str(words)
    return words[:1].upper() + words[1:]


def day(iso):
    """A day in the reader's words."""
    return in_words(PartialDate(iso))


def day_of(instant):
    """The local day of an instant of the facts."""
    return on_day(datetime.fromisoformat(instant))


def span(thing):
    """From when to when, as far as known."""
    return span_in_words(PartialDate(thing["starts_on"]), PartialDate(thing["ends_on"]))


def period(round):
    """The time that a round is about."""
    return period_in_words(round)


def standing(code):
    """How sure a benefit is."""
    return capital(Benefit.Standing(code).label)


def example(round):
    """That a round is made up, where it is."""
    if not round["is_example"]:
        return ""
    return _("Example: this round and its reports are made up, to show how reporting works.")


def compared(facts):
    """With what the numbers are compared."""
    before = facts["round_before"]
    if before is None:
        return [here(_("There is no earlier round to compare with."))]
    sentence = _("Compared with %(round)s (%(time)s).")
    parts = woven(sentence, before["name"], time=period(before))
    if not facts["is_of_round"]:
        parts.append(here(" " + _("A status changes by approved reports only.")))
    return parts


def of_whole(figure):
    """Of how many a number is, or that it is not known."""
    number, whole = figure["number"], figure["whole"]
    if number is None:
        return _("no round has been held") if figure["name"] == "reported" else _("not known")
    if whole is None:
        return ""
    sentence = _("of %(whole)s asked") if figure["name"] == "reported" else _("of %(whole)s")
    return sentence % {"whole": number_in_words(whole)}


def of_change(figure):
    """How a number has changed since the round before."""
    number, before = figure["number"], figure["before"]
    if None in (number, before):
        return _("change not known")
    if number == before:
        words = _("no change")
    else:
        sign = "+" if number > before else "\N{MINUS SIGN}"
        words = _("change %(change)s") % {
            "change": f"{sign}{number_in_words(abs(number - before))}"
        }
    if figure["name"] != "reported":
        return words
    numbers = {"before": before, "whole": figure["whole_before"]}
    numbers = {name: number_in_words(number) for name, number in numbers.items()}
    earlier = _("before: %(before)s of %(whole)s") % numbers
    return f"{words} ({earlier})"


def of_benefits(benefits):
    """How those shown were chosen, or that there are none."""
    if not benefits["count"]:
        return _("No benefits have been recorded yet.")
    rule = _("Received ones first, then stated and expected ones; the newest of each first.")
    more = benefits["count"] - len(benefits["shown"])
    return f"{rule} {_more(more)}" if more else rule


def of_late(late):
    """How many more are late, or that none is."""
    if not late["count"]:
        return _("No planned time or milestone has passed, as far as they are known.")
    more = late["count"] - len(late["shown"])
    return _more(more) if more else ""


def of_passed(late):
    """What has passed: the planned end, milestones."""
    passed = [
        {
            "label": pgettext("step of an action", "milestone"),
            "name": clipped(each["title"], "milestone"),
        }
        | {"time": day(each["due_on"])}
        for each in late["milestones"][:MILESTONES_SHOWN]
    ]
    if late["planned_end"]:
        time = day(late["planned_end"])
        passed.insert(0, {"label": _("planned end"), "name": None, "time": time})
    return passed


def of_missing(facts):
    """Which reports are missing once the round is due; no parts without a round."""
    round, missing = facts["round"], facts["missing"]
    if round is None:
        return []
    due = day_of(round["due_at"])
    if missing is None:
        return woven(_("The reports of %(round)s are due on %(day)s."), round["name"], day=due)
    count, codes = missing["count"], ", ".join(missing["codes"])
    if not count:
        sentence = _("%(round)s: every action that was asked has been reported.")
        return woven(sentence, round["name"])
    if count > len(missing["codes"]):
        codes += "…"
    sentence = ngettext(
        "%(count)s action has no approved report of %(round)s, which was due on %(day)s: %(codes)s",
        "%(count)s actions have no approved report of %(round)s, which was due on %(day)s: %(codes)s",
        count,
    )
    return woven(sentence, round["name"], count=number_in_words(count), day=due, codes=codes)


def of_approval(facts):
    """As of when the figures have been approved."""
    last, corrected = facts["approved"]["last"], facts["approved"]["corrected"]
    if last is None and facts["is_of_round"]:
        return _("No report has been approved in this round or before it.")
    if last is None:
        return _(
            "No progress report has been approved yet: each status is that of the city’s own tracker."
        )
    said = [_("Figures as approved on %(day)s.") % {"day": day_of(last)}]
    if corrected and datetime.fromisoformat(corrected) > datetime.fromisoformat(last):
        said.append(_("Corrected on %(day)s.") % {"day": day_of(corrected)})
    if not facts["is_of_round"]:
        said.append(
            _("An action without an approved report has the status of the city’s own tracker.")
        )
    return " ".join(said)


def _more(count):
    sentence = ngettext("And %(count)s more.", "And %(count)s more.", count)
    return sentence % {"count": number_in_words(count)}
