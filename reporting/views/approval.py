"""To be written."""


def approval_queue(request, **kwargs):
    raise NotImplementedError


def report_review(request, **kwargs):
    raise NotImplementedError
