"""Rules and values in plain Python: no web, no database, no telephone, no I/O."""
