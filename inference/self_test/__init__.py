"""Whether all of the program works on this machine: the acceptance check of a plant."""
