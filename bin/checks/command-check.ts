import { spawn } from "node:child_process";
import { join } from "node:path";
import type { CheckResult } from "./tree.ts";

const MOST_LINES = 60;

/** A tool of node_modules that complains by its exit code; its output is what is to mend. */
export function commandCheck(program: string, args: readonly string[]): (root: string) => Promise<CheckResult> {
  return (root) =>
    new Promise((done, failed) => {
      const child = spawn(process.execPath, [join(root, "node_modules", program), ...args], {
        cwd: root,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
      });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
      }
      child.once("error", failed);
      child.once("close", (code) => {
        const lines = text.split("\n").filter((line) => line.trim() !== "");
        const cut =
          lines.length > MOST_LINES
            ? [...lines.slice(0, MOST_LINES), `... and ${lines.length - MOST_LINES} lines more`]
            : lines;
        done({ seen: "", problems: code === 0 ? [] : cut });
      });
    });
}
