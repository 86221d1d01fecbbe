"""Reads records from the tables of a database: SQLite, PostgreSQL or Parquet.

Each row becomes the text of a record, and goes the way of a record that was read from a file.
"""
