"""What a person tells or asks in their own words, without output."""
