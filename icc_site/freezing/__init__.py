"""The whole public site as files, for the time when the application is gone."""
