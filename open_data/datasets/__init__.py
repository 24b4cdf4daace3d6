"""All datasets, in the order in which they are shown; one module for each topic."""

from django.utils.translation import gettext_lazy as _

from open_data.datasets import actions, events, network, record, reporting, results, strategy

TOPICS = (
    (_("The network"), network.DATASETS),
    (_("Events"), events.DATASETS),
    (_("Strategies and actions"), strategy.DATASETS + actions.DATASETS),
    (_("Indicators, benefits and news"), results.DATASETS),
    (_("Progress"), reporting.DATASETS + record.DATASETS),
)
DATASETS = {dataset.name: dataset for _topic, datasets in TOPICS for dataset in datasets}
