"""The PDF for the council: one accessible sheet that says what the page says."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from council import situation
from council.facts import facts_of
from council.letters import printable
from council.paper import pdf
from council.sheet import in_words
from programme.languages import Shown
from reporting.models import ReportComment, State
from reporting.queries import counted_rounds
from tests.council import pages
from tests.factories import (
    make_action,
    make_basket,
    make_benefit,
    make_city,
    make_event,
    make_membership,
    make_milestone,
    make_participation,
    make_phase,
    make_programme,
    make_strategy,
)
from tests.reporting import rows
from tests.reporting.factories import make_person, make_report, make_round, make_user

pytestmark = pytest.mark.django_db
LANGUAGES = ("fi", "sv", "en")
MARKUP = r'#import "x.typ" *bold* $x^2$ \ " ] } <label> @ref // /* #sys.inputs `raw` = head'


def of_round(round):
    """The situation of a round as the views have it."""
    return situation.of_round(counted_rounds().get(pk=round.pk))


def in_all(field, text):
    return {f"{field}_{code}": text for code in LANGUAGES}


@pytest.fixture
def full():
    """A round of which every part of the sheet has something to say."""
    programme = make_programme(**in_all("name", "Intelligent Cities Challenge"))
    spring = make_round(programme=programme, starts_on="2025-01-01", ends_on="2025-06-30")
    autumn = make_round(programme=programme, starts_on="2025-07-01", ends_on="2025-12-31")
    fill(programme, "Hyöty", "Uusi silta")
    for action in rows.make_actions(programme, 3, ends_on="2024"):
        for round in (spring, autumn):
            rows.approved(round, action, obstacles_fi="Osia puuttuu.")
    make_report(round=autumn)
    return autumn


def fill(programme, benefit, title):
    """The home city with its basket and a phase; benefits, a late action, an event to come."""
    home = make_city(is_home=True, **in_all("name", "Pori"))
    participation = make_participation(
        city=home, programme=programme, role="core", role_basis="stated"
    )
    basket = make_basket(programme=programme, **in_all("name", title))
    make_membership(participation=participation, basket=basket)
    make_phase(programme=programme, starts_on="2020", ends_on="2021", **in_all("name", title))
    for number in range(3):
        make_benefit(starts_on=f"202{number}", **in_all("title", f"{benefit} {number}"))
    strategy = programme.strategies.first() or make_strategy(programme=programme)
    action = make_action(strategy=strategy, **in_all("title", title))
    make_milestone(action=action, due_on="2023-05", **in_all("title", title))
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    make_event(starts_on=day, ends_on=day, **in_all("title", title), **in_all("place", title))


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_is_tagged_and_has_language_and_title(client, full, language):
    file = pages.opened(pages.pdf(client, full, language))

    root, meta = file.Root, file.open_metadata()
    assert bool(root.MarkInfo.Marked) is True
    assert root.StructTreeRoot.K is not None
    assert str(root.Lang) == language
    assert bool(root.ViewerPreferences.DisplayDocTitle) is True
    assert meta["pdfuaid:part"] == "1"
    with translation.override(language):
        sheet = in_words(facts_of(of_round(full)), "")
    assert meta["dc:title"] == sheet["document_title"]
    assert sheet["title"] in sheet["document_title"]


def test_paper_has_headings_a_table_with_header_cells_and_lists(client, full):
    file = pages.opened(pages.pdf(client, full))

    tags = [str(each.S) for each in elements(file.Root.StructTreeRoot)]
    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 6
    assert (tags.count("/Table"), tags.count("/TH")) == (1, 2)
    assert (tags.count("/L"), tags.count("/Link")) == (2, 1)


def elements(node):
    """The elements of the structure below a node, in the order of reading."""
    children = node.get("/K", [])
    for child in children if hasattr(children, "append") else [children]:
        if hasattr(child, "keys") and "/S" in child:
            yield child
            yield from elements(child)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_of_round", [True, False])
def test_paper_says_what_the_page_says(client, full, language, is_of_round):
    round = full if is_of_round else None
    paper = pages.paper_words(pages.pdf(client, round, language))
    page = pages.words(client, round, language)
    with translation.override(language):
        about = of_round(full) if is_of_round else situation.now()
        sheet = in_words(facts_of(about), "http://testserver" + pages.address("summary", round))

    said = [sheet["situation"], sheet["status_sentence"], sheet["approved"], sheet["late_note"]]
    said += [sheet["benefits_note"], sheet["short_hash"]]
    said += ["".join(part.text for part in sheet[name]) for name in ("compared", "missing")]
    for figure in sheet["figures"]:
        said += [f"{figure['number']} {figure['whole']}".strip(), figure["change"]]
    said += [benefit["title"].text for benefit in sheet["benefits"]]
    said += [f"{late['code']} {late['title'].text}" for late in sheet["late"]]
    said += [sheet["event"]["title"].text, sheet["event"]["when"]]
    assert [text for text in said if squeezed(text) not in squeezed(paper)] == []
    assert [text for text in said if squeezed(text) not in squeezed(page)] == []
    assert len([text for text in said if text]) > 20


def squeezed(text):
    """A text without spaces, which a reader of PDF guesses where letters of two sizes meet."""
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["W" * 400, "Mm " * 150, "w" * 28, "Ääkköspitkäsana " * 30])
def test_paper_is_one_sheet_however_long_the_texts_are(client, language, word):
    programme = make_programme(**in_all("name", word[:200]))
    earlier = make_round(programme=programme, starts_on="2025-01-01", ends_on="2025-06-30")
    round = make_round(programme=programme, is_example=True, **in_all("name", word[:200]))
    fill(programme, word[:150], word[:200])
    for _ in range(11):
        make_phase(programme=programme, starts_on="2020-11-30", **in_all("name", word[:200]))
    for action in rows.make_actions(programme, 6, ends_on="2020", **in_all("title", word[:300])):
        make_milestone(action=action, due_on="2020-11", **in_all("title", word[:200]))
        make_milestone(action=action, due_on="2020-12", **in_all("title", word[:200]))
        rows.approved(round, action, obstacles_fi=word[:400], summary_fi="Tehty.")
    for number in range(20):
        action = make_action(code=f"{number}.LONG-CODE-OF-THIRTY-LETTER")
        make_report(round=round, action=action)
    rows.close(round)
    earlier.delete()

    for about in (round, None):
        assert pages.sheets(pages.pdf(client, about, language)) == 1


def test_what_people_write_is_never_markup(client):
    programme = make_programme(**in_all("name", MARKUP[:60]))
    round = make_round(programme=programme, **in_all("name", MARKUP[:60]))
    fill(programme, MARKUP, MARKUP)
    (action,) = rows.make_actions(programme, 1, ends_on="2024", **in_all("title", MARKUP))
    rows.approved(round, action, obstacles_fi=MARKUP)

    text = squeezed(pages.paper_words(pages.pdf(client, round, "fi")))

    shown = squeezed(MARKUP)
    # Benefits, the late actions with their reason, the next event.
    assert text.count(shown) == 3 + 2 + 1 + 1
    assert text.count(shown[:30]) > text.count(shown)


def test_names_of_all_europe_have_their_letters(client):
    names = "Kavála Καβάλα Пловдив Łódź Győr Žďár Iași Ħamrun Şişli Ķegums Þór"
    make_benefit(**in_all("title", names))

    assert names in pages.paper_words(pages.pdf(client))


def test_letters_without_a_shape_are_marked_and_never_stop_the_paper(client):
    make_benefit(
        **in_all("title", "Silta 🌉 漢字 عربى \x07 👩\u200d🚒 ❤\ufe0f \ue000 \u0600 valmis")
    )

    answer = pages.pdf(client, language="fi")

    text = squeezed(pages.paper_words(answer))
    assert "Silta□□□□□□□□□" in text
    assert "valmis" in text
    assert "漢字" in pages.html(client, language="fi")


def test_every_letter_that_we_take_for_printable_is(full):
    with translation.override("en"):
        sheet = in_words(facts_of(of_round(full)), "http://testserver/")
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    known = [letter for letter in letters if printable(letter) == letter]
    (benefit, *_others) = sheet["benefits"]
    parts = [" ".join(known[at : at + 100]) for at in range(0, len(known), 100)]
    sheet["benefits"] = [benefit | {"title": Shown(part, "en")} for part in parts]

    assert {*"ÄöåČšłħșΩЖ€–…□"} <= {*known}
    assert len(known) > 1500
    assert pdf(sheet).startswith(b"%PDF")


def test_same_data_makes_the_same_file(client, full):
    first = pages.pdf(client, full, "fi")

    assert hashlib.sha256(pages.pdf(client, full, "fi")).digest() == hashlib.sha256(first).digest()
    make_milestone(action=make_action(), due_on="2024")
    assert pages.pdf(client, full, "fi") != first


def test_two_readers_at_once_get_a_sheet_each(full):
    with translation.override("en"):
        sheet = in_words(facts_of(of_round(full)), "http://testserver/")

    with ThreadPoolExecutor(4) as readers:
        files = list(readers.map(pdf, [sheet] * 8))

    assert len(set(files)) == 1


def test_file_has_a_name_that_tells_what_it_is(client, full):
    answer = client.get(pages.address("summary_pdf", full, "sv"))

    day = timezone.localdate().isoformat()
    name = f'inline; filename="summary-{full.slug}-{day}-sv.pdf"'
    assert answer["Content-Disposition"] == name
    assert not answer.cookies
    assert answer["Cache-Control"].startswith("public, max-age=")


SECRET = "Salaisuus"


def test_nothing_that_is_not_public_is_on_page_paper_or_in_the_data(client, full):
    programme = full.programme
    (action, draft, sent) = rows.make_actions(programme, 3, ends_on="2023", internal_notes=SECRET)
    secret = {"summary_fi": SECRET, "obstacles_fi": SECRET, "next_steps_fi": SECRET}
    make_report(round=full, action=draft, state=State.DRAFT, **secret)
    report = make_report(round=full, action=sent, state=State.SUBMITTED, **secret)
    ReportComment.objects.create(report=report, text=SECRET, written_by=make_user("approver"))
    make_report(round=full, action=action, reporter=make_person(name=SECRET))
    hidden = {"is_public": False}
    late = {"ends_on": "2019"}
    strategy = programme.strategies.first()
    make_milestone(
        action=make_action(strategy=strategy, **in_all("title", SECRET), **hidden, **late),
        due_on="2019",
        **in_all("title", SECRET),
    )
    make_benefit(standing="received", source_url="https://e.org/", starts_on="2025", **hidden)
    make_benefit(**in_all("title", SECRET), starts_on="2025", **hidden)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    make_event(**in_all("title", SECRET), starts_on=tomorrow, ends_on=tomorrow, **hidden)
    make_event(
        **in_all("title", "Avoin"),
        starts_on=tomorrow,
        ends_on=tomorrow,
        note_fi=SECRET,
        join_url=f"https://example.org/{SECRET}",
        join_audience="participants",
    )
    for event in range(2):
        make_event(city_role="host", starts_on="2024", ends_on="2024", is_public=event == 1)

    for round in (full, None):
        data = pages.data(client, round)
        shown = [pages.html(client, round, "fi"), data.content.decode()]
        shown.append(pages.paper_words(pages.pdf(client, round, "fi")))
        assert [draft.code in text for text in shown] == [True] * 3
        assert [SECRET in text for text in shown] == [False] * 3
        figures = {each["name"]: each["number"] for each in data.json()["figures"]}
        assert (figures["benefits"], figures["events"]) == (0, 1)
