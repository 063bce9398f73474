// The peer of starting the server: Node with nothing to do.
