"""Example documents of an invented region, written from manuscripts, with the truth about what they say."""
