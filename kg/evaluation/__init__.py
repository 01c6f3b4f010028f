"""Annotated articles and scores against them."""
