"""`python -m course_tools.cli` is `course`."""

from course_tools.cli import main

raise SystemExit(main())
