"""The grammar of Chinese time expressions, one module a kind.

A rule is a pattern that must match all of an expression in plain form, and a function that reads the match in its
scene; it gives a period, None (another rule may read it) or ``UnresolvedTimeError`` (nobody can).
"""
