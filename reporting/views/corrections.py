"""To be written."""


def report_correct(request, **kwargs):
    raise NotImplementedError


def report_translate(request, **kwargs):
    raise NotImplementedError
