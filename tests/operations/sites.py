"""Sites whose commands run in processes of their own, as an administrator runs them."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection

IS_POSTGRESQL = connection.vendor == "postgresql"
KEY = "correct horse battery staple"


@dataclass(frozen=True)
class Place:
    """Where a site keeps its files and its database."""

    data: Path
    database: str

    @property
    def environment(self):
        """Nothing of the settings that these tests run with."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        ours = {"DJANGO_DEBUG": "1", "DATA_DIR": str(self.data), "DATABASE_URL": self._url}
        return kept | ours

    @property
    def _url(self):
        if not IS_POSTGRESQL:
            return f"sqlite:///{self.database}"
        told = connection.settings_dict
        word = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
        return f"postgres://{told['USER']}{word}@{told['HOST']}:{told['PORT']}/{self.database}"

    def start(self, *words, **variables):
        """Start a command of manage.py."""
        return subprocess.Popen(
            [sys.executable, Path(settings.BASE_DIR) / "manage.py", *map(str, words)],
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *words, **variables):
        """Run a command. Returns its exit status, and what it printed and complained of."""
        process = self.start(*words, **variables)
        told, complaint = process.communicate(timeout=120)
        return process.returncode, told, complaint

    def rows(self, question):
        """What the database itself answers."""
        with self.connected() as other, closing(other.cursor()) as cursor:
            cursor.execute(question)
            return cursor.fetchall()

    def connected(self):
        """A connection of somebody else to the database."""
        if not IS_POSTGRESQL:
            return closing(sqlite3.connect(self.database))
        told = connection.settings_dict
        whose = {"user": told["USER"], "password": told["PASSWORD"]}
        where = {"host": told["HOST"], "port": told["PORT"], "dbname": self.database}
        return closing(psycopg2.connect(**whose, **where))

    def files(self):
        """The files below media/, as {name: content}."""
        root = self.data / "media"
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }
