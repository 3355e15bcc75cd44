"""nianbao: the composition root; wires crawler, extraction and archive together."""
