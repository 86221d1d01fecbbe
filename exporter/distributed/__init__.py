"""Export of catalogues that are too large for one machine, by a Dask cluster."""
