"""What waits for the person who looks at the first page of the back office."""

from django import template
from django.contrib import admin

from back_office.duties import duties_of

register = template.Library()


@register.inclusion_tag("back_office/_duties.html", takes_context=True)
def waiting_duties(context):
    """All duties of the signed-in person: {% waiting_duties %}."""
    return {"duties": duties_of(context["request"], admin.site)}
