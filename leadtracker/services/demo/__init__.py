"""Demo data: a wheel-and-tyre wholesaler in the middle of three promotions.

For trying out, training and tests. Every number lies in a range reserved for fiction, every lead is
marked as demo, and the dial gate lets neither onto a real carrier. The same day gives the same
data: the numbers are drawn from a seed.
"""

from leadtracker.services.demo.loading import PASSWORD, is_empty, load_demo, sign_ins

__all__ = ["PASSWORD", "is_empty", "load_demo", "sign_ins"]
