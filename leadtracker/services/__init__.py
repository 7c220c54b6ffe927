"""Use cases. One public function is one; only here is anything committed."""
