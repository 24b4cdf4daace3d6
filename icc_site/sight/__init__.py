"""What the site tells those who run it: a log, figures, errors. Never who somebody is or what they typed."""
