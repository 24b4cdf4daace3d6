"""A backup is made while writers write, and comes back as it was at one instant."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Condition

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction

from events.models import Takeaway
from operations.models import JobRun
from reporting.models import State
from tests.factories import make_event
from tests.operations.sites import KEY
from tests.reporting.factories import make_report


class Writers:
    """Two people who write without a pause: an event with its file and takeaway, or a report."""

    def __init__(self):
        self.is_over, self.counts, self.told = False, [0, 0], Condition()

    def write(self, number, once):
        try:
            while not self.is_over:
                once()
                with self.told:
                    self.counts[number] += 1
                    self.told.notify_all()
        finally:
            connection.close()
            with self.told:
                self.is_over = True
                self.told.notify_all()

    def wait_for_more(self):
        """Until both have written once more than now, and once more after that."""
        with self.told:
            goal = [count + 2 for count in self.counts]
            reached = self.told.wait_for(lambda: self.is_over or self._have(goal), 60)
        assert reached, self.counts

    def _have(self, goal):
        return all(is_ >= to for is_, to in zip(self.counts, goal, strict=True))


def write_event():
    with transaction.atomic():
        event = make_event()
        Takeaway.objects.create(event=event, title_fi="Opimme jotakin.")
        material = event.materials.model(event=event, title_fi="Esitys")
        material.file.save("file.pdf", ContentFile(f"%PDF-{event.slug}".encode()), save=True)


def write_report():
    make_report(state=State.APPROVED)


@contextmanager
def at_work():
    """Writers at work, who have written by now and write on to the end."""
    writers = Writers()
    with ThreadPoolExecutor(2) as pool:
        going = [
            pool.submit(writers.write, *each) for each in enumerate([write_event, write_report])
        ]
        try:
            writers.wait_for_more()
            yield
            writers.wait_for_more()
        finally:
            writers.is_over = True
            for each in going:
                each.result()


EVENTS, TAKEAWAYS, FILES, REVISIONS, RUNNING = (
    "SELECT count(*) FROM events_event",
    "SELECT count(*) FROM events_takeaway",
    "SELECT file, slug FROM events_material JOIN events_event ON events_event.id = event_id",
    "SELECT count(*) FROM reporting_reportrevision",
    "SELECT count(*) FROM operations_jobrun WHERE result = 'running'",
)


def test_backup_made_while_writers_write_comes_back_whole(site, new_place, settings, tmp_path):
    settings.BACKUP_KEY = KEY
    with at_work():
        [(before,)] = site.rows(EVENTS)
        call_command("backup", tmp_path / "kept", verbosity=0)
        [(after,)] = site.rows(EVENTS)
    [path] = (tmp_path / "kept").iterdir()

    status, told, complaint = new_place.manage("restore", path, BACKUP_KEY=KEY)

    assert (status, complaint) == (0, "")
    [(events,)], [(takeaways,)] = new_place.rows(EVENTS), new_place.rows(TAKEAWAYS)
    assert before <= events == takeaways <= after
    assert after < site.rows(EVENTS)[0][0]
    attached = new_place.rows(FILES)
    assert len(attached) == events
    files = new_place.files()
    assert [files[name] for name, _slug in attached] == [
        f"%PDF-{slug}".encode() for _name, slug in attached
    ]
    [(revisions,)] = new_place.rows(REVISIONS)
    assert revisions >= 4
    assert f"All is well: {revisions} revisions are as they were sealed." in told
    assert new_place.rows(RUNNING) == [(0,)]
    assert JobRun.objects.get().result == "done"


def test_place_with_data_is_replaced_only_when_that_is_said(site, new_place, tmp_path):
    make_event(slug="kept")
    call_command("backup", tmp_path / "kept", verbosity=0)
    [path] = (tmp_path / "kept").iterdir()
    assert new_place.manage("restore", path)[0] == 0
    make_event(slug="added")
    call_command("backup", tmp_path / "later", verbosity=0)
    [later] = (tmp_path / "later").iterdir()

    status, _told, complaint = new_place.manage("restore", later)

    assert status == 1
    assert "There is data here already, and nothing was changed." in complaint
    assert new_place.rows("SELECT slug FROM events_event") == [("kept",)]

    status, told, complaint = new_place.manage("restore", later, "--replace")

    assert (status, complaint) == (0, "")
    assert f"What was here is in {tmp_path / 'later'}/icc-" in told
    assert len(list((tmp_path / "later").iterdir())) == 2
    assert new_place.rows("SELECT slug FROM events_event ORDER BY slug") == [("added",), ("kept",)]
