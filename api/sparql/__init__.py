"""SPARQL from outside, bounded. No web in it.

A query is checked (`checks`), waits for its turn (`gate`), and goes to a process of its own (`pool`, `warden`), where a
confined worker runs it (`worker`, `evaluate`). Its answer comes whole or not at all.

    api process ── one socket a query ──> warden: loads the graphs once, one thread, forks and minds the workers
                                             └──> workers: answer on that socket, or die of a limit; the warden says why

Rules: https://www.w3.org/TR/sparql11-protocol/ (query only), https://www.w3.org/TR/sparql11-query/
"""
