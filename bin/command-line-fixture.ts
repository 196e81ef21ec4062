import { commandLine } from "./command-line.ts";

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command as the command line runs it, without the second that a process takes to begin: what is said and answered. */
export async function sayHere(words: readonly string[], input = ""): Promise<Said> {
  const out: string[] = [];
  const notes: string[] = [];
  const code = await commandLine(words, {
    out: (result) => void out.push(`${JSON.stringify(result)}\n`),
    note: (text) => void notes.push(`${text}\n`),
    stdin: async () => input.replace(/\r?\n$/, ""),
  });
  return { code, stdout: out.join(""), stderr: notes.join("") };
}
