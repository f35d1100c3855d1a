"""The demo company "Alderway Shop": its data, its creation through the verbs, and its website."""
