"""To be written."""


def progress(request, **kwargs):
    raise NotImplementedError


def round_detail(request, **kwargs):
    raise NotImplementedError


def round_csv(request, **kwargs):
    raise NotImplementedError


def round_json(request, **kwargs):
    raise NotImplementedError


def report_detail(request, **kwargs):
    raise NotImplementedError


def correction_list(request, **kwargs):
    raise NotImplementedError
