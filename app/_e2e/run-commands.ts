import { text } from "node:stream/consumers";
import type { Command } from "#bin/command.ts";

/**
 * Runs the command lines that stand on standard input, one after another, as `gallra` runs one: a scene takes seven, and
 * most of the time of each is loading the product. A line of standard output for each command, with the lines that it said.
 */
for (const { words, input } of JSON.parse(await text(process.stdin)) as { words: string[]; input: string }[]) {
  const [name = "", ...args] = words;
  const { command } = (await import(`#bin/commands/${name}.ts`)) as { command: Command };
  const lines: object[] = [];
  const code = await command.run(args, {
    out: (line) => lines.push(line),
    note: (note) => void process.stderr.write(`${note}\n`),
    stdin: async () => input,
  });
  if (code !== 0) throw new Error(`gallra ${name} ended with ${code}`);
  process.stdout.write(`${JSON.stringify({ lines })}\n`);
}
