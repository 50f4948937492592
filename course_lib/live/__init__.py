"""Magics for lectures that are typed live: `%load_ext course_lib.live`.

    %reveal         write the finished code of this cell into it (%reveal 3: its first three lines)
    %catchup        run all that comes before this cell, silently (%catchup 4: before part 4)
    %restart_here   the same in a fresh kernel: where this one is not, it is ended first
    %minutes        the plan against the clock (%minutes 10:15: when the lecture began)
    %poll           the question before this cell; the second time, its answer

The finished code is that of the complete notebook, which lies beside or above the live one.
"""


def load_ipython_extension(shell):
    """Register the magics; called by `%load_ext course_lib.live`."""
    from course_lib.live.magics import LiveMagics, only_reveal

    if shell.magics_manager.registry.get("LiveMagics") is None:
        magics = LiveMagics(shell)
        shell.register_magics(magics)
        shell.events.register("pre_run_cell", magics.note_run)
        shell.input_transformers_cleanup.append(only_reveal)
