import re
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from events.models import Material
from programme import uploads
from tests.back_office.test_pages import form_data
from tests.factories import make_event
from tests.refusals import refused

PDF = b"%PDF-1.7\n%%EOF"
HIDDEN = b"hidden in the picture"


def upload(content, name="file.pdf"):
    return SimpleUploadedFile(name, content)


def office(*names):
    """An archive with the named parts, as Office makes them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def picture(kind, mode="RGB"):
    """A picture with something hidden beside it."""
    out = BytesIO()
    image = Image.new(mode, (8, 8), 128)
    exif = Image.Exif()
    exif[0x010E] = HIDDEN.decode()
    image.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (office("word/document.xml"), "docx"),
        (office("ppt/presentation.xml"), "pptx"),
        (office("xl/workbook.xml"), "xlsx"),
        (picture("PNG"), "png"),
        (picture("PNG", "P"), "png"),
        (picture("JPEG"), "jpg"),
        (picture("WEBP"), "webp"),
    ],
    ids=["pdf", "docx", "pptx", "xlsx", "png", "palette", "jpeg", "webp"],
)
def test_file_is_what_its_content_is_and_not_its_name(content, ending):
    kept = uploads.checked(upload(content, name="harmless.exe"))

    assert kept.name == f"file.{ending}"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_picture_is_encoded_anew_without_what_was_hidden_in_it(kind):
    content = picture(kind)

    kept = uploads.checked(upload(content)).read()

    assert HIDDEN in content
    assert HIDDEN not in kept
    assert Image.open(BytesIO(kept)).size == (8, 8)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90\x00",
        b"GIF89a" + b"\x00" * 20,
        b"PK\x03\x04 not an archive",
        office("word/document.xml", "word/vbaProject.bin"),
        office("evil/document.xml"),
        picture("PNG")[:40],
        b"",
    ],
)
def test_file_of_another_kind_is_refused_with_a_sentence(content):
    with pytest.raises(ValidationError) as refusal:
        uploads.checked(upload(content))

    with translation.override("en"):
        assert refusal.value.messages == [
            "The file is not a PDF, a Word, PowerPoint or Excel document without macros, "
            "nor a PNG, JPEG or WebP picture. Save it as one of these and choose it again."
        ]


def test_file_that_is_too_large_is_refused_with_a_sentence():
    with pytest.raises(ValidationError) as refusal:
        uploads.checked(upload(PDF + b"\0" * uploads.LARGEST))

    with translation.override("en"):
        assert refusal.value.messages == [
            "The file is larger than 20 megabytes. Make it smaller, or link to it."
        ]


def test_picture_that_unpacks_to_too_much_is_refused():
    out = BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")

    with pytest.raises(ValidationError):
        uploads.checked(upload(out.getvalue()))


@pytest.mark.django_db
def test_material_is_a_link_or_a_file():
    event = make_event()
    Material.objects.create(event=event, title_fi="Linkki", url="https://example.org/")
    Material.objects.create(event=event, title_fi="Tiedosto", file="materials/x.pdf")

    refused(Material.objects.create, event=event, title_fi="Ei kumpikaan")
    refused(
        Material.objects.create,
        event=event,
        title_fi="Molemmat",
        url="https://example.org/",
        file="materials/y.pdf",
    )


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def attach(client, event, content, **changes):
    address = reverse("admin:events_event_change", args=[event.pk])
    data = form_data(client.get(address)) | {
        "materials-TOTAL_FORMS": "1",
        "materials-0-title_fi": "Esitys",
        "materials-0-file": upload(content, "Esitys käyttäjältä.pdf"),
    }
    return client.post(address, data | changes)


@pytest.mark.django_db
def test_file_is_kept_under_a_name_that_nobody_can_guess(staff_client, media):
    event = make_event()

    attach(staff_client, event, PDF)

    name = event.materials.get().file.name
    assert re.fullmatch(r"materials/[\w-]{22}\.pdf", name)
    assert (media / name).read_bytes() == PDF


@pytest.mark.django_db
def test_wrong_file_is_refused_and_the_rest_of_the_form_is_kept(staff_client, media):
    event = make_event()

    answer = attach(staff_client, event, b"<script>", place_fi="Porin kaupungintalo")

    html = answer.content.decode()
    assert "Tiedosto ei ole PDF" in html
    assert 'value="Porin kaupungintalo"' in html
    assert 'value="Esitys"' in html
    assert not Material.objects.exists()
    assert list(media.iterdir()) == []


@pytest.mark.django_db
def test_kept_file_is_saved_by_the_browser_and_never_shown(client, staff_client, media):
    event = make_event()
    attach(staff_client, event, PDF)
    address = event.materials.get().get_absolute_url()

    answer = client.get(address)

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert address in client.get(f"/fi/events/{event.slug}/").content.decode()


@pytest.mark.django_db
def test_file_of_a_hidden_event_is_not_to_be_had(client, staff_client, media):
    hidden, shown = make_event(is_public=False), make_event()
    for event in (hidden, shown):
        attach(staff_client, event, PDF)

    refused_answer, answer = (
        client.get(event.materials.get().get_absolute_url()) for event in (hidden, shown)
    )
    answer.close()

    assert (refused_answer.status_code, answer.status_code) == (404, 200)


@pytest.mark.django_db
def test_file_that_is_gone_breaks_no_page(client, media):
    event = make_event()
    material = Material.objects.create(event=event, title_fi="Poissa", file="materials/gone.pdf")

    with translation.override("fi"):
        page = client.get(event.get_absolute_url())

    assert (page.status_code, "Poissa" in page.content.decode()) == (200, True)
    assert client.get(material.get_absolute_url()).status_code == 404
    assert client.get("/media/materials/..%2f..%2fdb.sqlite3").status_code == 404
