"""To be written."""


def my_reports(request, **kwargs):
    raise NotImplementedError


def report_by_link(request, **kwargs):
    raise NotImplementedError


def not_me(request, **kwargs):
    raise NotImplementedError


def report_form(request, **kwargs):
    raise NotImplementedError
