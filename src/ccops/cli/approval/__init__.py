"""The verbs that bring a stored settlement from draft to pay; a module for each."""
