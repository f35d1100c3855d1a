"""Chat on a website: the visitor's side of a conversation.

It answers for the loader and the panel that a site embeds, for which sites may use a channel, and for
everything a visitor may ask for with the token in his browser. Conversations, messages and their order
belong to the features below it.
"""
