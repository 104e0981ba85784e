"""A NETWORK THAT LEARNT -> A PACKAGE: exported, proven, calibrated, written."""
