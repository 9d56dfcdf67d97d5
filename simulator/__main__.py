"""`python -m simulator` is `matchsim`."""

from simulator.cli import main

if __name__ == "__main__":
    main()
