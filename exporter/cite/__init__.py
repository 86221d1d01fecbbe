"""Works as a style of CSL sets them: references of a bibliography, and citations in a text.

The works come as the items that the format csl-json makes of them, the style and the locale are read by citeproc-py,
and its elements render. Where citeproc-py 0.11 does not do what CSL 1.0.2 says, the element is replaced by one of ours;
the docstring of each module and class here names the fault that it is there for. A test compares the outcome with
citeproc-js and pandoc on the whole catalogue.

- `styles` finds a style by its name or file; `style` reads it with its locale.
- `reference` is one work with its variables, `cite` one mention of it.
- `elements`, `conditions`, `names`, `dates`, `order` render and sort.
- `bibliography` puts the works in order and gives each as marked text, `disambiguation` tells like ones apart.
- `marks` holds formatting within a text, and mends punctuation; `forms` writes it as text, HTML, RTF and Markdown.
"""
