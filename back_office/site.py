"""The back office: Django's admin, grouped as people think of it."""

from threading import RLock

from allauth.account.decorators import secure_admin_login
from auditlog.models import LogEntry
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from back_office.care.conflicts import Conflicts
from back_office.care.correcting import Correcting
from back_office.care.history import History
from back_office.care.preview import Preview
from back_office.care.removal import Removal
from back_office.care.scheduling import Scheduling
from back_office.care.searching import Searching
from back_office.care.translations import TranslationCare
from back_office.care.translators import Translating
from back_office.help import FieldHelp
from back_office.models import Import, Link
from back_office.transfer.care import Transferring
from back_office.urls import PAGES
from events.models import Event
from operations.models import JobRun
from programme.models import (
    Benefit,
    City,
    GrownData,
    Indicator,
    NewsItem,
    Objective,
    Organisation,
    Participation,
    Programme,
    Strategy,
    StrategyAction,
    ThematicBasket,
)
from readers.models import AccessibilityStatement, Feedback, Keeper
from reporting.models import (
    ActionContact,
    ActionReport,
    Correction,
    LockException,
    OutboxMail,
    Person,
    ReportAccessLink,
    ReportingRound,
    ReportRevision,
    ReportTransition,
)

GROUPS = [
    (_("Programmes and cities"), [Programme, ThematicBasket, City, Participation]),
    (_("Strategies and actions"), [Strategy, Objective, StrategyAction, Organisation]),
    (
        _("Progress reporting"),
        [
            ReportingRound,
            ActionReport,
            Person,
            ActionContact,
            LockException,
            Correction,
            OutboxMail,
            ReportAccessLink,
            ReportTransition,
            ReportRevision,
        ],
    ),
    (_("Events and news"), [Event, NewsItem]),
    (_("Figures and results"), [Indicator, Benefit]),
    (_("For readers"), [Feedback, AccessibilityStatement, Keeper]),
    (_("Upkeep"), [LogEntry, Import, Link, JobRun]),
]


# What every page of the back office can, whoever wrote its admin class. The first comes first: who
# may write what, then what is shown, then what is done.
CARE = [
    Preview,
    FieldHelp,
    Translating,
    TranslationCare,
    Conflicts,
    Correcting,
    History,
    Removal,
    Scheduling,
    Transferring,
    Searching,
]


def careful(admin_class):
    """The admin class with all that `CARE` brings; no app can forget it."""
    words = {"__module__": admin_class.__module__, "__doc__": admin_class.__doc__}
    return type(admin_class)(admin_class.__name__, (*CARE, admin_class), words)


class BackOffice(admin.AdminSite):
    """
    Django's admin with the groups above; what is in none of them comes last.

    Apps register their classes when somebody first looks, not when the process starts: readers of
    pages need none of them.
    """

    site_header = _("Back office")
    site_title = _("Back office")
    index_title = _("What waits for you")

    def __init__(self, *args, **kwargs):
        self.looking, self.has_looked = RLock(), False
        super().__init__(*args, **kwargs)

    @property
    def _registry(self):
        """Where Django keeps what is registered; complete for whoever looks."""
        with self.looking:
            if not self.has_looked:
                self.has_looked = True
                admin.autodiscover()
        return self.registered

    @_registry.setter
    def _registry(self, registered):
        self.registered = registered

    def register(self, model_or_iterable, admin_class=None, **options):
        careful_class = careful(admin_class or admin.ModelAdmin)
        super().register(model_or_iterable, careful_class, **options)

    def each_context(self, request):
        """As Django's, and what to warn of: data that has been multiplied is nobody's work."""
        return super().each_context(request) | {"grown_data": GrownData.objects.first()}

    def get_urls(self):
        own = [path(address, self.admin_view(view), name=name) for address, view, name in PAGES]
        return own + super().get_urls()

    def login(self, request, extra_context=None):
        """There is one sign-in; who is in already and is no staff is refused."""
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(self, request, extra_context=None):
        """There is one page for it."""
        return redirect("account_change_password")

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        entries = {entry["model"]: entry for app in apps for entry in app["models"]}
        groups = [
            (name, [entries.pop(model) for model in models if model in entries])
            for name, models in GROUPS
        ]
        groups.append((_("Users and rights"), list(entries.values())))
        return [
            {
                "name": name,
                "app_label": f"group-{number}",
                "app_url": f"{reverse('admin:index')}#group-{number}",
                "has_module_perms": True,
                "models": models,
            }
            for number, (name, models) in enumerate(groups)
            if models
        ]
