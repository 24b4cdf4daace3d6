"""Forms, by those who use them."""
