"""Who speaks at one place of a text: a program, a person who reports, or an author who describes."""
