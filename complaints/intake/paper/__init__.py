"""What of a complaint is on paper: the receipt, the letter to a caller, the blank form, and the code of a number."""
