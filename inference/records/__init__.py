"""What was judged: the database, the images, how long they are kept."""
