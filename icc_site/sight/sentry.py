"""Errors to Sentry, or to a server that speaks like it. Imported only where one is named."""

import sentry_sdk
from django.conf import settings

from icc_site.sight.logs import request_id
from icc_site.sight.scrubbing import scrubbed

# What the library may add to an error by itself (it supersedes `send_default_pii`).
NOTHING = {
    "user_info": False,
    "cookies": {"mode": "off"},
    "http_headers": {"request": {"mode": "off"}},
    "http_bodies": [],
    "url_query_params": {"mode": "off"},
    "database_query_data": False,
    "stack_frame_variables": False,
}
# What the library would tell of a request besides its address.
NOT_TOLD = ["cookies", "data", "env", "headers", "query_string"]


def start(**options):
    """Tell errors from now on; `options` are those of `sentry_sdk.init`."""
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        data_collection=NOTHING,
        max_breadcrumbs=0,
        server_name="site",
        before_send=without_people,
        **options,
    )


def without_people(event, _hint):
    """The event without who it was, what they sent, and secrets in what is left."""
    event.pop("user", None)
    for name in NOT_TOLD:
        event.get("request", {}).pop(name, None)
    event["tags"] = event.get("tags", {}) | {"request": request_id.get() or "none"}
    return _everywhere(event)


def _everywhere(value):
    if isinstance(value, str):
        return scrubbed(value)
    if isinstance(value, dict):
        return {name: _everywhere(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_everywhere(each) for each in value]
    return value
