"""The text of a release: its numbers restored with proof, and figures written as a release."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
