"""How the state of a text is shown: by a mark and a word, never by colour alone."""

from django import template

from back_office.models.translations import State

register = template.Library()

MARKS = {
    State.SOURCE: "◆",
    State.DONE: "✓",
    State.OUTDATED: "↻",
    State.EMPTY: "○",
    State.NOT_NEEDED: "–",
}


@register.inclusion_tag("back_office/_translation_state.html")
def translation_state(state, number=1):
    """The mark and the word of a state, and of how many texts it is said."""
    state = State(state)
    return {"state": state, "mark": MARKS[state], "number": number}


@register.filter
def label(thing):
    """The label of a row's model, such as "programme.city", for an address."""
    return thing._meta.label_lower
