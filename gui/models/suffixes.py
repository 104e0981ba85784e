"""How the names of Keras' own files end."""

KERAS_SUFFIXES = frozenset({".keras", ".h5", ".hdf5"})
