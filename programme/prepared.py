"""
Queries that Django puts together once in a process, and that are asked with other values each time.

What a page asks of the database depends on the code, on the language and on a few values. To make
SQL of a queryset takes Django longer than the database takes to answer it (decision 48).
"""

from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from datetime import date, datetime
from functools import cache, update_wrapper
from inspect import signature

from django.db import connections
from django.db.models import Expression
from django.http import Http404
from django.utils.translation import get_language

_is_preparing = ContextVar("is_preparing", default=False)


class Given(Expression):
    """A value that is known only when the database is asked: text, a number, yes or no, a day, an instant."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def as_sql(self, _compiler, connection):
        """A parameter: this itself while a query is prepared, its value otherwise."""
        return "%s", [self if _is_preparing.get() else self.value({}, connection)]

    def __str__(self):
        return self.name

    def value(self, values, connection):
        """What takes its place, as the database takes it. Raises KeyError where the query is not a prepared one."""
        value = values[self.name]
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


class Prepared:
    """
    A function that returns a queryset, made into one that returns the list of its rows.

    The function is called once in each language, with a `Given` for each of its parameters, and must
    depend on nothing else: on no clock but `Present`, no data, no setting that changes meanwhile.
    """

    # All that there are, for tests.
    every = []

    def __init__(self, build):
        update_wrapper(self, build)
        self._names = list(signature(build).parameters)
        self._statements = {}
        self.every.append(self)

    def __call__(self, *values):
        """What is found with these values."""
        language = get_language()
        if language not in self._statements:
            self._statements[language] = self.prepare()
        return self._statements[language].rows(dict(zip(self._names, values, strict=True)))

    def prepare(self):
        """The statement in the active language."""
        return Statement(self.__wrapped__(*map(Given, self._names)))

    def forget(self):
        """Be built anew when asked next."""
        self._statements.clear()


prepared = Prepared


class Statement:
    """The SQL of a queryset, and where values belong in it."""

    def __init__(self, queryset):
        self.queryset = queryset
        self._compiler = queryset.query.get_compiler(queryset.db)
        with _preparing():
            self.sql, self.parameters = self._compiler.as_sql()
        # How values of columns are made into those of Python depends on the columns alone.
        columns = [column for column, *_rest in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(columns)

    def rows(self, values):
        """The list of what the queryset finds."""
        asked = self.queryset.all()
        asked.query.get_compiler = lambda using, **_options: self._done(connections[using], values)
        return list(asked)

    def _done(self, connection, values):
        """A compiler that has done its work already: it knows which columns make what."""
        parameters = tuple(
            each.value(values, connection) if isinstance(each, Given) else each
            for each in self.parameters
        )
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_arguments, **_options: (self.sql, parameters)
        compiler.get_converters = lambda _columns: self._converters
        return compiler


@contextmanager
def _preparing():
    token = _is_preparing.set(True)
    try:
        yield
    finally:
        _is_preparing.reset(token)


def first(found):
    """The first of what was found, None when that is nothing."""
    return found[0] if found else None


def first_or_404(found):
    """The first of what was found. Raises Http404 when that is nothing."""
    if not found:
        raise Http404
    return found[0]


def hold(thing, name, found):
    """Let a thing know what is related to it by that name, as `prefetch_related` does."""
    relation = thing._meta.get_field(name)
    related = _nothing_of(relation.related_model).all()
    related._result_cache, related._prefetch_done = found, True
    thing.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related
    if relation.one_to_many:
        for each in found:
            setattr(each, relation.field.name, thing)


@cache
def _nothing_of(model):
    return model._default_manager.none()
