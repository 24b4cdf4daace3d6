"""Tests of accounts: signing in, the second step, sessions, the log."""
