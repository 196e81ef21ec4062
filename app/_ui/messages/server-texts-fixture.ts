import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseSync } from "@swc/core";
import { filesBelow } from "#bin/checks/tree.ts";

const ROOT = resolve(import.meta.dirname, "..", "..", "..");

export interface ServerText {
  readonly file: string;
  /** What stands between the quotes; `{1}`, `{2}` where the server puts something in. */
  readonly text: string;
}

/**
 * Every sentence that the server's rooms may answer with, read from their source: the second argument of each `new AppError` (of a
 * choice, both), and the sentences of sources' problems. Where a file hands it over by name, all of its sentences count.
 */
export function serverTexts(): readonly ServerText[] {
  const files = filesBelow(ROOT, "server").filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|-fixture\.ts$|^server\/env\.ts$/.test(file),
  );
  return files.flatMap((file) => {
    const source = readFileSync(join(ROOT, file), "utf8");
    if (!/new AppError\(|SOURCE_PROBLEMS = /.test(source)) return [];
    return textsIn(source).map((text) => ({ file, text }));
  });
}

function textsIn(source: string): string[] {
  const tree = parseSync(source, { syntax: "typescript" });
  const texts: string[] = [];
  let named = source.includes("SOURCE_PROBLEMS = ");
  walk(tree, (node) => {
    if (node["type"] !== "NewExpression" || nameOf(node["callee"]) !== "AppError") return;
    const found = sentencesIn(argumentOf(node, 1));
    if (found === null) named = true;
    else texts.push(...found);
  });
  if (!named) return texts;
  walk(tree, (node) => texts.push(...(sentencesIn(node) ?? []).filter((text) => /^[A-Z].* .*\.$/s.test(text))));
  return [...new Set(texts)];
}

type Node = Readonly<Record<string, unknown>>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  else if (isNode(value)) {
    visit(value);
    for (const each of Object.values(value)) if (isNode(each)) walk(each, visit);
  }
}

function nameOf(value: unknown): string {
  return isNode(value) ? String(value["value"] ?? "") : "";
}

function argumentOf(call: Node, at: number): unknown {
  const given = call["arguments"];
  const argument: unknown = Array.isArray(given) ? given[at] : undefined;
  return isNode(argument) ? argument["expression"] : undefined;
}

/** The sentences an expression may come to; null when that cannot be read from it. */
function sentencesIn(expression: unknown): string[] | null {
  if (!isNode(expression)) return null;
  switch (expression["type"]) {
    case "StringLiteral":
      return [String(expression["value"])];
    case "TemplateLiteral":
      return [templateOf(expression)];
    case "ParenthesisExpression":
      return sentencesIn(expression["expression"]);
    case "ConditionalExpression": {
      const both = [sentencesIn(expression["consequent"]), sentencesIn(expression["alternate"])];
      return both.some((one) => one === null) ? null : both.flatMap((one) => one ?? []);
    }
    default:
      return null;
  }
}

function templateOf(template: Node): string {
  const quasis = Array.isArray(template["quasis"]) ? template["quasis"] : [];
  return quasis.map((quasi: unknown, at) => (at === 0 ? "" : `{${at}}`) + rawOf(quasi)).join("");
}

function rawOf(quasi: unknown): string {
  return isNode(quasi) ? String(quasi["cooked"] ?? quasi["raw"] ?? "") : "";
}
