"""Commands for those who look after accounts."""
