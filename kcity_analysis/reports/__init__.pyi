from . import captions as captions
from . import evidence as evidence
from . import sections as sections
from . import sentences as sentences
