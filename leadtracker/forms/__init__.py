"""Forms: text from a browser into checked values. They ask the database nothing."""
