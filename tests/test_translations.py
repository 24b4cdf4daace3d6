"""Every text of the interface exists in Finnish and Swedish."""

import ast
import os
import shutil
import subprocess
import sys

import polib
import pytest
from django.conf import settings

LANGUAGES = ["fi", "sv"]


def catalogue(language):
    return settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_untranslated_or_guessed(language):
    messages = polib.pofile(str(catalogue(language)))

    assert len(messages) > 300
    assert [entry.msgid for entry in messages.untranslated_entries()] == []
    assert [entry.msgid for entry in messages.fuzzy_entries()] == []
    assert [entry.msgid for entry in messages.obsolete_entries()] == []
    for entry in messages:
        assert all(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_texts_are_those_of_the_source(language):
    source = polib.pofile(str(catalogue(language)))
    compiled = polib.mofile(str(catalogue(language).with_suffix(".mo")))

    assert texts(compiled) == texts(source)


def texts(messages):
    return {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in messages}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_every_text_of_the_code_is_in_the_catalogues(tmp_path):
    tree = tmp_path / "tree"
    packages = {path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py")}
    names = ["manage.py", *packages - {"bench", "tests"}, "templates", "locale"]
    for name in names:
        copy = shutil.copytree if (settings.BASE_DIR / name).is_dir() else shutil.copy
        tree.mkdir(exist_ok=True)
        copy(settings.BASE_DIR / name, tree / name)

    subprocess.run(
        [
            sys.executable,
            "manage.py",
            "makemessages",
            "-l",
            "fi",
            "-l",
            "sv",
            "--no-obsolete",
        ],
        cwd=tree,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "icc_site.settings"},
        check=True,
        capture_output=True,
    )

    for language in LANGUAGES:
        made = polib.pofile(str(tree / "locale" / language / "LC_MESSAGES" / "django.po"))
        kept = polib.pofile(str(catalogue(language)))
        assert {(e.msgctxt, e.msgid) for e in made} == {(e.msgctxt, e.msgid) for e in kept}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    for entry in polib.pofile(str(catalogue(language))):
        if "python-format" in entry.flags:
            singular, *plurals = [entry.msgstr_plural.get(0, entry.msgstr), *_plurals(entry)]
            # “One report” may say so in words or by its number.
            assert names(singular) in (names(entry.msgid), names(entry.msgid_plural)), entry.msgid
            assert all(names(text) == names(entry.msgid_plural) for text in plurals), entry.msgid


def _plurals(entry):
    return [text for number, text in entry.msgstr_plural.items() if number > 0]


def names(text):
    """The names between the parentheses of %(name)s."""
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def test_no_text_hides_in_a_formatted_string():
    """The extractor does not look into f-strings: a text there would stay English."""
    packages = [path.parent for path in settings.BASE_DIR.glob("*/__init__.py")]
    for path in [path for package in packages for path in package.rglob("*.py")]:
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(string, ast.JoinedStr):
                called = [n.func for n in ast.walk(string) if isinstance(n, ast.Call)]
                names = {func.id for func in called if isinstance(func, ast.Name)}
                assert names.isdisjoint({"_", "gettext", "ngettext", "pgettext"}), path
