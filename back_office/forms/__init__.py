"""What staff fill in on the pages of the back office itself."""
