"""Pages, by those who use them."""
