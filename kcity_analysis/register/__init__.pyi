from .checking import check as check
from .checking import problem_table as problem_table
from .example_register import write_example_register as write_example_register
from .reading import read_register as read_register
from .tabulating import count_file as count_file
from .tabulating import cumulative as cumulative
from .tabulating import figures_csv as figures_csv
from .tabulating import tabulate as tabulate
