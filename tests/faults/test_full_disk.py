"""There is no room left on a disk: a sentence, nothing half-written, and pages all the same."""

import gc
import logging
import os
import warnings
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from reporting.models import ActionReport, ReportAttachment
from tests import factories
from tests.faults.cluster import link_to
from tests.faults.crowds import visit
from tests.faults.disks import files_no_larger_than, tiny_disk
from tests.reporting.factories import make_person
from tests.reporting.pages import controls, make_draft, words

NEW_WORDS = "Written while the disk was full."
MEGABYTE = 1024**2
IN_THE_FORM = "The file could not be kept just now."
SENTENCES = {
    "en": "There is no room for files on the site.",
    "fi": "Sivustolla ei ole tilaa tiedostoille.",
    "sv": "Det finns inte plats för filer på webbplatsen.",
}


@pytest.fixture
def report(transactional_db):
    return make_draft(make_person())


@pytest.fixture
def media(settings, tmp_path):
    """Where uploads go."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def attach(report, size, language="en"):
    """Write something, and attach a document of so many bytes."""
    client = Client(raise_request_exception=False)
    url = f"/{language}/report/link/{link_to(report)}/"
    sent = controls(client.get(url)) | {"move": "save", "summary": NEW_WORDS}
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7" + os.urandom(size), "application/pdf")
    return client.post(url, sent | {"file": file, "file_title": "Plan"}, follow=True)


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", ["a full disk", "a file that may not grow"])
def test_file_that_finds_no_room_is_named_and_the_words_are_kept(report, media, settings, kind):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * MEGABYTE
    is_disk = kind == "a full disk"
    no_room = tiny_disk(media) if is_disk else files_no_larger_than(16 * MEGABYTE)

    with no_room:
        page = attach(report, 200_000 if is_disk else 17 * MEGABYTE)
        left = files_in(media)

    assert page.status_code == 200
    assert IN_THE_FORM in words(page)
    assert (left, ReportAttachment.objects.count()) == ([], 0)
    report = ActionReport.objects.get(pk=report.pk)
    assert report.summary_en == NEW_WORDS
    call_command("verify_reports", stdout=StringIO())

    again = attach(report, 1000)

    assert IN_THE_FORM not in words(again)
    assert ReportAttachment.objects.get().file.size == 1008


def test_upload_that_cannot_even_be_received_is_a_sentence(
    report, media, settings, tmp_path, language, caplog
):
    # What is logged for the tests is kept, and with it all that was at hand.
    caplog.set_level(logging.CRITICAL, logger="django.request")
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    with files_no_larger_than(16 * MEGABYTE):
        page = attach(report, 17 * MEGABYTE, language)

    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert [SENTENCES[each] in words(page) for each in SENTENCES] == [
        each == language for each in SENTENCES
    ]
    assert "no-store" in page["Cache-Control"]
    assert ReportAttachment.objects.count() == 0
    assert ActionReport.objects.get(pk=report.pk).version == report.version
    # What has come of it goes with the request; of that Python says that it closes it itself.
    del page
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    assert files_in(tmp_path) == []


def test_pages_are_shown_while_there_is_no_room_to_keep_them(transactional_db, folder, serve):
    factories.make_city(name_en="Pori")
    pages = [f"/en/cities/?q={number}" for number in range(40)]
    kept = folder / "pages"

    with tiny_disk(kept), serve() as server:
        for _time in range(2):
            visits = [visit(server.ask, page) for page in pages]
            assert {each.status for each in visits} == {200}
            assert all(each.body.endswith(b"</html>\n") for each in visits)
        assert "A page could not be kept: [Errno 28] No space left" in server.written()
        whole = sorted(path.stat().st_size for path in kept.glob("*.djcache"))
        # What was begun and found no room has been taken away again.
        assert len(whole) > 2
        assert whole[0] > 100
        assert {path.suffix for path in files_in(kept)} == {".djcache"}
