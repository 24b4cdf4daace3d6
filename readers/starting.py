"""What a new site says of itself: what was really assessed, and that nobody of the city has confirmed it."""

from datetime import date

from readers.models import AccessibilityStatement, Keeper, Shortcoming

ASSESSED_ON = date(2026, 11, 26)
STATEMENT = {
    "compliance": AccessibilityStatement.Compliance.PARTIAL,
    "assessor": AccessibilityStatement.Assessor.SELF,
    "assessed_on": ASSESSED_ON,
    "made_on": ASSESSED_ON,
    "is_public": True,
    "assessment_fi": (
        "Jokainen sivutyyppi on tarkistettu ohjelmallisesti suomeksi, ruotsiksi ja englanniksi, vaaleana ja tummana, "
        "320 ja 1280 kuvapisteen levyisenä: axe-core etsii WCAG-ohjeiston versioiden 2.0–2.2 tasojen A ja AA esteitä "
        "ja W3C:n tarkistin merkkausvirheitä. Näppäimistökäyttöä kokeillaan selaimessa ohjelmallisesti. Tarkistukset "
        "tehdään uudelleen jokaisen muutoksen yhteydessä. Arviointia ruudunlukuohjelmalla tai vammaisten käyttäjien "
        "kanssa ei ole vielä tehty."
    ),
    "assessment_sv": (
        "Varje typ av sida har granskats maskinellt på finska, svenska och engelska, i ljust och mörkt läge, vid "
        "bredderna 320 och 1280 bildpunkter: axe-core söker hinder enligt nivåerna A och AA i WCAG 2.0–2.2 och W3C:s "
        "granskningsprogram söker fel i uppmärkningen. Användning med tangentbord provas maskinellt i en webbläsare. "
        "Granskningarna görs på nytt vid varje ändring. Någon bedömning med skärmläsare eller tillsammans med "
        "användare med funktionsnedsättning har ännu inte gjorts."
    ),
    "assessment_en": (
        "Each kind of page has been checked by programs in Finnish, Swedish and English, in light and dark colours, at "
        "320 and 1280 pixels: axe-core looks for barriers by WCAG 2.0 to 2.2, levels A and AA, and the checker of the "
        "W3C for errors of markup. Use by keyboard is tried by a program in a browser. The checks are repeated with "
        "each change. There has been no assessment yet with a screen reader or together with disabled users."
    ),
    "authority_fi": (
        "Liikenne- ja viestintävirasto Traficom\nDigitaalisen esteettömyyden ja saavutettavuuden valvontayksikkö"
    ),
    "authority_sv": (
        "Transport- och kommunikationsverket Traficom\nEnheten för tillsyn över digital tillgänglighet"
    ),
    "authority_en": (
        "Finnish Transport and Communications Agency Traficom\nDigital Accessibility Supervision Unit"
    ),
    "authority_url": "https://www.saavutettavuusvaatimukset.fi/",
    "authority_email": "saavutettavuus@traficom.fi",
    "authority_phone": "029 534 5000",
}
SHORTCOMINGS = [
    {
        "text_fi": "Tapahtumien aineistot ja raporttien liitteet (esitykset, PDF-tiedostot ja muut asiakirjat).",
        "text_sv": "Material från evenemang och bilagor till rapporter (presentationer, PDF-filer och andra dokument).",
        "text_en": "Materials of events and attachments of reports (presentations, PDF files and other documents).",
        "criterion": "1.3.1",
        "reason_fi": "Tiedostot ovat monen tekijän työtä, eikä niiden saavutettavuutta ole arvioitu. Niistä voi puuttua "
        "otsikoita, tekstivastineita tai lukemisjärjestys.",
        "reason_sv": "Filerna har gjorts av många, och deras tillgänglighet har inte bedömts. De kan sakna rubriker, "
        "textalternativ eller läsordning.",
        "reason_en": "The files are the work of many, and their accessibility has not been assessed. They may lack "
        "headings, text alternatives or an order of reading.",
        "instead_fi": "Pyydä sisältö saavutettavassa muodossa palautelomakkeella.",
        "instead_sv": "Be om innehållet i tillgänglig form med responsblanketten.",
        "instead_en": "Ask for the content in an accessible form by the feedback form.",
    },
]


def state_first():
    """Make the first statement and an empty keeper, each only where there is none."""
    Keeper.objects.get_or_create(pk=1)
    if AccessibilityStatement.objects.exists():
        return
    statement = AccessibilityStatement.objects.create(**STATEMENT)
    for shortcoming in SHORTCOMINGS:
        Shortcoming.objects.create(statement=statement, **shortcoming)
