"""What the whole of a text is: the report of an event, or a document, a change, a wish."""
