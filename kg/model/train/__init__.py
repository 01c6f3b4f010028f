"""Making the weights: needs torch (``pip install "newskg[train]"``). Run ``python -m kg.model.train --help``."""
