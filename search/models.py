"""The index: which words there are, how each can be written, and where it stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# The longest word that is told apart from others that begin alike.
LONGEST = 60
BY_CODE_POINT = {"postgresql": "C", "sqlite": "BINARY"}


class LettersField(models.CharField):
    """
    Letters that every database compares by their code points.

    So `>=` and `<` find what begins with some letters by an ordinary index, and both databases
    find the same.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"max_length": LONGEST})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def db_parameters(self, connection):
        return super().db_parameters(connection) | {"collation": BY_CODE_POINT[connection.vendor]}


class Closeness(models.IntegerChoices):
    """How near a spelling is to the word as it stands in a text."""

    AS_WRITTEN = 0, _("as written")
    BASE = 1, _("base form")
    PART = 2, _("part of a compound, or beginning")


class Word(models.Model):
    """A word as it stands in texts of one language, in small letters."""

    text = LettersField(_("word"))
    language = models.CharField(_("language"), max_length=2)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        ordering = ["text", "language"]
        constraints = [
            models.UniqueConstraint(name="word_once_in_a_language", fields=["text", "language"])
        ]

    def __str__(self):
        return self.text


class Spelling(models.Model):
    """Letters by which a word is found: itself, without accents, its base form, a part of it."""

    letters = LettersField(_("letters"))
    word = models.ForeignKey(
        Word, models.CASCADE, related_name="spellings", verbose_name=_("word"), db_index=False
    )
    closeness = models.PositiveSmallIntegerField(_("closeness"), choices=Closeness)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        ordering = ["letters", "word"]
        constraints = [
            models.UniqueConstraint(name="spelling_once_of_a_word", fields=["letters", "word"])
        ]
        indexes = [models.Index(fields=["word"], name="spellings_of_word")]

    def __str__(self):
        return self.letters


class Occurrence(models.Model):
    """
    That readers of a language see a word in a thing.

    `kind` is the name of one of `search.kinds.KINDS`, `row` the primary key of the thing. No text is kept
    here and nothing is public by standing here: both are asked of the thing itself.
    """

    pk = models.CompositePrimaryKey("row", "kind", "language", "word_id")
    row = models.BigIntegerField(_("row"))
    kind = models.CharField(_("kind"), max_length=12)
    language = models.CharField(_("language of the reader"), max_length=2)
    word = models.ForeignKey(
        Word,
        models.CASCADE,
        related_name="occurrences",
        verbose_name=_("word"),
        db_index=False,
    )
    is_in_title = models.BooleanField(_("in the title"))
    dated = models.DateField(_("date of the thing"), null=True)

    class Meta:
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        indexes = [
            models.Index(fields=["word", "language", "kind", "is_in_title"], name="where_it_stands")
        ]

    def __str__(self):
        return f"{self.kind} {self.row} ({self.language})"
