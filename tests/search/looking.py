"""What a visitor sees of the search."""

import re

from django.utils.html import strip_tags


def page_of(client, query, language="fi", **choices):
    """The page of hits, as text."""
    answer = client.get(f"/{language}/search/", {"q": query} | choices)
    assert answer.status_code == 200
    return answer.content.decode()


def hits_of(client, query, language="fi", **choices):
    """The addresses of the hits, below the language, in their order."""
    page = page_of(client, query, language, **choices)
    return re.findall(rf'hit__title"><a href="/{language}/([^"]*)"', page)


def titles_of(client, query, language="fi"):
    """What the hits are called, without their codes, in their order."""
    link = r'hit__title"><a[^>]*>(?:<span class="hit__code">.*?</span> )?(.*?)</a>'
    titles = re.findall(link, page_of(client, query, language))
    return [strip_tags(title) for title in titles]


def marked(page):
    """What is marked, in its order."""
    return re.findall(r"<mark>(.*?)</mark>", page)
