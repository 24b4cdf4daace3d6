"""News as an Atom feed (RFC 4287), and what all feeds of the site have in common."""

from io import StringIO
from urllib.parse import urlsplit

from django.contrib.syndication.views import Feed
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programme.home import home_city
from programme.languages import shown
from programme.models import NewsItem

# How many entries a feed has.
LONGEST = 50
# Control characters come along when text is pasted from slides; XML refuses them.
NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


class PermanentAtom(Atom1Feed):
    """
    Atom with ids that last.

    An address changes when staff correct it, and a reader would see every entry anew. So
    entries are known by tag URIs (RFC 4151) of site, language and row; a feed, of which
    several lead to the same page, by its own address.
    """

    def __init__(self, *args, feed_url=None, since=None, **kwargs):
        known_by = {"feed_url": feed_url, "feed_guid": feed_url}
        super().__init__(*args, **kwargs | known_by | {"since": since})

    def write(self, outfile, encoding):
        """In one piece: a feed has a thousand, and an answer takes each with much ado."""
        text = StringIO()
        super().write(text, encoding)
        outfile.write(text.getvalue())

    def add_item(self, title, link, description, unique_id=None, **kwargs):
        site, language = urlsplit(link).hostname, self.feed["language"]
        kwargs["unique_id"] = f"tag:{site},2026:{language}/{unique_id}"
        texts = [text.translate(NOT_IN_XML) for text in (title, description)]
        super().add_item(texts[0], link, texts[1], **kwargs)

    def latest_post_date(self):
        """When the latest entry was made; without any, since when there has been nothing new."""
        return super().latest_post_date() if self.items else self.feed["since"] or timezone.now()


class PublicFeed(Feed):
    """A feed in the language of its address, with the author that Atom demands."""

    feed_type = PermanentAtom

    @property
    def language(self):
        return get_language()

    def author_name(self):
        """The city's part in the network speaks."""
        return of_home_city("Intelligent Cities Challenge")


class NewsFeed(PublicFeed):
    """The latest items, in the language of the address."""

    def title(self):
        return of_home_city(_("News"))

    def link(self):
        return reverse("programme:news_list")

    def items(self):
        return NewsItem.objects.public()[:LONGEST]

    def item_title(self, item):
        return shown(item, "title").text

    def item_description(self, item):
        return shown(item, "summary").text

    def item_updateddate(self, item):
        """Atom demands an instant: the first that the date can mean, of an unknown one our own."""
        day = item.published_on.earliest
        if not day:
            return item.updated_at
        return timezone.make_aware(timezone.datetime(day.year, day.month, day.day))

    def item_guid(self, item):
        return f"news/{item.pk}"


def told_at(*waiting, at="updated_at"):
    """
    When visitors learned the latest of a row, to be sorted by.

    It was edited, or the time came for which it ("") or one of its parents ("programme__") waited.
    """
    return Greatest(at, *(Coalesce(f"{each}publish_at", at) for each in waiting))


def of_home_city(title):
    """A title with the city whose site it is."""
    home = home_city()
    return f"{title} – {home.name}" if home else title
