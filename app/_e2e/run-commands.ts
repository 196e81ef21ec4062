import { text } from "node:stream/consumers";
import { commandLine } from "#bin/command-line.ts";

/**
 * Runs the command lines that stand on standard input, one after another, as `gallra` runs one: a scene takes seven, and
 * most of the time of each is loading the product. A line of standard output for each command, with the lines that it said.
 */
for (const { words, input } of JSON.parse(await text(process.stdin)) as { words: string[]; input: string }[]) {
  const lines: object[] = [];
  const code = await commandLine(words, {
    out: (line) => lines.push(line),
    note: (note) => void process.stderr.write(`${note}\n`),
    stdin: async () => input,
  });
  if (code !== 0) throw new Error(`gallra ${words[0]} ended with ${code}`);
  process.stdout.write(`${JSON.stringify({ lines })}\n`);
}
