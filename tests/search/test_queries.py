"""What people write and what they expect: inflected, shortened, without dots, in their language."""

import re

import pytest

pytestmark = pytest.mark.django_db

# What stands on the page of the hits, below the language.
FINNISH = {
    # The base form of what was written.
    "kaupungeille": "cities/",
    "kaupungilla": "actions/1.E.36/",
    "ydinkaupunki": "news/#2020-07-core-cities-of-icc-announced-pori-included",
    "tapahtumista": "events/",
    "toimenpiteiden": "actions/ indicators/actions-in-the-roadmap/",
    "mittareita": "indicators/",
    "hyödyt": "benefits/",
    "hankinta": "actions/1.B.9/ strategies/resurssiviisas/#1.B",
    "hankinnoista": "actions/1.B.10/ indicators/annual-procurement-of-the-city/",
    "metsä": "actions/1.E.36/",
    "niitty": "actions/1.E.37/",
    "koulussa": "actions/2.G.57/ indicators/school-food-waste/",
    "pyörä": "actions/2.H.62/ indicators/length-of-the-walking-and-cycling-network/",
    "satama": "actions/3.I.71/",
    "tuulivoimaa": "actions/3.J.76/",
    "energia": "strategies/resurssiviisas/#3.J",
    "pormestari": "events/mayors-summit-2021/ events/mayors-forum-2022/",
    "työttömyys": "",
    "työtön": "indicators/unemployment-pori/ indicators/unemployment-satakunta/",
    "yritys": "indicators/robocoast-companies/",
    # Parts of compounds, in the middle and at the end.
    "päästö": "indicators/emission-reduction-hinku-target/",
    "kaasu": "indicators/emission-reduction-hinku-target/",
    "talous": "actions/1.A.5/",
    "hallitus": "news/#2021-01-18-city-board-approved-the-ecosystem-agreement",
    "työpaja": "events/dcc-workshop-3/ actions/2.F.50/",
    "sopimus": "actions/3.K.82/ actions/3.J.75/",
    # What a name is called, in which case and by whom.
    "porissa": "cities/pori/",
    "tampereelle": "cities/tampere/",
    "turussa": "cities/turku/",
    "hampurissa": "cities/hamburg/",
    "venezia": "cities/venice/",
    "Pohjoismaat": "events/chapter-nordic/",
    "gijon": "cities/gijon/",
    "castellon": "cities/castellon-de-la-plana/",
    "thessalonikissa": "events/dcc-academy-thessaloniki/ cities/thessaloniki/",
    "saksa": "cities/hamburg/",
    # Codes, beginnings, words without their dots, several words, and signs among them.
    "3.I.70": "actions/3.I.70/",
    "3.i": "strategies/resurssiviisas/#3.I actions/3.I.70/",
    "kaupun": "actions/1.D.33/",
    "kiertotal": "actions/1.A.5/",
    "paasto": "indicators/emission-reduction-hinku-target/",
    "ymparistoviikko": "news/#2025-06-02-first-environment-week-for-adults",
    "porin metsät": "actions/1.E.36/",
    "kiertotalous ja hankinnat": "indicators/circular-procurements/",
    "hinku-tavoite": "indicators/emission-reduction-hinku-target/",
    "“sini-viherverkosto”": "actions/1.D.27/",
    "green deal": "news/#2022-09-13-pori-prepares-the-circular-economy-green-deal-commitment",
    "city lab 2020": "events/city-lab-1/",
}
SWEDISH = {
    "städerna": "cities/ events/chapter-nordic/",
    "stad": "events/cities-selected/",
    "stadens": "indicators/annual-procurement-of-the-city/",
    "kärnstad": "news/#2020-07-core-cities-of-icc-announced-pori-included",
    "åtgärderna": "actions/ indicators/actions-in-the-roadmap/",
    "evenemanget": "events/",
    "indikatorerna": "indicators/ actions/1.A.5/",
    "upphandlingar": "actions/1.B.9/ strategies/resurssiviisas/#1.B",
    "skolorna": "actions/2.G.57/ indicators/school-food-waste/",
    "skog": "actions/1.E.36/",
    "ängar": "actions/1.E.37/",
    "buss": "indicators/emission-reduction-buses/",
    "hamnen": "actions/3.I.71/",
    "vindkraften": "actions/3.J.76/",
    "cykel": "indicators/length-of-the-walking-and-cycling-network/",
    "borgmästarna": "events/mayors-dialogue-2021/",
    "möte": "events/chapter-nordic/",
    "utsläppet": "indicators/emission-reduction-hinku-target/",
    "utslapp": "indicators/emission-reduction-hinku-target/",
    "arbetslösa": "indicators/unemployment-pori/",
    "företagen": "indicators/robocoast-companies/",
    "avtal": "actions/3.K.82/ baskets/green-economy/",
    "björneborgs": "cities/pori/ actions/1.E.36/",
    "pori": "cities/pori/",
    "åbo": "cities/turku/",
    "abo": "cities/turku/",
    "tammerfors": "cities/tampere/",
    "tyskland": "cities/hamburg/",
    "färdplan": "actions/1.A.6/ strategies/resurssiviisas/",
    "miljö": "actions/2.G.55/ indicators/nature-and-environment-outings/",
    "3.I.70": "actions/3.I.70/",
    "nordiska städer": "news/#2022-05-11-nordic-icc-cities-discussed-the-green-economy",
    "upphandl": "actions/1.B.9/",
    # A Finnish name in a Swedish text.
    "ravinnepankki": "indicators/food-saved-from-waste-ravinnepankki/",
}


def hits_of(client, language, query):
    """The addresses of the hits on the page, below the language."""
    page = client.get(f"/{language}/search/", {"q": query}).content.decode()
    return re.findall(rf'hit__title"><a href="/{language}/([^"]*)"', page)


@pytest.mark.parametrize(("language", "table"), [("fi", FINNISH), ("sv", SWEDISH)])
def test_people_find_what_they_expect(client, public_index, language, table):
    missing = {}
    for query, expected in table.items():
        hits = hits_of(client, language, query)
        for address in expected.split():
            if address not in hits:
                missing.setdefault(query, []).append((address, hits))

    assert missing == {}
