"""What every page of the back office can, whoever wrote its admin class."""
