"""How far each text is in each language, and the ways in which it is translated."""
