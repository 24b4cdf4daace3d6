"""What each field is for, with an example: beside what the models themselves say."""

from functools import cache

from django.utils.text import format_lazy

from back_office.help import accounts, events, network, promises, readers, reporting

HELP = {
    field: text
    for room in (network, promises, events, reporting, readers, accounts)
    for text, fields in room.TEXTS
    for field in fields
}


def key_of(column):
    """The name in `HELP` of a column; the columns of all languages have that of their field."""
    field = getattr(column, "translated_field", column)
    return f"{column.model._meta.label}.{field.name}"


class Helping:
    """An admin class or an inline whose fields say what they are for; stands before Django's."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        text = HELP.get(key_of(db_field))
        if field and text:
            field.help_text = (
                format_lazy("{} {}", field.help_text, text) if field.help_text else text
            )
        return field


class FieldHelp(Helping):
    """Helps in the forms of an admin class and in those of its inlines, which no one registers."""

    def get_inlines(self, request, obj):
        return [helping(inline) for inline in super().get_inlines(request, obj)]


@cache
def helping(inline):
    """The inline class with help."""
    words = {"__module__": inline.__module__, "__doc__": inline.__doc__}
    return type(inline)(inline.__name__, (Helping, inline), words)
