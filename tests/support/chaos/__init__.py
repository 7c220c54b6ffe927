"""A floor at work while its processes are killed at random, and what must be true of it afterwards.

Web servers and schedulers die (``killer``); coordinators go on over HTTP and write down what they
were told (``coordinator``, ``journal``); the simulated network survives, and its ledger is what
everything is compared with in the end (``reckoning``). ``storm.run`` is the whole of it: a small
one is a test, a large one the benchmark ``chaos``.
"""
