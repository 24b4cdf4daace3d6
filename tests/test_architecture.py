"""The rules of the house that a machine can check."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

TOPICS = {"programme", "events", "reporting"}
MAY_IMPORT = {
    "programme": set(),
    "changes": set(),
    "readers": {"programme"},
    "caching": {"changes"},
    "operations": {"changes"},
    "events": {"programme"},
    "reporting": {"programme", "operations"},
    "council": TOPICS,
    "search": TOPICS | {"changes", "operations"},
    "open_data": TOPICS | {"changes", "caching"},
    "back_office": TOPICS | {"accounts", "operations", "readers"},
    "accounts": set(),
    "privacy": {"reporting", "accounts", "readers", "back_office", "operations"},
}
# It puts all of them on the web.
MAY_IMPORT["icc_site"] = set(MAY_IMPORT)
# Where a package has one of them, from the top down; each is a module or a folder of modules.
LAYERS = ["urls", "admin", "views", "feeds", "forms", "transitions", "effects", "guards", "models"]


def modules(package):
    return sorted((settings.BASE_DIR / package).rglob("*.py"))


def imports(path):
    """The dotted names that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            yield node.module


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_package_imports_only_what_is_below_it(package):
    others = MAY_IMPORT.keys() - MAY_IMPORT[package] - {package}

    assert len(modules(package)) > 3
    for path in modules(package):
        imported = {name.split(".")[0] for name in imports(path)}
        assert not others & imported, path


@pytest.mark.parametrize("package", sorted(MAY_IMPORT.keys() - {"icc_site"}))
def test_layers_of_a_package_import_downward_only(package):
    for path in modules(package):
        layer = path.parent.name if path.parent.name in LAYERS else path.stem
        if layer not in LAYERS:
            continue
        above = tuple(f"{package}.{name}" for name in LAYERS[: LAYERS.index(layer)])
        assert not [name for name in imports(path) if name.startswith(above)], path


def test_nothing_is_imported_inside_a_function():
    for path in [path for package in MAY_IMPORT for path in modules(package)]:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                inner = [
                    n for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)
                ]
                assert not inner, path


def test_public_functions_and_classes_have_a_docstring():
    framework = {"Meta", "Media"}
    for path in [path for package in MAY_IMPORT for path in modules(package)]:
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree) or not tree.body, path
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and node.name not in framework:
                has_own_words = ast.get_docstring(node) or _says_it_by_its_base(node)
                assert has_own_words, f"{path}: {node.name}"


def _says_it_by_its_base(node):
    """Querysets, admin pages and translation options are what their base says."""
    bases = {getattr(base, "attr", getattr(base, "id", "")) for base in node.bases}
    known = ("QuerySet", "Admin", "Inline", "TranslationOptions")
    return any(base.endswith(known) for base in bases)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_modules_and_functions_stay_short(package):
    for path in modules(package):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        # The models of an aggregate refer to each other; settings are to be read in one place.
        is_one_whole = "models" in path.parts or path.name == "settings.py"
        assert text.count("\n") <= (300 if is_one_whole else 250), path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 40, f"{path}: {node.name}"


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def production(*arguments, **variables):
    """A command of manage.py in a process that has production's variables only."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SECRET_KEY": "production-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
        "DJANGO_ALLOWED_HOSTS": "icc.example.org",
    }
    return subprocess.run(
        [sys.executable, Path(settings.BASE_DIR) / "manage.py", *arguments],
        env={name: value for name, value in (environment | variables).items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_of_production_pass_the_deployment_check():
    answer = production("check", "--deploy", "--fail-level=WARNING")

    assert (answer.returncode, answer.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


def test_site_does_not_start_without_a_secret_key():
    answer = production("check", DJANGO_SECRET_KEY="")

    assert answer.returncode != 0
    assert "Set the DJANGO_SECRET_KEY environment variable" in answer.stderr


def test_empty_variables_mean_the_defaults():
    answer = production("check", DATABASE_URL=" ".strip(), DATA_DIR="")

    assert answer.returncode == 0
