"""Labels that the images themselves speak against."""
