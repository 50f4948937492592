"""The judge: student code runs in one process, the tests in another, the verdict in neither.

`wire` says which values may cross, `channel` carries them. `student` runs the student's cells and
answers calls; `bench` runs the instructor's tests, in which `proxies` stand for what the student
made. Both are forked from `warm` processes and shut into a `sandbox`. `trial` drives the two
through one notebook. None of these modules knows nbgrader, and none imports anything heavy.
"""
