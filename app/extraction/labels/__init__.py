"""What the learned reading is made of: the features of a token, and the trained models' files."""
