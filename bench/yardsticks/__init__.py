"""What `bench/run` measures, all of it in one run on one machine."""
