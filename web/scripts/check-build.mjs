/** Fails when the page has grown past what a phone should have to load; reads the build in dist. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { contractPath, fingerprint } from "./contract.mjs";

const BUDGETS_KIB = { signIn: 90, board: 120, everything: 160, styles: 12 };
const PRODUCTION_PACKAGES = 30;
const ENTRY = "index.html";
const GENERATED = ["src/lib/api/schema.ts", "src/lib/api/permissions.ts"];

const failures = [];
checkSizes();
checkLock("package-lock.json");
checkLock("types-gen/package-lock.json");
checkGenerated();
for (const failure of failures) console.error(`✗ ${failure}`);
process.exit(failures.length ? 1 : 0);

function checkSizes() {
  if (!existsSync("dist/.vite/manifest.json"))
    return failures.push("dist is missing: run `npm run build` first");
  const manifest = JSON.parse(readFileSync("dist/.vite/manifest.json", "utf8"));
  const scripts = Object.values(manifest).map(({ file }) => file);
  const styles = Object.values(manifest).flatMap(({ css = [] }) => css);
  compare(
    "JavaScript before sign-in",
    loadedBy(manifest, [ENTRY, "src/features/auth/auth-area.tsx"]),
    BUDGETS_KIB.signIn,
  );
  compare(
    "JavaScript for the board",
    loadedBy(manifest, [ENTRY, "src/app/workspace.tsx"]),
    BUDGETS_KIB.board,
  );
  compare("JavaScript in all", scripts, BUDGETS_KIB.everything);
  compare("Styles", styles, BUDGETS_KIB.styles);
}

/** The files that these modules and everything they import at once come in. */
function loadedBy(manifest, keys) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    if (!manifest[key]) return failures.push(`${key} is not a chunk of the build`);
    manifest[key].imports?.forEach(visit);
  };
  keys.forEach(visit);
  return [...seen].map((key) => manifest[key]?.file).filter(Boolean);
}

function compare(what, files, budget) {
  const kib = [...new Set(files)].reduce((sum, file) => sum + compressedSize(file), 0) / 1024;
  console.log(`${what}: ${kib.toFixed(1)} of ${budget} KiB`);
  if (kib > budget) failures.push(`${what}: ${kib.toFixed(1)} KiB is more than ${budget}`);
}

function compressedSize(file) {
  const packed = join("dist", `${file}.gz`);
  return readFileSync(existsSync(packed) ? packed : join("dist", file)).length;
}

/** A lock that was written on one system must install on all of them, from any registry. */
function checkLock(path) {
  const { packages } = JSON.parse(readFileSync(path, "utf8"));
  for (const [at, { resolved, optionalDependencies = {} }] of Object.entries(packages)) {
    if (resolved) failures.push(`${path}: ${at} names the place it came from`);
    for (const name of Object.keys(optionalDependencies)) {
      if (!findUpwards(packages, at, name)) failures.push(`${path}: ${name}, optional for ${at}, is missing`);
    }
  }
  if (path.includes("/")) return;
  const shipped = Object.entries(packages).filter(
    ([at, { dev, devOptional, optional }]) => at && !dev && !devOptional && !optional,
  );
  console.log(`Production packages: ${shipped.length} of ${PRODUCTION_PACKAGES}`);
  if (shipped.length > PRODUCTION_PACKAGES) failures.push(`${shipped.length} production packages`);
}

function findUpwards(packages, at, name) {
  for (let folder = at; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${folder ? `${folder}/` : ""}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

function checkGenerated() {
  if (!existsSync(contractPath())) return failures.push(`${contractPath()} is missing`);
  const edition = fingerprint(readFileSync(contractPath(), "utf8"));
  for (const path of GENERATED) {
    const isCurrent =
      readFileSync(path, "utf8").startsWith(`// Generated`) &&
      readFileSync(path, "utf8").includes(`edition ${edition};`);
    if (!isCurrent) failures.push(`${path} is not made from the present contract: run \`make openapi\``);
  }
}
