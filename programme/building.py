"""Sets that follow from the code alone, built once in a process."""

from functools import cache, wraps


def made_once(function):
    """
    Keep the queryset that a function makes, and hand out copies of it.

    As under `built_once`, it must depend on nothing but the code; the clock enters by `Present`.
    """
    made = cache(function)

    @wraps(function)
    def copied():
        return made().all()

    return copied
