"""What the site owes to whoever reads it: a word on accessibility, an answer, and a name behind it."""
