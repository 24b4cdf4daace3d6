"""Pages of the back office that are about no single model."""
