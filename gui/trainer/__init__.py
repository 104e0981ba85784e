"""The Trainer tab: from labelled folders to a released model, step by step."""
