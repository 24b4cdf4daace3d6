"""Translators in the back office: they see a whole row, and write texts of other languages."""

from functools import cache

from django.contrib.admin.utils import flatten_fieldsets

from back_office.rights import TRANSLATE, changeable_columns, may_translate


class _OtherLanguages:
    """What a page and an inline have in common; pages of other people stay as they are."""

    def has_change_permission(self, request, obj=None):
        """
        A translator changes one row at a time.

        Without a row, Django asks on behalf of bulk actions and list pages: these may do more
        than translate. Of an inline, `obj` is the row that its own rows belong to.
        """
        if super().has_change_permission(request, obj):
            return True
        return obj is not None and may_translate(request.user, self.model)

    def get_readonly_fields(self, request, obj=None):
        """All but texts is shown as text; it is no part of the form, so nothing sent reaches it."""
        names = list(super().get_readonly_fields(request, obj))
        if not may_translate(request.user, self.model):
            return names
        columns = changeable_columns(request.user, self.model)
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return names + [name for name in shown if name not in columns and name not in names]

    def get_prepopulated_fields(self, request, obj=None):
        if may_translate(request.user, self.model):
            return {}
        return super().get_prepopulated_fields(request, obj)


class Translating(_OtherLanguages):
    """A page of the back office, for translators too; stands in `CARE`."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form_class = super().get_form(request, obj, change=change, **kwargs)
        if obj and may_translate(request.user, self.model):
            return translators_form(form_class, request.user)
        return form_class

    def get_inlines(self, request, obj):
        inlines = super().get_inlines(request, obj)
        if request.user.has_perm(TRANSLATE):
            return [_for_translators(inline) for inline in inlines]
        return inlines


class TranslatingInline(_OtherLanguages):
    """An inline for translators; none of its rows are added or removed by them."""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj and may_translate(request.user, self.model):
            formset.form = translators_form(formset.form, request.user)
        return formset


def translators_form(form_class, user):
    """
    The form in which the text that is translated from cannot be changed.

    Which column that is differs from row to row. A disabled field keeps what is in the
    database, whatever has been sent. No text is required: a translation may be missing.
    """

    def __init__(self, *arguments, **options):
        form_class.__init__(self, *arguments, **options)
        columns = changeable_columns(user, self._meta.model, self.instance)
        own = {field.name for field in self._meta.model._meta.get_fields()}
        for name in self.fields.keys() & own:
            self.fields[name].required = False
            self.fields[name].disabled = name not in columns

    return type(form_class)(form_class.__name__, (form_class,), {"__init__": __init__})


@cache
def _for_translators(inline):
    words = {"__module__": inline.__module__, "__doc__": inline.__doc__}
    return type(inline)(inline.__name__, (TranslatingInline, inline), words)
