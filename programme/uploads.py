"""Files that people attach: what they are is read from what they hold."""

import zipfile
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

LARGEST = 20 * 1024 * 1024
# A picture that unpacks to more than this would fill the memory.
MOST_PIXELS = 40_000_000
PICTURES = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
# Office documents are archives; the folder tells which kind (ECMA-376, part 2).
DOCUMENTS = {"word/": "docx", "ppt/": "pptx", "xl/": "xlsx"}
NOT_ALLOWED = _(
    "The file is not a PDF, a Word, PowerPoint or Excel document without macros, "
    "nor a PNG, JPEG or WebP picture. Save it as one of these and choose it again."
)


class WholeFiles(FileSystemStorage):
    """Keeps a file whole or not at all: what a full disk has cut off is taken away again."""

    def _save(self, name, content):
        is_new = not self.exists(name)
        try:
            return super()._save(name, content)
        except OSError:
            if is_new:
                self.delete(name)
            raise


def checked(upload):
    """
    The file to keep, its ending that of its content; pictures are encoded anew.

    Raises ValidationError, with a sentence, for what is too large or of another kind.
    """
    if upload.size > LARGEST:
        raise ValidationError(
            _("The file is larger than %(most)s megabytes. Make it smaller, or link to it."),
            params={"most": LARGEST // 1024**2},
        )
    content = upload.read()
    ending = _document(content)
    if ending is None:
        content, ending = _picture(content)
    return ContentFile(content, name=f"file.{ending}")


def _document(content):
    """The ending of a document, None if it is not one."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError):
        raise ValidationError(NOT_ALLOWED) from None
    endings = [
        DOCUMENTS[part] for part in DOCUMENTS if any(name.startswith(part) for name in names)
    ]
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    if "[Content_Types].xml" not in names or len(endings) != 1 or has_macros:
        raise ValidationError(NOT_ALLOWED)
    return endings[0]


def _picture(content):
    """A picture without what was hidden beside it, such as the place where it was taken."""
    try:
        picture = Image.open(BytesIO(content), formats=list(PICTURES))
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(NOT_ALLOWED)
        kind = picture.format
        clean = Image.new(picture.mode, picture.size)
        clean.paste(picture)
        if picture.mode == "P":
            clean = picture.convert("RGBA")
        clean.info.clear()
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise ValidationError(NOT_ALLOWED) from None
    out = BytesIO()
    clean.save(out, kind)
    return out.getvalue(), PICTURES[kind]
