"""Who may come in: sign-in, second step, sessions, and what the log says of them."""
