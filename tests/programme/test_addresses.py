from django.test.utils import override_script_prefix
from django.utils import translation

from programme.addresses import address
from programme.languages import label
from programme.models import StrategyAction


def test_address_is_that_of_the_readers_language_and_of_where_the_site_lies():
    told = []
    for language in ("fi", "sv", "fi"):
        with translation.override(language):
            told.append(address("programme:city_detail", "pori"))
    with translation.override("fi"), override_script_prefix("/icc/"):
        told.append(address("programme:city_detail", "pori"))

    assert told == [
        "/fi/cities/pori/",
        "/sv/cities/pori/",
        "/fi/cities/pori/",
        "/icc/fi/cities/pori/",
    ]


def test_label_says_a_choice_as_django_does_in_each_language():
    for status in ("planning", "completed", ""):
        action = StrategyAction(status=status)
        for language in ("fi", "sv", "en"):
            with translation.override(language):
                assert label(action, "status") == action.get_status_display()
