"""Pictures that answer to the hand: `explore("vanishing?depth=30")` opens one.

To make another:
1. a module here with `TITLE`, a `State` (see `state.py`, `controls.py`), the pure function
   `data(state)`, which computes with the rest of the library and gives what JSON can hold, and
   `describe(state, data)` and `still(state, data)`; and its name in `explorer.NAMES`;
2. its view `views/NAME.js`, which only draws `data` (see `views/explorer.js`: controls, the text of
   the scene, themes and descriptions are the same for all);
3. `course views`, which bundles the view into `bundle/NAME.js`; both are committed.
The tests in `tests/explorers` and `tests/browser` find it by its name.

>>> from course_lib.explorers import explore
>>> explore("vanishing?depth=30").state
'vanishing?depth=30'
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={"explorer": ["NAMES", "Explorer", "explore"]}
)
