import { readFileSync } from "node:fs";
import { writeSecret } from "#db/secret-file.ts";
import { fileOf } from "./edge-home.ts";

/** Numbers for requests, each higher than all before, whatever was killed in between. */
export function openSequence(home: string): () => number {
  const file = fileOf(home, "sequence");
  let reserved = readReserved(file);
  let last = reserved;
  return () => {
    if (last >= reserved) {
      reserved = last + RESERVE;
      // On disk before the first of them is used.
      writeSecret(file, `${reserved}\n`);
    }
    return ++last;
  };
}

const RESERVE = 1_000;

function readReserved(file: string): number {
  try {
    const number = Number(readFileSync(file, "utf8"));
    return Number.isSafeInteger(number) && number >= 0 ? number : 0;
  } catch {
    return 0;
  }
}
