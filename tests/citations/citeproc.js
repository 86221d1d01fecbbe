// Renders works with citeproc-js. Reads jobs from stdin, a JSON object on each line: {style, items, locale, locales}, where
// style and items are file names, locales is a folder, and locale is a tag or null for the locale of the style. Prints an
// object for each: {ids, entries, citations}, as HTML, the entries in the order of the bibliography and a citation of
// each item by itself in the order of the items; or {error}.
const fs = require("fs");
const readline = require("readline");
const CSL = require("citeproc");

function rendered({ style, items, locale, locales }) {
  const list = JSON.parse(fs.readFileSync(items, "utf8"));
  const system = {
    retrieveLocale: (tag) => {
      const path = `${locales}/locales-${tag}.xml`;
      return fs.existsSync(path) ? fs.readFileSync(path, "utf8") : false;
    },
    retrieveItem: (id) => list.find((item) => item.id === id),
  };
  const engine = new CSL.Engine(system, fs.readFileSync(style, "utf8"), locale || undefined, Boolean(locale));
  engine.setOutputFormat("html");
  engine.updateItems(list.map((item) => item.id));
  // before the bibliography, whose editors and translators would count as authors from then on
  const citations = list.map(({ id }) => engine.makeCitationCluster([{ id }]));
  const bibliography = engine.makeBibliography();
  return {
    ids: bibliography ? bibliography[0].entry_ids.map(([id]) => id) : [],
    entries: bibliography ? bibliography[1] : [],
    citations,
  };
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  let result;
  try {
    result = rendered(JSON.parse(line));
  } catch (error) {
    result = { error: String(error) };
  }
  console.log(JSON.stringify(result));
});
