"""The words of the contest: its terms, countries, numbers in words, and errors for people."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
