"""The addresses of the back office's own pages: (address below /admin/, view, name)."""

from back_office.views import translations
from back_office.views.guide import guide

PAGES = [
    ("guide/", guide, "guide"),
    ("translations/", translations.board, "translations"),
    ("translations/files/", translations.files, "translations_files"),
    ("translations/export/", translations.export, "translations_export"),
    ("translations/<str:label>/<int:pk>/<str:language>/", translations.translate, "translate"),
]
