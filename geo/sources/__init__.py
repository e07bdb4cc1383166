"""Files of a town -> model: only this part reads a town's data, and only it uses the internet."""
