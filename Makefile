# What one does with this course. Every target sets up its own environment first (.venv).
PYTHON ?= python3
READY := .venv/.ready
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH"
PYTEST := $(RUN) OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
	pytest --numprocesses logical --maxprocesses 8 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help setup lab kit demo slides figures attacks bench test test-quick

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

setup: $(READY)  ## make the environment (.venv) from requirements.txt

# The stamp holds the folder it was made in: a moved checkout or a vanished Python sets up anew.
ifneq ($(shell .venv/bin/python -c "print(open('$(READY)').read(), end='')" 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -m course_tools.set_up

lab: setup  ## open the course in JupyterLab (ARGS="--no-browser" passes arguments on)
	@$(RUN) course lab $(ARGS)

kit: setup  ## write the zip that students get
	@$(RUN) course kit $(ARGS)

slides: setup  ## write the lectures as offline slides (ARGS="03" writes one of them)
	@$(RUN) OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 course slides $(ARGS)

figures: setup  ## compute the published figures anew (under five minutes of CPU time)
	@$(RUN) OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 course figures $(ARGS)

demo: setup  ## carry a homework through a whole class, from release to feedback
	@$(RUN) course demo $(ARGS)

attacks: setup  ## hand in everything that must not earn marks, and print what came of it
	@$(RUN) OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 pytest -q -n0 tests/judge/test_attacks.py $(ARGS)

bench: setup  ## time the grader against stock nbgrader and the floor (ten minutes; ARGS=--quick)
	@$(RUN) python benchmarks/grading.py $(ARGS)

# What fails among thousands side by side is tried once more, alone: a browser may have been late.
test: setup  ## run every check, with all trials of grading (half an hour on two cores)
	@$(RUN) ruff check .
	@$(RUN) course build --check
	@$(PYTEST) $(ARGS) || $(PYTEST) -n0 --last-failed --last-failed-no-failures none

test-quick: setup  ## run the quick checks (five minutes on two cores)
	@$(PYTEST) -m "not slow and not browser" $(ARGS)
