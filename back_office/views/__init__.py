"""The pages of the back office that are no page of one model."""
