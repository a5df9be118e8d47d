"""``python -m kcity_analysis`` is ``kcity``."""

from kcity_analysis.cli import main

if __name__ == "__main__":
    main(prog_name="kcity")
