import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CheckResult, filesBelow } from "./tree.ts";

const FOLDERS = "app|bench|bin|db|docs|server|workers|public|deploy|\\.ci";
const QUOTED = new RegExp(`\`((?:${FOLDERS})/[\\w./()[\\]{},*-]+)\``, "g");
const LINK = /\]\((?!https?:|#|mailto:)([^)\s#]+)(?:#[^)]*)?\)/g;

/** A path named in a document exists: `server/...` in quotes, and every link to a file. Patterns name what they expand to. */
export function checkDocuments(root: string): CheckResult {
  const documents = filesBelow(root).filter((file) => file.endsWith(".md"));
  const problems = documents.flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    const quoted = [...text.matchAll(QUOTED)]
      .map((match) => match[1] ?? "")
      .flatMap(expand)
      .filter((path) => !exists(root, path));
    const linked = [...text.matchAll(LINK)]
      .map((match) => match[1] ?? "")
      .filter((path) => !existsSync(join(root, dirname(document), path)));
    return [...quoted, ...linked].map((path) => `${document} names ${path}, which does not exist`);
  });
  return { seen: `${documents.length} documents`, problems };
}

/** `a/{b,c}.ts` names two files. */
function expand(path: string): string[] {
  const choice = /^(.*?)\{([^}]*)\}(.*)$/.exec(path);
  if (choice === null) return [path];
  const [, before = "", inner = "", after = ""] = choice;
  return inner.split(",").flatMap((part) => expand(`${before}${part}${after}`));
}

/** A pattern with a star holds as far as its folder exists; a path without an ending may name a module. */
function exists(root: string, path: string): boolean {
  const plain = path.includes("*") ? path.slice(0, path.indexOf("*")).replace(/[^/]*$/, "") : path;
  return existsSync(join(root, plain)) || existsSync(join(root, `${plain}.ts`));
}
