"""WHAT WE BELIEVE: parameters as data with their sources, and the equations they enter.

May import `scenario` (what the user asks), `engine` and `errors`. The equations are pure
functions of arrays; every number they use is read from `data/`, where it stands with its
source, so that belief can be read, disputed and refitted without touching code.
"""
