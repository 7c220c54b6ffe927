"""What happens by itself: a table of jobs, and the process that runs it."""
