"""What `bench/run` counts and says."""
