"""The step Data: class folders, looked at; masks drawn; labels doubted."""
