"""What a browser has sent, changed before the form reads it: a field, or the order of the parts."""

import re

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper


def put(data, name, bound):
    """Let the sent data say of `name` what `bound`, a field of a form from the database, says."""
    widget, value = bound.field.widget, bound.value()
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.FileInput):
        return
    if isinstance(widget, forms.CheckboxInput):
        data.setlist(name, ["on"] if value else [])
    elif isinstance(widget, forms.MultiWidget):
        parts = zip(widget.widgets_names, widget.widgets, widget.decompress(value), strict=True)
        for suffix, each, part in parts:
            data[name + suffix] = each.format_value(part) or ""
    else:
        written = widget.format_value(value)
        data.setlist(name, written if isinstance(written, list) else [written or ""])


def rows_sent(data, prefix):
    """How many parts the data has under a prefix, and how many of them were rows when it was opened."""
    numbers = (data.get(f"{prefix}-{name}_FORMS", "") for name in ("TOTAL", "INITIAL"))
    return tuple(int(number) if number.isdecimal() else 0 for number in numbers)


def rearrange(data, prefix, order, initial):
    """Number the parts anew in the `order` of their old numbers; the first `initial` are rows."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d+)-(.+)")
    rows = {}
    for key in list(data):
        if match := pattern.fullmatch(key):
            rows.setdefault(int(match[1]), {})[match[2]] = data.getlist(key)
            del data[key]
    for number, old in enumerate(order):
        for name, values in rows.get(old, {}).items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(order))
    data[f"{prefix}-INITIAL_FORMS"] = str(initial)
