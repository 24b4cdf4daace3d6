"""
Judges what pip-audit has found; reads its JSON.

The exit status is 0 when there are none but those in EXCUSES, 1 when there is one, or an excuse that has
ended, 3 when the data could not be reached for every package.
"""

import json
import sys
from datetime import UTC, datetime

# A weakness that does not concern us, by its number: why not, and until when we believe so.
EXCUSES = {}


def main():
    """Read what pip-audit has written, print what was found, and return the exit status."""
    try:
        packages = json.load(sys.stdin)["dependencies"]
    except (ValueError, KeyError):
        return 3
    return judged(packages, datetime.now(UTC).date())


def judged(packages, today):
    """The exit status for what pip-audit says of each package."""
    found = [
        (each["name"], weakness["id"]) for each in packages for weakness in each.get("vulns", [])
    ]
    excused = {number for number, (_why, until) in EXCUSES.items() if today <= until}
    left = [pair for pair in found if pair[1] not in excused]
    for name, number in left:
        sys.stdout.write(f"{name}: {number}\n")
    if left:
        return 1
    unknown = [each["name"] for each in packages if "skip_reason" in each]
    if unknown:
        sys.stdout.write(f"Not known: {', '.join(unknown)}\n")
    return 3 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
