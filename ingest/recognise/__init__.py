"""Recognition: each module finds one family of elements in a document's pieces, with the span that is evidence."""
