"""From sentences to names, titles, times, events and relations: decoding of what the network scores.

``spans`` chooses spans, ``facts`` chooses pairs, ``reading`` runs both over the windows of a text, ``document`` turns
the outcome into records, ``component`` is the spaCy form.
"""
