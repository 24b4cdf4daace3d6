"""The settings of production, but that no page is kept: every answer is made anew. On Python's path as `nothing_kept`."""

from icc_site.settings import *
from icc_site.settings import CACHES, NOTHING_KEPT

CACHES["pages"] = NOTHING_KEPT
