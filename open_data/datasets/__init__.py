"""All datasets, in the order in which they are shown; one module for each topic."""

from django.db.models import Count, Value
from django.utils.translation import gettext_lazy as _

from open_data.datasets import actions, events, network, record, reporting, results, strategy
from programme.building import made_once

TOPICS = (
    (_("The network"), network.DATASETS),
    (_("Events"), events.DATASETS),
    (_("Strategies and actions"), strategy.DATASETS + actions.DATASETS),
    (_("Indicators, benefits and news"), results.DATASETS),
    (_("Progress"), reporting.DATASETS + record.DATASETS),
)
DATASETS = {dataset.name: dataset for _topic, datasets in TOPICS for dataset in datasets}


def counted():
    """How many rows each dataset has, as {name: number}: all of them by one question."""
    return dict.fromkeys(DATASETS, 0) | dict(_counts())


@made_once
def _counts():
    counts = [
        dataset.rows()
        .order_by()
        .annotate(dataset=Value(name))
        .values_list("dataset")
        .annotate(Count("pk"))
        for name, dataset in DATASETS.items()
    ]
    return counts[0].union(*counts[1:], all=True)
