"""The searched fields of the back office, as valid HTML."""

from django.contrib.admin.widgets import AutocompleteSelect


class Chooser(AutocompleteSelect):
    """
    A searched field whose list begins with an empty choice that has a label.

    Django leaves the label out, and the choice as well where the field is required; HTML asks
    for both.
    """

    def optgroups(self, name, value, attr=None):
        (label, options, index), *others = super().optgroups(name, value, attr)
        chosen = [option for option in options if option["value"] != ""]
        empty = self.create_option(name, "", "–", not chosen, 0)
        return [(label, [empty, *chosen], index), *others]


class Choosing:
    """An admin class or an inline whose searched fields are choosers; stands before Django's."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
