"""What waits for the person who looks at the first page of the back office."""

from django import template
from django.contrib import admin
from django.utils.module_loading import import_string

register = template.Library()


@register.inclusion_tag("back_office/_duties.html", takes_context=True)
def waiting_duties(context):
    """
    All duties of the signed-in person: {% waiting_duties %}.

    Django imports the tags of all apps for its first page; the back office comes when it is needed.
    """
    duties_of = import_string("back_office.duties.duties_of")
    return {"duties": duties_of(context["request"], admin.site)}
