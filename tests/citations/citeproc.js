// Sets works with citeproc-js. Reads a JSON list of {style, locale, locales, items} (file names but for the locale) from
// stdin, and prints for each {entries, citations}: texts, in the order of the bibliography.
const fs = require("fs");
const CSL = require("citeproc");
const made = JSON.parse(fs.readFileSync(0, "utf8")).map(({ style, locale, locales, items }) => {
  const list = JSON.parse(fs.readFileSync(items, "utf8"));
  const system = {
    retrieveLocale: (tag) => {
      const path = `${locales}/locales-${tag}.xml`;
      return fs.readFileSync(fs.existsSync(path) ? path : `${locales}/locales-en-US.xml`, "utf8");
    },
    retrieveItem: (id) => list.find((item) => item.id === id),
  };
  const engine = new CSL.Engine(system, fs.readFileSync(style, "utf8"), locale, true);
  engine.setOutputFormat("text");
  engine.updateItems(list.map((item) => item.id));
  const bibliography = engine.makeBibliography();
  return {
    entries: bibliography ? bibliography[1].map((text) => text.trim().replace(/\s*\n\s*/g, " ")) : [],
    citations: engine.registry.reflist.map(({ id }) => engine.makeCitationCluster([{ id }])),
  };
});
console.log(JSON.stringify(made));
