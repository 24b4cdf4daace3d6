"""The sheet as its readers have it: the words of the page, of the PDF, the data."""

import re
from io import BytesIO

import pikepdf
import pypdfium2
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags


def address(name="summary", round=None, language="en"):
    """Where a page, a "…_pdf" or a "…_json" is, of a round or of today."""
    with translation.override(language):
        if round is None:
            return reverse(f"council:{name}")
        return reverse(f"council:round_{name}", args=[round.slug])


def html(client, round=None, language="en"):
    """The page."""
    answer = client.get(address("summary", round, language))
    assert answer.status_code == 200
    return answer.content.decode()


def words(client, round=None, language="en"):
    """What stands on the page for a reader, in one line."""
    page = html(client, round, language)
    main = page[page.index("<main") : page.index("</main>")]
    return one_line(
        strip_tags(re.sub(r"(</(?:d[dt]|t[dh]|h\d|p|li|a|b|small)>|<br>)", r"\1 ", main))
    )


def pdf(client, round=None, language="en"):
    """The file."""
    answer = client.get(address("summary_pdf", round, language))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def paper_words(content):
    """What stands on paper, in one line: where a word was broken at the end of a line, whole."""
    file = pypdfium2.PdfDocument(content)
    text = file[0].get_textpage().get_text_range()
    return one_line(re.sub(r"[\ufffe\u00ad\u0002]\s*", "", text))


def sheets(content):
    """How many pages the file has."""
    return len(pypdfium2.PdfDocument(content))


def opened(content):
    """The file for looking into its structure."""
    return pikepdf.open(BytesIO(content))


def data(client, round=None, language="en"):
    """The data of which the hash is."""
    answer = client.get(address("summary_json", round, language))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    return answer


def one_line(text):
    """A text without its line breaks."""
    return re.sub(r"\s+", " ", text).strip()
