"""What the simulator must reproduce: cases whose truth theory knows, and the judgement over them.

Each value must lie in the band that covers the truth in 99 of 100 runs. About one in a hundred of them lies
outside by chance alone; with the seed that stands here none does, and anyone may try others.
"""
