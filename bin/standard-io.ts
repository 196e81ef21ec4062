import type { Io } from "./command.ts";

/** What is read from: a file, a pipe, or a terminal at which somebody types. */
export type Input = AsyncIterable<unknown> & { readonly isTTY?: boolean };

/** Standard output and input of this process. A reader that goes away (`| head`) ends it quietly. */
export function standardIo(input: Input = process.stdin): Io {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
  });
  return {
    out: (result) => void process.stdout.write(`${JSON.stringify(result)}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    async stdin() {
      // Nothing would show that it waits, and Enter alone does not end it.
      if (input.isTTY === true) process.stderr.write(`${TYPE_IT}\n`);
      const chunks: Buffer[] = [];
      for await (const chunk of input) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks)
        .toString("utf8")
        .replace(/\r?\n$/, "");
    },
  };
}

const TYPE_IT =
  process.platform === "win32"
    ? "Type or paste it, press Enter, then Ctrl-Z and Enter."
    : "Type or paste it, press Enter, then Ctrl-D.";
