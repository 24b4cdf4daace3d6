"""What is known of each text in each language, so that lists need not read the texts."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class State(models.TextChoices):
    """How a text in one language stands to its source."""

    SOURCE = "source", _("original")
    DONE = "done", _("done")
    OUTDATED = "outdated", _("outdated")
    EMPTY = "empty", _("empty")
    NOT_NEEDED = "not_needed", _("not needed")


# What a translator still has to do.
OPEN_STATES = [State.OUTDATED, State.EMPTY]


class TranslationQuerySet(models.QuerySet):
    def about(self, thing):
        return self.filter(model=thing._meta.label_lower, object_id=thing.pk)

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def counted(self):
        """How many are in each state, as {(model, language): {state: number}}."""
        counted = {}
        groups = self.order_by().values_list("state", "language", "model")
        for state, language, model, number in groups.annotate(number=Count("*")):
            counted.setdefault((model, language), {})[state] = number
        return counted

    def confirm(self):
        """Say of texts that they are right beside their source as it is now."""
        return self.exclude(text_hash="").update(made_from=F("source_hash"))

    def spare(self):
        """Say of empty texts that they need none beside their source as it is now."""
        empty = self.filter(text_hash="").exclude(language=F("source_language"))
        return empty.update(is_needed=False, made_from=F("source_hash"))

    def ask_again(self):
        """Take back that they need no text."""
        return self.filter(is_needed=False).update(is_needed=True, made_from="")


class Translation(models.Model):
    """
    A text in one language, beside the text that it is a translation of.

    There is one for each language as soon as the text is written in any. `model` is the
    label of the model, such as "programme.city". The hashes are those of `texts.fingerprint`:
    of the source now, of this text now, and of the source that this text was made from.
    """

    model = models.CharField(_("kind"), max_length=100)
    object_id = models.PositiveBigIntegerField(_("row"))
    field = models.CharField(_("text"), max_length=50)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)

    source_language = models.CharField(
        _("language of the source"), max_length=2, choices=settings.LANGUAGES
    )
    source_hash = models.CharField(_("source"), max_length=32)
    text_hash = models.CharField(_("translation"), max_length=32, blank=True)
    made_from = models.CharField(_("made from"), max_length=32, blank=True)
    is_needed = models.BooleanField(_("needed"), default=True)
    state = models.GeneratedField(
        verbose_name=_("state"),
        expression=Case(
            When(language=F("source_language"), then=Value("source")),
            When(is_needed=False, made_from=F("source_hash"), then=Value("not_needed")),
            When(text_hash="", then=Value("empty")),
            When(made_from=F("source_hash"), then=Value("done")),
            default=Value("outdated"),
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["model", "object_id", "field", "language"]
        indexes = [
            models.Index(
                name="translation_states", fields=["state", "language", "model", "object_id"]
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="text_has_one_translation",
                fields=["model", "object_id", "field", "language"],
            ),
            models.CheckConstraint(
                name="translation_is_in_a_language_of_the_site",
                condition=Q(language__in=LANGUAGES, source_language__in=LANGUAGES),
            ),
            models.CheckConstraint(name="translation_has_a_source", condition=~Q(source_hash="")),
            models.CheckConstraint(
                name="source_is_its_own_text",
                condition=~Q(language=F("source_language")) | Q(text_hash=F("source_hash")),
            ),
            models.CheckConstraint(
                name="text_that_is_not_needed_is_empty",
                condition=Q(is_needed=True) | Q(text_hash=""),
            ),
            models.CheckConstraint(
                name="written_text_is_made_from_something",
                condition=Q(text_hash="") | ~Q(made_from=""),
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.object_id} {self.field} [{self.language}]"

    def follow(self, source_language, source_hash, text_hash):
        """
        Take over what stands in the row now. Returns whether that is something new.

        A text that has changed is made from the source beside it. When only the language
        of the source is another one, its meaning is the same, and what was right stays so.
        """
        was = (self.source_language, self.source_hash, self.text_hash)
        now = (source_language, source_hash, text_hash)
        has_moved = source_language != self.source_language and self.made_from == self.source_hash
        if text_hash != self.text_hash:
            self.made_from = source_hash if text_hash else ""
            self.is_needed = True
        elif has_moved and self.made_from:
            self.made_from = source_hash
        self.source_language, self.source_hash, self.text_hash = now
        return was != now
