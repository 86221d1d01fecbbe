/* What makes the forms quicker. Without this script, they work by their buttons. */

"use strict";

const PAUSE = 500; // milliseconds after the last keystroke until the record is checked
const POLL = 2000; // milliseconds between two questions whether a file has changed

/* Pages that show files follow them. */

function followFiles() {
  const page = document.querySelector("[data-version]");
  if (!page || !document.querySelector("[data-follow]")) return;
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/changes");
      const state = await answer.json();
      if (state.version !== page.dataset.version) location.reload();
    } catch { /* the server has stopped, or is starting again */ }
  }, POLL);
}

/* Check while typing. */

let timer = 0;
let checks = 0;

function checkSoon(form) {
  clearTimeout(timer);
  timer = setTimeout(() => check(form), PAUSE);
}

async function check(form) {
  const number = ++checks;
  const answer = await post(form, "findings");
  if (!answer || number !== checks || !form.isConnected) return; // something newer is on its way
  if (answer.status === 409) {
    say(form, "The file has changed since you opened this form. Saving will not work: open it again.");
    return;
  }
  if (!answer.ok) return;
  const said = await answer.json();
  say(form, said.summary);
  const proposed = document.getElementById("proposed");
  if (proposed) {
    proposed.textContent = said.proposed;
    const id = document.getElementById("id");
    id.placeholder = said.proposed;
    const message = document.getElementById("message");
    if (message) message.placeholder = `Add ${id.value.trim() || said.proposed}`;
  }
  document.getElementById("difference").textContent = said.difference || "Nothing.";
  showFindings(form, said.findings);
}

function post(form, deed) {
  const body = new URLSearchParams(new FormData(form));
  const end = body.get("end");
  body.delete("end");
  body.set("do", deed);
  body.append("end", end); // by which the server knows that the form is whole
  return fetch(form.action, { method: "POST", body }).catch(() => {
    say(form, "The server does not answer. What you have entered is still here.");
  });
}

function say(form, words) {
  form.querySelector("#summary").textContent = words;
}

function showFindings(form, findings) {
  for (const list of form.querySelectorAll("[data-at]")) {
    const here = findings.filter((each) => each.address === list.dataset.at);
    const items = here.map(findingItem);
    const same = items.map((each) => each.textContent).join() ===
      [...list.children].map((each) => each.textContent.replace(/\s+/g, " ").trim()).join();
    if (!same) list.replaceChildren(...items);
    const input = document.getElementById("at" + list.dataset.at);
    if (!input) continue;
    if (here.some((each) => each.severity === "error")) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

function findingItem(finding) {
  const item = document.createElement("li");
  item.className = finding.severity;
  const severity = document.createElement("strong");
  severity.textContent = finding.severity[0].toUpperCase() + finding.severity.slice(1) + ":";
  item.append(severity, " " + finding.message);
  if (finding.hint) {
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = finding.hint;
    item.append(" ", hint);
  }
  if (finding.write !== null) {
    const button = document.createElement("button");
    button.className = "quiet";
    button.name = "do";
    button.value = `write:${finding.address}:${finding.write}`;
    button.textContent = `Write “${finding.write}”`;
    item.append(" ", button);
  }
  return item;
}

/* Buttons that change the form bring a new one, and the page stays. */

async function act(form, deed) {
  clearTimeout(timer);
  checks += 1;
  const answer = await post(form, deed);
  if (!answer || !answer.ok) {
    if (answer) say(form, "That did not work: the file may have changed. Open the form again.");
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const made = page.getElementById("record");
  if (!made) return;
  form.replaceWith(made);
  made.querySelector("[autofocus]")?.focus();
  start(made);
}

function isSaving(button) {
  return !button || button.value === "save" || button.value === "commit";
}

let isChanged = false;

function start(form) {
  document.documentElement.classList.add("with-script");
  form.addEventListener("input", () => {
    isChanged = true;
    checkSoon(form);
  });
  form.addEventListener("change", (event) => {
    const name = event.target.name || "";
    if (name.startsWith("to:")) act(form, "shape:" + name.slice(3));
  });
  form.addEventListener("submit", (event) => {
    if (isSaving(event.submitter)) {
      isChanged = false;
      return;
    }
    event.preventDefault();
    if (event.submitter.value === "check") check(form);
    else {
      isChanged = true;
      act(form, event.submitter.value);
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.dataset.line === undefined) return;
    event.preventDefault(); // such a text wraps, and is one line
    check(form);
  });
  for (const input of form.querySelectorAll("[data-kinds]")) completeReference(input);
}

function newRecordLink() {
  const link = document.createElement("a");
  link.href = "/new";
  link.target = "_blank"; // what stands in this form stays
  link.textContent = "Make one in a new tab";
  return link;
}

/* References are completed by name: an editable combobox with a list (WAI-ARIA APG). */

function completeReference(input) {
  const list = document.createElement("ul");
  list.className = "choices";
  list.id = input.id + "-choices";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Records");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  const named = input.parentElement.querySelector(".named");
  let asked = 0;
  let isChoosing = false;

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(item) {
    input.value = item.dataset.id;
    named.textContent = item.dataset.name;
    close();
    asked += 1; // an answer that is still on its way is of no use
    isChoosing = true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    isChoosing = false;
  }

  function mark(item) {
    for (const each of list.children) each.setAttribute("aria-selected", String(each === item));
    if (item) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const number = ++asked;
    named.textContent = "";
    const query = new URLSearchParams({ q: input.value, kinds: input.dataset.kinds });
    const answer = await fetch("/records?" + query).catch(() => null);
    if (!answer?.ok || number !== asked) return;
    const records = await answer.json();
    if (number !== asked) return;
    list.replaceChildren(...records.map((record, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.id = record.id;
      item.dataset.name = record.name;
      const small = document.createElement("small");
      small.textContent = `${record.id} · ${record.kind}`;
      item.append(record.name || record.id, small);
      return item;
    }));
    const exact = records.find((each) => each.id === input.value);
    if (exact) named.textContent = exact.name;
    else if (!records.length && input.value) named.replaceChildren("No record fits. ", newRecordLink());
    list.hidden = records.length === 0;
    input.setAttribute("aria-expanded", String(records.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  input.addEventListener("input", () => { if (!isChoosing) ask(); });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the input keeps the focus
    const item = event.target.closest("li");
    if (item) choose(item);
  });
  input.addEventListener("keydown", (event) => {
    const items = [...list.children];
    const at = items.findIndex((each) => each.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        ask();
        return;
      }
      const step = event.key === "ArrowDown" ? 1 : -1;
      const start = at < 0 && step < 0 ? 0 : at;
      mark(items[(start + step + items.length) % items.length]);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      choose(items[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
}

addEventListener("beforeunload", (event) => {
  if (isChanged) event.preventDefault();
});

followFiles();
const record = document.getElementById("record");
if (record) start(record);
