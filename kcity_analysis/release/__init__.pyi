from . import readings as readings
from .documents import read_release as read_release
from .drafting import draft as draft
from .inquiries import VERDICTS_OPEN as VERDICTS_OPEN
from .restoring import Restoration as Restoration
from .restoring import restore as restore
from .restoring import spoken as spoken
from .restoring import year_in_name as year_in_name
