import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CheckResult, filesBelow } from "./tree.ts";

const FOLDERS = "app|bench|bin|db|docs|server|workers|public|deploy|\\.ci";
const QUOTED = new RegExp(`\`((?:${FOLDERS})/[\\w./()[\\]{},*-]+)\``, "g");
const LINK = /\]\((?!https?:|mailto:)([^)\s#]*)(?:#([^)]*))?\)/g;

/** A path named in a document exists: `server/...` in quotes, and every link to a file and a heading. Patterns name what they expand to. */
export function checkDocuments(root: string): CheckResult {
  const documents = filesBelow(root).filter((file) => file.endsWith(".md"));
  const problems = documents.flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    const quoted = [...text.matchAll(QUOTED)]
      .map((match) => match[1] ?? "")
      .flatMap(expand)
      .filter((path) => !exists(root, path));
    const linked = [...text.matchAll(LINK)].flatMap(([, path = "", heading]) => {
      const file = path === "" ? join(root, document) : join(root, dirname(document), path);
      if (!existsSync(file)) return [path];
      return heading === undefined || !path.match(/^$|\.md$/) || headingsOf(file).has(heading)
        ? []
        : [`${path}#${heading}`];
    });
    return [...quoted, ...linked].map((path) => `${document} names ${path}, which does not exist`);
  });
  return { seen: `${documents.length} documents`, problems };
}

/** As a link to them is written: lower case, `-` for a blank, and nothing for other signs. */
function headingsOf(file: string): ReadonlySet<string> {
  const headings = readFileSync(file, "utf8").matchAll(/^#+ (.+)$/gm);
  return new Set([...headings].map(([, text = ""]) => plain(text)));
}

function plain(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
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
