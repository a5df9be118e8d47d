"""What is known: the figures frame, what was published, how years compare, what must hold."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
