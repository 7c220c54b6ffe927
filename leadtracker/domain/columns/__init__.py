"""What the columns of a list mean, guessed from their names and from what stands in them."""

from leadtracker.domain.columns.contents import is_missing
from leadtracker.domain.columns.guessing import Certainty, Guess, Reason, guess_columns
from leadtracker.domain.columns.words import SHARED, Field

__all__ = ["SHARED", "Certainty", "Field", "Guess", "Reason", "guess_columns", "is_missing"]
