"""A person's own data: all of it handed over, and taken out with the record still verifying."""

import json
import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.admin.models import LogEntry as AdminEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from accounts.models import Session
from back_office.models import Import, ImportedRow
from privacy.erasing import DELETED, KEPT
from privacy.exporting import NOT_TOLD, SECRET
from privacy.holdings import BY_WAY_OF, NOT_OF_PEOPLE, is_about_people
from readers.models import Feedback
from reporting.models import (
    ActionReport,
    Person,
    ReportComment,
    ReportRevision,
    ReportTransition,
)
from reporting.roles import Actor
from reporting.transitions import transition
from tests import factories
from tests.reporting import factories as accounts

pytestmark = pytest.mark.django_db
SOUNDS_LIKE_A_PERSON = re.compile(
    "name|email|recipient|actor|label|author|phone|speaker|owner|address|uid|repr|officer"
)
EMAIL = "Maija.Meikalainen@example.org"


def models_that_may_name_people():
    """Every model with a column that points at people, or sounds as if it did."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if is_about_people(model) or (is_text and SOUNDS_LIKE_A_PERSON.search(field.name)):
                yield model._meta.label
                break


def test_every_model_that_may_name_people_is_covered_or_left_out_for_a_reason():
    about_people = {model._meta.label for model in apps.get_models() if is_about_people(model)}

    covered = about_people | set(BY_WAY_OF) | set(NOT_OF_PEOPLE)

    assert "reporting.Person" in about_people
    assert set(models_that_may_name_people()) - covered == set()
    assert about_people & set(NOT_OF_PEOPLE) == set()
    assert all(NOT_OF_PEOPLE.values())


def test_erasing_knows_what_becomes_of_every_model_about_people():
    about_people = {model._meta.label for model in apps.get_models() if is_about_people(model)}

    assert about_people | set(BY_WAY_OF) == set(DELETED) | set(KEPT)
    assert set(DELETED) & set(KEPT) == set()


def test_every_secret_column_is_a_column():
    for label, columns in SECRET.items():
        assert columns <= {field.name for field in apps.get_model(label)._meta.fields}, label


def export(key, *arguments):
    told = StringIO()
    call_command("export_person", key, *arguments, stdout=told)
    return told.getvalue()


def erase(key, *arguments):
    told = StringIO()
    call_command("erase_person", key, *arguments, stdout=told)
    return told.getvalue().splitlines()


@pytest.fixture
def maija():
    """Somebody with an account who has done all that one can do."""
    user = accounts.make_user(
        "reporter",
        username="mmeikalainen",
        email=EMAIL,
        first_name="Maija",
        last_name="Meikäläinen",
        is_staff=True,
    )
    person = user.person
    person.name, person.email = "Maija Meikäläinen", EMAIL
    person.save()
    report = accounts.make_report(reporter=person)
    accounts_move(report, user, person)
    ReportComment.objects.create(
        report=report, written_by=user, person=person, label="Maija Meikäläinen", text="Valmis."
    )
    accounts.make_contact(person=person)
    now = timezone.now()
    Session.objects.create(
        session_key="key", session_data="secret", expire_date=now, user=user, signed_in_at=now
    )
    EmailAddress.objects.create(user=user, email=EMAIL)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "open sesame"})
    SocialAccount.objects.create(user=user, provider="city", uid="1")
    city = factories.make_city()
    LogEntry.objects.get_for_object(city).update(actor=user)
    _own_page(user, person)
    factories.make_feedback(name="Maija", email=EMAIL.lower(), message="Own words")
    factories.make_feedback(
        name="Somebody else",
        email="else@example.org",
        message="Words of another",
        answer="Yes",
        received_at=now,
        answered_at=now,
        answered_by=user,
    )
    return user


def accounts_move(report, user, person):
    """The report written and sent by the person, and approved by another."""
    writer = Actor(user=user, person=person)
    report = transition(report.pk, "start", writer, expected_version=report.version)
    content = {"fields": accounts.CONTENT | {"answers": {}}}
    report = transition(
        report.pk, "autosave", writer, expected_version=report.version, content=content
    )
    report = transition(
        report.pk,
        "submit",
        writer,
        expected_version=report.version,
        seen_warnings=accounts.every_warning(),
    )
    transition(report.pk, "approve", accounts.approver(), expected_version=report.version)


def _own_page(user, person):
    """What others have done to the account and to the person in the back office."""
    AdminEntry.objects.create(
        user=factories.make_staff(),
        action_flag=2,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        object_repr="mmeikalainen",
    )
    job = Import.objects.create(model="reporting.person", file_name="people.csv")
    ImportedRow.objects.create(
        part_of=job, number=2, key=EMAIL, outcome="changed", object_id=person.pk
    )


def test_everything_about_a_person_is_exported(maija):
    held = json.loads(export("mmeikalainen"))

    assert sorted(held) == [
        "account.EmailAddress",
        "accounts.Session",
        "admin.LogEntry",
        "auditlog.LogEntry",
        "auth.User",
        "back_office.ImportedRow",
        "mfa.Authenticator",
        "readers.Feedback",
        "reporting.ActionContact",
        "reporting.ActionReport",
        "reporting.OutboxMail",
        "reporting.Person",
        "reporting.ReportComment",
        "reporting.ReportRevision",
        "reporting.ReportTransition",
        "socialaccount.SocialAccount",
    ]
    assert held["auth.User"][0]["groups"] == ["reporter"]
    assert held["reporting.Person"][0]["email"] == EMAIL


def test_secrets_and_words_of_others_are_not_exported(maija):
    text = export(EMAIL.lower())

    held = json.loads(text)
    assert held["auth.User"][0]["password"] == NOT_TOLD
    assert held["accounts.Session"][0]["session_data"] == NOT_TOLD
    assert sorted(row["message"] for row in held["readers.Feedback"]) == [NOT_TOLD, "Own words"]
    assert re.findall("open sesame|Words of another|Somebody else|else@example.org", text) == []


def test_export_goes_into_a_file_that_only_its_owner_reads(maija, tmp_path):
    file = tmp_path / "maija.json"

    told = export("mmeikalainen", "--out", str(file))

    assert json.loads(file.read_text())["auth.User"][0]["username"] == "mmeikalainen"
    assert file.stat().st_mode & 0o777 == 0o600
    assert told.startswith(f"{file}: ")
    with pytest.raises(CommandError, match="cannot be written"):
        export("mmeikalainen", "--out", str(file))


def test_reader_without_an_account_is_known_by_the_address_of_a_message():
    factories.make_feedback(email="reader@example.org")
    factories.make_feedback(email="other@example.org")

    held = json.loads(export("READER@example.org"))

    assert {label: len(rows) for label, rows in held.items()} == {"readers.Feedback": 1}


@pytest.mark.parametrize("command", ["export_person", "erase_person"])
def test_nobody_is_refused_in_words(command):
    with pytest.raises(CommandError, match="Nobody is known by “nobody”"):
        call_command(command, "nobody", stdout=StringIO())


def test_two_accounts_with_one_address_are_told_apart():
    User.objects.create_user("one", "same@example.org")
    User.objects.create_user("two", "SAME@example.org")

    with pytest.raises(CommandError, match="More than one account: one, two"):
        erase("same@example.org", "--really")
    assert json.loads(export("one"))["auth.User"][0]["username"] == "one"


def test_erasing_is_a_trial_unless_told_otherwise(maija):
    before = export("mmeikalainen")

    told = erase("mmeikalainen")

    assert told[-1] == "Nothing was changed: this was a trial. Give --really to do it."
    assert export("mmeikalainen") == before
    assert erase("mmeikalainen", "--really") == told[:-1]


def test_person_is_gone_and_the_record_still_verifies(maija):
    hashes = list(ReportRevision.objects.values_list("content_hash", flat=True))
    moves = list(ReportTransition.objects.order_by("pk").values_list("name", "actor"))

    erase(EMAIL, "--really")

    maija.refresh_from_db()
    assert (maija.username, maija.email, maija.get_full_name()) == (f"erased-{maija.pk}", "", "")
    assert (maija.is_active, maija.is_staff, maija.has_usable_password()) == (False, False, False)
    assert not maija.groups.exists()
    assert Person.objects.filter(email=EMAIL).count() == 0
    assert list(Feedback.objects.values_list("message", flat=True)) == ["Words of another"]
    for label in set(DELETED) - {"readers.Feedback"}:
        assert apps.get_model(label).objects.count() == 0, label
    assert list(ReportRevision.objects.values_list("content_hash", flat=True)) == hashes
    assert list(ReportTransition.objects.order_by("pk").values_list("name", "actor")) == moves
    assert LogEntry.objects.filter(actor=maija).exists()
    assert ActionReport.objects.get().submitted_by == maija
    call_command("verify_reports", stdout=StringIO())
    with pytest.raises(CommandError):
        export(EMAIL)


def test_no_table_names_the_person_afterwards(maija):
    erase("mmeikalainen", "--really")

    told = "".join(
        str(list(model._base_manager.values()))
        for model in apps.get_models()
        if model._meta.managed
    )
    assert "Own words" not in told
    assert "Words of another" in told
    assert re.findall("(?i)meik[aä]l", told) == []


def test_texts_that_mention_the_person_are_named_for_people_to_look_at(maija):
    news = factories.make_news(summary_fi="Lisätietoja antaa Maija Meikäläinen.")
    factories.make_news(summary_fi="Lisätietoja antaa Maija.")

    told = erase("mmeikalainen")

    assert [line for line in told if "by hand" in line] == [
        f"Look by hand, still named in: programme.NewsItem {news.pk}: summary",
        f"Look by hand, still named in: programme.NewsItem {news.pk}: summary_fi",
    ]


def test_log_of_changes_names_the_person_no_more(maija):
    news = factories.make_news(summary_fi="Lisätietoja antaa Maija Meikäläinen.")
    news.summary_fi = "Lisätietoja antaa viestintä."
    news.save()

    erase("mmeikalainen", "--really")

    made, changed = LogEntry.objects.get_for_object(news).order_by("pk")
    assert made.changes["summary_fi"] == [None, "–"]
    assert changed.changes == {"summary_fi": ["–", "Lisätietoja antaa viestintä."]}


def test_only_administrator_is_not_erased(admin_user):
    with pytest.raises(CommandError, match="only administrator"):
        erase("admin", "--really")

    factories.make_staff()
    erase("admin", "--really")

    admin_user.refresh_from_db()
    assert admin_user.is_superuser is False
