"""What the tests stand on: databases, processes, a browser, and the people of the floor."""
