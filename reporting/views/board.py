"""To be written."""


def board(request, **kwargs):
    raise NotImplementedError


def remind(request, **kwargs):
    raise NotImplementedError


def board_csv(request, **kwargs):
    raise NotImplementedError
