# The words of ./dev.py for those who type make. Arguments: make test ARGS="-k widget"
.PHONY: run test check soak bench contract pictures set-up lock
run test check soak bench contract pictures set-up lock:
	@python3 dev.py $@ $(ARGS)
