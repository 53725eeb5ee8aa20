/** Writes the page's types and its copy of the permission matrix from the API's contract. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

import { contractPath, fingerprint, fingerprintLine } from "./contract.mjs";

const SCHEMA = "src/lib/api/schema.ts";
const PERMISSIONS = "src/lib/api/permissions.ts";

const contract = contractPath(process.argv[2]);
const text = readFileSync(contract, "utf8");
writeSchema();
writePermissions(JSON.parse(text)["x-permissions"]);

function writeSchema() {
  if (!existsSync("types-gen/node_modules")) npm(["ci", "--no-audit", "--no-fund"]);
  npm([
    "exec",
    "--",
    "openapi-typescript",
    resolve(contract),
    "--default-non-nullable=false",
    "--output",
    resolve(SCHEMA),
  ]);
  writeFileSync(SCHEMA, fingerprintLine(fingerprint(text)) + readFileSync(SCHEMA, "utf8"));
}

function writePermissions(matrix) {
  const rows = Object.entries(matrix).map(([action, { allowed, rule }]) => {
    const cells = allowed.map((cell) => JSON.stringify(cell.join("/"))).sort();
    return `  ${JSON.stringify(action)}: {\n    allowed: [${cells.join(", ")}],\n    rule: ${JSON.stringify(rule)},\n  },\n`;
  });
  writeFileSync(
    PERMISSIONS,
    fingerprintLine(fingerprint(text)) +
      "/** The permission matrix: for each action the ROLE/RELATION pairs that may, and the rule in words. */\n" +
      `export const permissions = {\n${rows.join("")}} as const;\n`,
  );
}

function npm(args) {
  execFileSync("npm", args, { cwd: "types-gen", stdio: ["ignore", "ignore", "inherit"] });
}
