// Copies citations, and searches the catalogue on the page of search. Pages are complete without it.
"use strict";

const SHOWN = 100;

// The same as exporter.model.folding.folded: letters, digits and marks that are vowels, without accents,
// in hiragana.
function folded(text) {
  const plain = text.normalize("NFKC").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ")
    .normalize("NFD").replace(/[\u0300-\u036f\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc]/g, "")
    .normalize("NFC");
  const vowel = /(?=\p{M})[\u0900-\u109f\u1700-\u17df\u1a00-\u1a7f\u1b00-\u1bff\ua800-\uabff\u{11000}-\u{11fff}]/u;
  const letters = Array.from(plain).filter((each) => /[\p{L}\p{N}]/u.test(each) || vowel.test(each));
  return letters.map((letter) => {
    const isKatakana = letter >= "ァ" && letter <= "ヶ";
    return isKatakana ? String.fromCharCode(letter.charCodeAt(0) - 0x60) : letter;
  }).join("");
}

// Records whose names contain all words; those whose first name begins with the words come first.
function search(query) {
  const words = query.split(/\s+/u).map(folded).filter(Boolean);
  if (!words.length) return [];
  const found = RECORDS.filter((record) => words.every((word) => record[6].includes(word)));
  const whole = words.join("");
  const rank = (record) => {
    const names = record[6].split("|");
    if (names.includes(whole)) return 0;
    if (names[0].startsWith(whole)) return 1;
    return names[0].includes(whole) ? 2 : 3;
  };
  return found.map((record) => [rank(record), record]).sort((one, two) => one[0] - two[0])
    .map((pair) => pair[1]);
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

// A date in EDTF in words: those that the site has for it, or those of the browser for a plain date.
function dateInWords(date) {
  const language = document.documentElement.lang;
  if (DATES[date]) return DATES[date][language];
  const [year, month, day] = date.split("-").map(Number);
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    calendar: "gregory", numberingSystem: "latn", timeZone: "UTC", year: "numeric",
    month: month && "long", day: day && "numeric",
  });
  return format.format(Date.UTC(year, (month || 1) - 1, day || 1));
}

function resultItem(record, list, kinds) {
  const [id, title, tag, makers, date, kind] = record;
  const item = document.createElement("li");
  if (!makers && !date) item.className = "short";
  const meta = element("span", "", "meta");
  const link = element("a", "");
  link.href = `${id}/index${list.dataset.suffix}.html`;
  const words = element("bdi", title);
  words.lang = tag === "und" ? "" : tag;
  link.append(words);
  if (makers) meta.append(element("bdi", makers, "makers"), " ");
  if (date) meta.append(element("span", dateInWords(date), "date"), " ");
  meta.append(element("span", kinds[KINDS[kind]], "kind"));
  item.append(link, " ", meta);
  return item;
}

function showResults(query) {
  const list = document.getElementById("results");
  const status = document.getElementById("found");
  const kinds = JSON.parse(list.dataset.kinds);
  const found = search(query);
  const number = found.length.toLocaleString(document.documentElement.lang);
  const counted = (found.length === 1 ? status.dataset.one : status.dataset.many).replace("{}", number);
  const first = found.length > SHOWN ? ` ${status.dataset.first.replace("{}", SHOWN)}` : "";
  status.textContent = found.length ? counted + first : status.dataset.none;
  list.replaceChildren(...found.slice(0, SHOWN).map((record) => resultItem(record, list, kinds)));
  list.hidden = !found.length;
  const browse = document.getElementById("browse-instead");
  if (browse) browse.hidden = found.length > 0;
}

function startSearch() {
  const query = new URLSearchParams(location.search).get("q") || "";
  const field = document.getElementById("q");
  field.value = query;
  if (query.trim()) showResults(query);
  else field.focus();
  field.addEventListener("input", () => {
    if (field.value.trim()) showResults(field.value);
  });
}

function addCopyButton(citation) {
  const button = element("button", citation.dataset.copy, "copy");
  const words = citation.textContent.trim();
  button.type = "button";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words);
    button.textContent = citation.dataset.copied;
  });
  citation.after(button);
}

document.addEventListener("DOMContentLoaded", () => {
  if (document.getElementById("results")) startSearch();
  if (navigator.clipboard) document.querySelectorAll(".citation").forEach(addCopyButton);
});
