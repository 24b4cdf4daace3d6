"""What the back office keeps beside the things of the domain."""
