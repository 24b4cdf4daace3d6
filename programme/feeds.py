"""News as an Atom feed (RFC 4287)."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from programme.languages import shown
from programme.models import City, NewsItem


class NewsFeed(Feed):
    """The latest items, in the language of the address."""

    feed_type = Atom1Feed

    def title(self):
        home = City.objects.home().first()
        return f"{_('News')} – {home.name}" if home else _("News")

    def link(self):
        return reverse("programme:news_list")

    @property
    def language(self):
        return get_language()

    def items(self):
        return NewsItem.objects.public()[:50]

    def item_title(self, item):
        return shown(item, "title").text

    def item_description(self, item):
        return shown(item, "summary").text

    def item_updateddate(self, item):
        """Atom demands an instant: the first that the date can mean."""
        day = item.published_on.earliest
        return timezone.make_aware(timezone.datetime(day.year, day.month, day.day)) if day else None
