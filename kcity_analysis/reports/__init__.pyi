from . import answers as answers
from . import comparison as comparison
from . import country as country
from . import programme as programme
from . import reception as reception
from . import release_check as release_check
from . import selection as selection
from . import tables as tables
