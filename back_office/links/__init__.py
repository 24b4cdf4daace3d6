"""Whether the addresses that the site holds still lead somewhere."""
