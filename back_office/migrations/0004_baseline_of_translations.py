"""The texts that were there before the board: each translation is right beside its source of today."""

from hashlib import blake2b

from django.db import migrations

FI_FIRST, EN_FIRST = ("fi", "en", "sv"), ("en", "fi", "sv")
# The texts of each model as of this migration, and in which language they are first written.
TEXTS = {
    "programme.Objective": (["name"], FI_FIRST),
    "programme.Organisation": (["name"], FI_FIRST),
    "programme.ThematicBasket": (["name"], FI_FIRST),
    "programme.Programme": (["name", "summary"], FI_FIRST),
    "programme.City": (["name"], EN_FIRST),
    "programme.Phase": (["name", "deliverables"], FI_FIRST),
    "programme.Strategy": (["name", "adopted_by"], FI_FIRST),
    "programme.StrategyAction": (["title", "aim", "why", "origin"], FI_FIRST),
    "programme.Milestone": (["title"], FI_FIRST),
    "programme.Indicator": (["name", "unit", "scope"], FI_FIRST),
    "programme.IndicatorValue": (["period_as_printed", "value_as_printed", "note"], FI_FIRST),
    "programme.Benefit": (["title", "description"], FI_FIRST),
    "programme.NewsItem": (["title", "summary"], FI_FIRST),
    "events.Event": (["title", "summary", "body", "place", "note"], FI_FIRST),
    "events.AgendaItem": (["title", "speaker_role"], FI_FIRST),
    "events.Material": (["title"], FI_FIRST),
    "events.Takeaway": (["title", "owner_role", "closed_reason"], FI_FIRST),
    "reporting.ReportingRound": (["name", "public_note"], FI_FIRST),
}


def fingerprint(text):
    written = (text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return blake2b(written.encode(), digest_size=16).hexdigest() if written else ""


def note(apps, schema_editor):
    Translation = apps.get_model("back_office", "Translation")
    for label, (fields, order) in TEXTS.items():
        columns = [f"{field}_{code}" for field in fields for code in order]
        rows = []
        for thing in apps.get_model(label).objects.values("pk", *columns):
            for field in fields:
                rows += translations(Translation, label.lower(), thing, field, order)
        Translation.objects.bulk_create(rows, 1000)


def translations(Translation, label, thing, field, order):
    hashes = {code: fingerprint(thing[f"{field}_{code}"]) for code in order}
    source = next((code for code in order if hashes[code]), None)
    for code in order if source else []:
        # A city without a name of its own in a language has the English one.
        is_needed = label != "programme.city" or bool(hashes[code])
        is_made = bool(hashes[code]) or not is_needed
        yield Translation(
            model=label,
            object_id=thing["pk"],
            field=field,
            language=code,
            source_language=source,
            source_hash=hashes[source],
            text_hash=hashes[code],
            made_from=hashes[source] if is_made else "",
            is_needed=is_needed,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("back_office", "0003_translations"),
        ("events", "0001_events"),
        ("programme", "0004_indicator_roll_up"),
        ("reporting", "0003_groups"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
