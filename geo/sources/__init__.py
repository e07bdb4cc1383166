"""Files of a town -> model: the only readers of a town's data, and the only users of the network."""
