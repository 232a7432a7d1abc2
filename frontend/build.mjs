// Compiles Sass and the script entry into the folder given as the first argument (default: the package's static folder).
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "..", "src", "inloco", "web", "static", "build"));
await mkdir(out, { recursive: true });

const { css } = compile(join(here, "src", "main.scss"), {
  loadPaths: [here, join(here, "node_modules"), join(here, "src")],
  style: "compressed",
  sourceMap: false,
  quietDeps: true,
});
await writeFile(join(out, "main.css"), css);

// Only the few icons that the compiled style names. A crown, crest or font among them would be a mistake: refuse it.
const named = new Set([...css.matchAll(/url\("?\.\/images\/([\w.-]+)"?\)/g)].map((match) => match[1]));
await mkdir(join(out, "images"), { recursive: true });
for (const image of named) {
  if (/crest|crown|govuk/.test(image)) throw new Error(`${image} belongs to GOV.UK and must not ship`);
  await copyFile(join(here, "node_modules/@ministryofjustice/frontend/moj/assets/images", image), join(out, "images", image));
}

await build({
  entryPoints: { main: join(here, "src", "main.js"), supported: join(here, "src", "supported.js") },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "inline",
  logLevel: "error",
});
