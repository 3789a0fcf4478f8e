"""The words: ontology, terms, the plan elements as values, the error tree and Swedish word functions.

The lowest room: it imports nothing of ours.
"""
