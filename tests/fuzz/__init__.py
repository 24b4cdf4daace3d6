"""Bad input for every address: found from the URL patterns, judged by what must never happen."""
