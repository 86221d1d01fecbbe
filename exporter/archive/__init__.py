"""Preservation packages: a whole catalogue in one file that can be checked and restored.

A package is a BagIt bag (RFC 8493) in an uncompressed zip file:

- `data/catalogue/`: the records, schemas, settings and evidence files, byte for byte;
- `data/deliveries/`: the works in every export format;
- `data/documentation/`: the schemas and the crosswalks by which they were written;
- `data/ro-crate-metadata.json`: what each file is (RO-Crate 1.2);
- `data/premis.xml`: what happened to each file (PREMIS 3);
- `README.txt`, and the manifests with two checksums for each file.

The bytes depend on the files and the commit alone: no clock, no order of a file system, and no
compression, of which the result depends on the version of zlib.
"""
