# The words everybody types. What each does stands in docs/running.md.
# A python3.x on the path may be a shim for a version that is not there, so each candidate is asked.
PYTHON ?= $(shell for name in python3.11 python3 python3.12 python3.13; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
START = @exec $(if $(PYTHON),$(PYTHON),$(error Python 3.11 or newer is needed: on Debian and Ubuntu, apt-get install python3 python3-venv)) iom_partners/local/bootstrap.py

.PHONY: run test check bench proofs faults lock
run:
	$(START) run
test:
	$(START) test $(ARGS)
check:
	$(START) check $(ARGS)
bench:
	$(START) bench $(ARGS)
proofs:
	$(START) test -m proof $(ARGS)
faults:
	$(START) faults $(if $(ROUNDS),--rounds $(ROUNDS)) $(ARGS)
lock:
	$(START) lock
