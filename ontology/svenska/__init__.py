"""Pure functions on Swedish words and figures, which reading, threads, index and answering all share.

`text` folds, cuts and sorts; `stems` brings inflected words to one key and splits compounds; `numbers` and
`values` read printed figures. Nothing here knows the rest of the house but `ontology.model`.
"""

from ontology.svenska.numbers import parse_number
from ontology.svenska.stems import split_compound, stem, stems
from ontology.svenska.text import STOPWORDS, ascii_slug, fold, swedish_sort_key, words
from ontology.svenska.values import parse_value

__all__ = [
    "STOPWORDS",
    "ascii_slug",
    "fold",
    "parse_number",
    "parse_value",
    "split_compound",
    "stem",
    "stems",
    "swedish_sort_key",
    "words",
]
