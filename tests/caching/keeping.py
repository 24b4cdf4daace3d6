"""Pages are kept as in production."""


def keep_pages(settings, folder):
    """In a folder of a test, and in the memory of its process."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    pages = {"BACKEND": backend, "LOCATION": folder / "pages"}
    near = settings.CACHES["near_pages"] | {"LOCATION": str(folder)}
    settings.CACHES = settings.CACHES | {"pages": pages, "near_pages": near}
