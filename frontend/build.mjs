// Bundles the browser side into leadtracker/static/dist under hashed names, and writes
// manifest.json, which says what is called what. Needs only `npm ci --ignore-scripts`.
// The same sources give the same bytes. Everything is written first and the manifest last, so a
// running server never names a file that is not there.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { sprite } from "./icons.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const PRODUCT = join(HERE, "..", "leadtracker");
const OUT = join(PRODUCT, "static", "dist");
const TARGETS = ["chrome123", "edge123", "firefox121", "safari17.5"];
const LICENSED = ["htmx.org", "@hotwired/stimulus", "inter-ui", "@tabler/icons"];

const options = {
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  charset: "utf8",
  legalComments: "none",
  target: TARGETS,
  outdir: OUT,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
};

const built = await Promise.all([
  esbuild.build({ ...options, entryPoints: ["css/app.css"] }),
  esbuild.build({ ...options, entryPoints: ["js/app.js"], format: "iife" }),
  esbuild.build({ ...options, entryPoints: ["js/theme.js"], format: "iife" }),
  esbuild.build({ ...options, entryPoints: ["js/events-worker.js"], format: "iife" }),
]);

const files = {};
const written = new Set(["manifest.json"]);

function put(plainName, hashedName, content) {
  writeFileSync(join(OUT, hashedName), content);
  files[plainName] = hashedName;
  written.add(hashedName);
}

function putHashed(plainName, content) {
  const { name, ext } = parse(plainName);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  put(plainName, `${name}-${hash}${ext}`, content);
}

mkdirSync(OUT, { recursive: true });
for (const { outputFiles } of built) {
  for (const { path, contents } of outputFiles) {
    const hashedName = parse(path).base;
    put(hashedName.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, ""), hashedName, contents);
  }
}

const icons = sprite(PRODUCT, join(HERE, "js"), join(HERE, "node_modules/@tabler/icons/icons"));
putHashed("icons.svg", icons.svg);
putHashed("favicon.svg", readFileSync(join(HERE, "favicon.svg")));
putHashed("licences.txt", LICENSED.map(licence).join("\n\n"));

const manifest = { files: sorted(files), icons: icons.names };
writeFileSync(join(OUT, "manifest.json.new"), JSON.stringify(manifest, null, 2) + "\n");
renameSync(join(OUT, "manifest.json.new"), join(OUT, "manifest.json"));
for (const name of readdirSync(OUT)) {
  if (!written.has(name)) rmSync(join(OUT, name));
}

function licence(name) {
  const folder = join(HERE, "node_modules", name);
  const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${name} ${version}\n\n${readFileSync(join(folder, text), "utf8").trim()}\n`;
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
