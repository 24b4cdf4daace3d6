"""What staff fill in beside the rows themselves."""
