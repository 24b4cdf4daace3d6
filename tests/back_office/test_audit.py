"""The log of changes: every column in every language, by whom, when, and kept."""

import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.auth.models import Permission
from django.urls import reverse
from modeltranslation.translator import translator

from back_office.audit import recorded_models
from events.models import AgendaItem, Material, Takeaway
from programme.models import Milestone
from readers.models import Shortcoming
from tests import factories
from tests.back_office.test_pages import MAKERS, form_data

pytestmark = pytest.mark.django_db
PARTS = {
    Milestone: factories.make_milestone,
    AgendaItem: lambda: AgendaItem.objects.create(event=factories.make_event(), title_fi="A"),
    Material: lambda: Material.objects.create(
        event=factories.make_event(), title_fi="A", url="https://example.org/"
    ),
    Shortcoming: factories.make_shortcoming,
    Takeaway: lambda: Takeaway.objects.create(event=factories.make_event(), title_fi="A"),
}


def make(model):
    maker = PARTS.get(model) or MAKERS.get(model)
    if maker:
        return maker()
    return getattr(
        factories, {"phase": "make_phase", "indicatorvalue": "make_value"}[model._meta.model_name]
    )()


TEXTS = [
    (model, f"{name}_{language}")
    for model in recorded_models()
    if model in translator.get_registered_models()
    for name in sorted(translator.get_options_for_model(model).all_fields)
    for language in ("fi", "sv", "en")
]


@pytest.mark.parametrize(
    ("model", "column"), TEXTS, ids=lambda each: getattr(each, "__name__", each)
)
def test_each_language_column_is_recorded(model, column):
    row = make(model)
    before = getattr(row, column) or ""
    LogEntry.objects.all().delete()

    setattr(row, column, "Uusi")
    row.save()

    entry = LogEntry.objects.get_for_object(row).get()
    assert {name: [old or "", new] for name, (old, new) in entry.changes.items()} == {
        column: [before, "Uusi"]
    }


def test_no_model_of_ours_is_forgotten():
    names = {model._meta.label for model in auditlog.get_models()}

    assert {"programme.BasketMembership", "events.EventBasket", "reporting.ReportingRound"} < names
    assert {"programme.LoadedRow", "events.EventChange", "reporting.Person"} & names == set()


def test_save_in_the_back_office_is_recorded_with_its_person(staff_client, django_user_model):
    action = factories.make_action(title_sv="Gammal")
    page = reverse("admin:programme_strategyaction_change", args=[action.pk])
    data = form_data(staff_client.get(page)) | {"title_sv": "Ny"}

    staff_client.post(page, data, headers={"X-Forwarded-For": "192.0.2.1"})

    entry = LogEntry.objects.get_for_object(action).first()
    assert entry.changes == {"title_sv": ["Gammal", "Ny"]}
    assert entry.actor == django_user_model.objects.get(username="staff")
    assert (entry.remote_addr, entry.actor_email) == (None, None)


def test_history_tells_of_fields_languages_and_parts(staff_client, django_user_model):
    django_user_model.objects.filter(username="staff").update(first_name="Sanna", last_name="Salo")
    action = factories.make_action(title_sv="Gammal")
    other = factories.make_milestone(title_fi="Toisen askel")
    step = factories.make_milestone(action=action, title_fi="Askel")
    page = reverse("admin:programme_strategyaction_change", args=[action.pk])
    data = form_data(staff_client.get(page)) | {"title_sv": "Ny"}
    staff_client.post(page, data | {"milestones-0-DELETE": "on"})

    html = staff_client.get(
        reverse("admin:programme_strategyaction_history", args=[action.pk])
    ).content.decode()

    assert "Sanna Salo" in html
    assert "<del>Gammal</del>" in html
    assert "<ins>Ny</ins>" in html
    assert "Otsikko <small>(ruotsi)</small>" in html
    assert step.title_fi in html
    assert other.title_fi not in html


def test_log_outlives_the_row_and_the_name_of_who_changed_it(staff_client, django_user_model):
    news = factories.make_news(title_fi="Poistettava")
    page = reverse("admin:programme_newsitem_delete", args=[news.pk])
    staff_client.post(page, {"post": "yes"})
    django_user_model.objects.get(username="staff").delete()
    reader = factories.make_staff()
    staff_client.force_login(reader)

    html = staff_client.get(reverse("admin:auditlog_logentry_changelist")).content.decode()

    assert "Poistettava" in html
    assert "a former user" in html or "entinen käyttäjä" in html
    assert 'class="field-by">staff<' not in html


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_changes_asks_the_same_number_of_queries(
    staff_client, count, django_assert_max_num_queries
):
    for _number in range(count):
        factories.make_news()

    with django_assert_max_num_queries(14):
        response = staff_client.get(reverse("admin:auditlog_logentry_changelist"))

    assert response.context["cl"].result_count == count


def test_reader_of_changes_sees_only_what_they_may_view(client, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    for codename in ("view_logentry", "view_newsitem"):
        app = "auditlog" if codename == "view_logentry" else "programme"
        reader.user_permissions.add(
            Permission.objects.get(codename=codename, content_type__app_label=app)
        )
    news = factories.make_news(title_fi="Luettava")
    action = factories.make_action(internal_notes="SALAISUUS")
    client.force_login(reader)

    html = client.get(reverse("admin:auditlog_logentry_changelist")).content.decode()
    secret = LogEntry.objects.get_for_object(action).first()
    page = client.get(reverse("admin:auditlog_logentry_change", args=[secret.pk]), follow=True)
    shown = LogEntry.objects.get_for_object(news).first()

    assert "Luettava" in html
    assert action.title_fi not in html
    assert "SALAISUUS" not in page.content.decode()
    assert client.get(reverse("admin:auditlog_logentry_change", args=[shown.pk])).status_code == 200
    assert (
        client.get(reverse("admin:programme_strategyaction_history", args=[action.pk])).status_code
        == 403
    )


@pytest.mark.parametrize("page", ["add", "delete", "change"])
def test_nobody_changes_the_log(staff_client, page):
    factories.make_news()
    entry = LogEntry.objects.latest()
    arguments = [] if page == "add" else [entry.pk]

    answer = staff_client.post(
        reverse(f"admin:auditlog_logentry_{page}", args=arguments), {"post": "yes"}
    )

    assert answer.status_code == 403
    assert LogEntry.objects.filter(pk=entry.pk).exists()


def test_list_of_indicators_of_an_action_is_recorded():
    action = factories.make_action()
    indicator = factories.make_indicator(name_fi="Päästöt")

    action.indicators.add(indicator)

    change = LogEntry.objects.get_for_object(action).first().changes["indicators"]
    assert (change["operation"], change["objects"]) == ("add", ["Päästöt"])
