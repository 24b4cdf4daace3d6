"""What happens when parts of the machine fail: real servers, under load."""
