"""To be written."""

from programme.feeds import NewsFeed


class CorrectionFeed(NewsFeed):
    """To be written."""
