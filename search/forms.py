"""What is sought, as it stands in the address."""

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programme.forms import WordsField
from search.finding import GROUPS
from search.terms import MOST_TERMS, terms_of

LONGEST_QUERY = 100


class SearchForm(forms.Form):
    """Words, and the kind of things to which the answer is narrowed."""

    q = WordsField(
        label=_("Words, name or code"),
        max_length=LONGEST_QUERY,
        required=False,
        error_messages={
            "max_length": _("This is too long to be searched for: write at most 100 letters.")
        },
    )
    kind = forms.ChoiceField(
        required=False, choices=[(name, kind.heading) for name, kind in GROUPS.items()]
    )

    def __init__(self, data):
        super().__init__(data)
        self.full_clean()

    @property
    def query(self):
        """What was asked, with its NULs and needless spaces taken out; also what is too long."""
        return self["q"].value() or ""

    @property
    def terms(self):
        """The words of it; none where it cannot be searched for."""
        return terms_of(self.cleaned_data.get("q", ""))

    @property
    def kind_chosen(self):
        """The name of one kind, empty for all."""
        return self.cleaned_data.get("kind", "")

    @property
    def problems(self):
        """What to say of what was asked, in sentences."""
        yield from self.errors.get("q", [])
        if "kind" in self.errors:
            given = Truncator(self.data["kind"].replace("\0", "\ufffd")).chars(80)
            yield gettext("The choice “%(value)s” is not known and was left out.") % {
                "value": given
            }
        if self.cleaned_data.get("q") and not self.terms:
            yield gettext("Write at least one letter or number.")
        if len(self.terms) > MOST_TERMS:
            yield gettext("Only the first 10 words were searched for.")
