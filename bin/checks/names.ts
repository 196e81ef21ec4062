import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type CheckResult, filesBelow } from "./tree.ts";

const BANNED = /(^|\/)(utils?|helpers?|common|misc|manager|lib|types)(\.(tsx?|mjs)$|\/)/;
const LONGEST_LINES = 300;

/** Names that say nothing, and files longer than one reads at a sitting. */
export function checkNames(root: string): CheckResult {
  const files = filesBelow(root);
  const code = files.filter((file) => /\.(tsx?|mjs|css)$/.test(file));
  const problems = [
    ...files.filter((file) => BANNED.test(file)).map((file) => `${file}: a banned name; say what it holds`),
    ...code
      .filter((file) => !file.startsWith("app/") && !/^[.a-z\d-]+$/.test(basename(file)))
      .map((file) => `${file}: file names are kebab-case`),
    ...code.flatMap((file) => {
      const lines = readFileSync(join(root, file), "utf8").split("\n").length - 1;
      return lines > LONGEST_LINES ? [`${file} has ${lines} lines, more than ${LONGEST_LINES}`] : [];
    }),
  ];
  return { seen: `${files.length} files`, problems };
}
