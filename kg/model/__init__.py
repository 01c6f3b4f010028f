"""The network behind the extraction: text pieces in, arrays out; it knows nothing of news.

``tokenizer`` cuts text into pieces, ``windows`` packs sentences, ``bundle`` loads and checks the shipped files,
``runner`` runs them. ``kg.model.train`` makes new ones and alone needs torch.
"""
