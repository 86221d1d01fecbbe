"""A preview of the site that follows each change, with a form to edit records in the browser."""
