"""Many new backups are kept, few old ones."""

from datetime import UTC, datetime, timedelta

from operations.backups.retention import superseded

NEWEST = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)


def make_backups(directory, *moments):
    return [
        _made(directory / f"icc-{moment:%Y%m%dT%H%M%SZ}.tar.gz{end}")
        for moment, end in zip(moments, ["", ".enc"] * len(moments), strict=False)
    ]


def _made(path):
    path.touch()
    return path


def test_daily_backups_of_two_years_become_days_weeks_and_months(tmp_path):
    days = [NEWEST - timedelta(days=number) for number in range(730)]
    made = make_backups(tmp_path, *days)

    kept = set(made) - set(superseded(tmp_path, 3))

    told = sorted(path.name[4:12] for path in kept)
    last_of_months = [
        "20251231", "20260131", "20260228", "20260331", "20260430", "20260531",
        "20260630", "20260731", "20260831", "20260930", "20261031",
    ]  # fmt: skip
    sundays = [
        "20261011", "20261018", "20261025", "20261101", "20261108", "20261115", "20261122",
    ]  # fmt: skip
    assert told == sorted([*last_of_months, *sundays, "20261124", "20261125", "20261126"])


def test_of_a_day_the_latest_is_kept(tmp_path):
    early, late = make_backups(tmp_path, NEWEST, NEWEST + timedelta(hours=3))

    assert superseded(tmp_path, 14) == [early]
    assert late.exists()


def test_time_without_backups_costs_none(tmp_path):
    make_backups(tmp_path, NEWEST, NEWEST - timedelta(days=400), NEWEST - timedelta(days=401))

    assert superseded(tmp_path, 14) == []


def test_other_files_are_left_alone(tmp_path):
    early, _late = make_backups(tmp_path, NEWEST, NEWEST + timedelta(hours=3))
    for name in ("notes.txt", f"old-{early.name}", f"{early.name}.sig"):
        _made(tmp_path / name)

    assert superseded(tmp_path, 1) == [early]
