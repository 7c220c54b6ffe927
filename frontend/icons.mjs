// One sprite of the icons that are really used. They are found where they are named:
//   icon("phone")                      in templates
//   ico="phone", icon="phone",         in macro calls, Python keywords,
//   "icon": "phone"                    dictionaries and JSON
//   REASON_ICONS = {"x": "phone"}      the values of any mapping whose name ends in "icons"
//   ui.btn(_("Dial"), "phone")         a bare argument of a macro or of a Place, if it is an icon
// A name that is no Tabler icon stops the build, except in the last case, where it may be a tone.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const NAME = "([a-z][a-z0-9-]*)";
const NAMED = [
  new RegExp(`\\bicon\\(\\s*["']${NAME}["']`, "g"),
  new RegExp(`\\bico(?:n)?=["']${NAME}["']`, "g"),
  new RegExp(`["']icon["']:\\s*["']${NAME}["']`, "g"),
];
const MAPPING = /icons\b[^={(\n]*=\s*\{([^}]*)\}/gi;
const VALUE = new RegExp(`:\\s*["']${NAME}["']`, "g");
const MACRO_CALL = /\b(?:(?:ui|forms|tables|dialogs|desk)\.\w+|Place)\(/g;
const BARE = new RegExp(`^["']${NAME}["']$`);

// Returns {svg, names} for everything named below the product's folder and the scripts' folder.
export function sprite(product, scripts, tabler) {
  const used = new Map();
  for (const file of [...sources(product), ...sources(scripts)]) {
    for (const name of namesIn(readFileSync(file, "utf8"), tabler)) {
      if (!used.has(name)) used.set(name, file);
    }
  }
  const unknown = [...used].filter(([name]) => !existsSync(path(tabler, name)));
  if (unknown.length) {
    const list = unknown.map(([name, file]) => `  “${name}” in ${file}`).join("\n");
    throw new Error(`These are not Tabler icons:\n${list}`);
  }
  const names = [...used.keys()].sort();
  const symbols = names.map((name) => symbol(tabler, name)).join("");
  return { names, svg: `<svg xmlns="http://www.w3.org/2000/svg">${symbols}</svg>\n` };
}

function namesIn(text, tabler) {
  const names = NAMED.flatMap((pattern) => firstGroups(text, pattern));
  for (const values of firstGroups(text, MAPPING)) names.push(...firstGroups(values, VALUE));
  for (const argument of macroArguments(text)) {
    const name = argument.match(BARE)?.[1];
    if (name && existsSync(path(tabler, name))) names.push(name);
  }
  return names;
}

function firstGroups(text, pattern) {
  return [...text.matchAll(pattern)].map((match) => match[1]);
}

function* macroArguments(text) {
  for (const { index, 0: opening } of text.matchAll(MACRO_CALL)) {
    let depth = 1;
    let from = index + opening.length;
    for (let at = from; at < text.length && depth > 0; at += 1) {
      if ("([{".includes(text[at])) depth += 1;
      if (")]}".includes(text[at])) depth -= 1;
      if (depth === 0 || (depth === 1 && text[at] === ",")) {
        yield text.slice(from, at).trim();
        from = at + 1;
      }
    }
  }
}

function* sources(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["static", "__pycache__"].includes(entry.name)) yield* sources(full);
    } else if ([".html", ".py", ".js"].includes(extname(entry.name))) yield full;
  }
}

function path(tabler, name) {
  const filled = name.endsWith("-filled");
  return join(tabler, filled ? "filled" : "outline", `${name.replace(/-filled$/, "")}.svg`);
}

// Attributes, not classes: the page's styles do not reach into another document's symbols.
function symbol(tabler, name) {
  const text = readFileSync(path(tabler, name), "utf8");
  const body = text
    .match(/<svg[^>]*>(.*)<\/svg>/s)[1]
    .replace(/\s+/g, " ")
    .replaceAll(" />", "/>")
    .replaceAll("> <", "><")
    .trim();
  const paint = name.endsWith("-filled") ? ' fill="currentColor" stroke="none"' : "";
  return `<symbol id="i-${name}" viewBox="0 0 24 24"${paint}>${body}</symbol>`;
}
