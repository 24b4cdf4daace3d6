"""The back office."""
from django.contrib import admin


class BackOffice(admin.AdminSite):
    """Django's admin."""
