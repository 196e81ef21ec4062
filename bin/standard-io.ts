import type { Io } from "./command.ts";

/** Standard output and input of this process. A reader that goes away (`| head`) ends it quietly. */
export function standardIo(): Io {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? 0 : 1);
  });
  return {
    out: (result) => void process.stdout.write(`${JSON.stringify(result)}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    async stdin() {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks)
        .toString("utf8")
        .replace(/\r?\n$/, "");
    },
  };
}
