"""Where frames come from: one module a kind, all behind `protocol.Source`."""
