"""What the starting data and the example rounds lack: run by `manage.py shell` on the example site."""

import json
import sys
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.utils import timezone

from back_office.models import Link
from events.models import AgendaItem, Material, Takeaway
from programme.models import Benefit, City, Programme, StrategyAction, ThematicBasket
from readers.models import AccessibilityStatement
from reporting import demo, links
from reporting.models import ActionReport, Correction, Person, ReportingRound
from tests import factories
from tests.browser.checks.site import PASSWORD

LANGUAGES = ("fi", "sv", "en")
MARK = {"fi": "ESIMERKKI", "sv": "EXEMPEL", "en": "EXAMPLE"}


def make():
    """Make the examples, and print what they are called as one line of JSON."""
    demo.make()
    for user in User.objects.all():
        user.set_password(PASSWORD)
        # A coordinator who also works in the back office.
        user.is_staff = user.username in ("admin", "demo-coordinator")
        user.save()
    _second_step()
    _events()
    _milestones()
    _proposal()
    sys.stdout.write(json.dumps(_keys() | _links()) + "\n")


def _second_step():
    """Somebody who signs in with an app, and has ten recovery codes."""
    user = User.objects.create_user("demo-second-step", password=PASSWORD)
    codes = [f"{number:08}" for number in range(10)]
    keys = {"totp": {"secret": "A" * 32}, "recovery_codes": {"migrated_codes": codes}}
    for kind, data in keys.items():
        Authenticator.objects.create(user=user, type=kind, data=data)


def _events():
    """An event in each of its states; the starting data knows only what is over."""
    day = timezone.localdate() + timedelta(days=40)
    upcoming = _event(
        "upcoming",
        starts_on=day.isoformat(),
        starts_time="09:00",
        ends_on=(day + timedelta(days=1)).isoformat(),
        ends_time="15:00",
        mode="hybrid",
        place="Pori",
        address="Yrjönkatu 6",
        join_url="https://example.org/join",
        join_audience="public",
        registration_url="https://example.org/register",
        registration_closes_at=timezone.now() + timedelta(days=30),
        body_fi="## Ohjelma\n\n- Avaus\n- [Lisää](https://example.org/)",
        summary_fi="Esimerkkiteksti tapahtumasta.",
    )
    _event("part", starts_on=upcoming.starts_on, ends_on=upcoming.starts_on, part_of=upcoming)
    AgendaItem.objects.create(
        event=upcoming,
        starts_on=day,
        starts_time="09:00",
        title_fi="Avaus",
        speaker_role_fi="Kaupunginjohtaja",
        action=StrategyAction.objects.public().order_by("sort_key").first(),
    )
    later = (day + timedelta(days=60)).isoformat()
    _event("cancelled", starts_on=later, ends_on=later, status="cancelled")
    _event("postponed", starts_on=later, ends_on=later, status="postponed")
    moved = _event("moved", starts_on=day.isoformat(), ends_on=day.isoformat())
    moved.starts_on = moved.ends_on = later
    moved.status = "moved"
    moved.save()
    _event_that_is_over((timezone.localdate() - timedelta(days=30)).isoformat())


def _event_that_is_over(day):
    over = _event("over", starts_on=day, ends_on=day, city_role="speaker", people_count=3)
    Material.objects.create(
        event=over,
        title="Slides",
        url="https://example.org/slides.pdf",
        language="en",
        is_accessible=False,
    )
    _benefit(over)
    Takeaway.objects.create(event=over, title_fi="Selvitetään", owner_role_fi="Koordinaattori")


def _benefit(event):
    """A benefit with all that one can have, at the end of a takeaway and before an action."""
    benefit = Benefit.objects.get(slug="icc-advice-from-nordic-mentor-cities")
    benefit.measure_amount, benefit.measure_unit, benefit.effort = 12, "hours", "1_to_5"
    benefit.evidence_fi, benefit.evidence_on = "Esimerkki: kokouksen muistio.", "2022-05"
    benefit.basket = ThematicBasket.objects.get(slug="green-economy")
    benefit.city = City.objects.public().get(slug="espoo")
    benefit.save()
    benefit.actions.set(StrategyAction.objects.filter(code__in=["1.A.1", "3.I.70"]))
    Takeaway.objects.create(event=event, title_fi="Kokeillaan", benefit=benefit)


def _event(name, **fields):
    titles = {f"title_{code}": f"{MARK[code]}: {name}" for code in LANGUAGES}
    return factories.make_event(
        programme=Programme.objects.get(slug="icc"), slug=f"example-{name}", **titles | fields
    )


def _milestones():
    action = StrategyAction.objects.get(code="1.A.1")
    factories.make_milestone(action=action, title_fi="Esimerkki: selvitys", due_on="2024-06")
    factories.make_milestone(action=action, title_fi="Esimerkki: päätös", due_on="2027")


def _proposal():
    """A correction that waits for a second person."""
    report = _report("example-1", "1.A.5")
    Correction.objects.create(
        report=report,
        changes={"percent": [report.percent, report.percent - 5]},
        category=Correction.Category.TYPING_ERROR,
        reason="Esimerkkiteksti: luku oli kirjattu väärin.",
        language="fi",
        proposed_by=User.objects.get(username="demo-coordinator"),
        proposed_at=timezone.now(),
    )


def _stored_link():
    """A link that has failed for three days, and one that has moved."""
    event, day = factories.Event.objects.get(slug="example-upcoming"), timezone.localdate()
    places = [["events.event", event.pk, "join_url"]]
    Link.objects.create(
        address="https://example.org/old",
        checked_at=timezone.now(),
        state="moved",
        status_code=200,
        moved_to="https://example.org/new",
    )
    return Link.objects.create(
        address=event.join_url,
        places=places,
        checked_at=timezone.now(),
        state="broken",
        problem="status",
        status_code=404,
        failing_since=day - timedelta(days=2),
        failed_on=day,
        failed_days=3,
    )


def _keys():
    """The keys that stand in addresses of the back office."""
    return {
        "stored_link": _stored_link().pk,
        "feedback": factories.make_feedback(name="Esimerkki", email="a@example.org").pk,
        "statement": AccessibilityStatement.objects.get().pk,
        "event": factories.Event.objects.get(slug="example-upcoming").pk,
        "programme": Programme.objects.get(slug="icc").pk,
        "city": City.objects.get(slug="pori").pk,
        "action": StrategyAction.objects.get(code="1.A.1").pk,
        "round": ReportingRound.objects.get(slug="example-1").pk,
        "report": _report("example-2", "1.B.11").pk,
        "person": Person.objects.get(name="Esimerkki Raportoija").pk,
        "user": User.objects.get(username="demo-reporter").pk,
    }


def _links():
    """The secrets of e-mailed links: one that lasts, one to be worn out, one a language to be ended."""
    reporter = Person.objects.get(name="Esimerkki Raportoija")
    made = {
        "link": links.link_for(_report("example-2", "1.D.33"), reporter),
        "busy": links.link_for(_report("example-2", "1.D.31"), reporter),
    }
    for code in LANGUAGES:
        person = Person.objects.create(name=f"Esimerkki {code}", email=f"{code}@example.org")
        made[f"ended_{code}"] = links.link_for(_report("example-2", "1.D.33"), person)
    return {name: links.secret_of(link) for name, link in made.items()}


def _report(round, code):
    return ActionReport.objects.get(round__slug=round, action__code=code)
