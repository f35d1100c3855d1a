"""Skills: what operators can do that not everybody can, and how well each of them does it.

It answers for the company's list of skills and for the level at which every operator has each of them. What a
conversation asks for, and who is chosen for it, is routing's answer.
"""
