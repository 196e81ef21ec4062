import { readFile } from "node:fs/promises";

/**
 * How many packets the kernel has thrown away at a socket since it was opened, because nobody read them in time: the column
 * `drops` of /proc/net/udp and udp6. Null where the system tells no such thing (anything but Linux).
 */
export async function kernelDrops(address: string, port: number): Promise<number | null> {
  const file = address.includes(":") ? "/proc/net/udp6" : "/proc/net/udp";
  try {
    return dropsIn(await readFile(file, "utf8"), address, port);
  } catch {
    return null;
  }
}

/** Pure: `text` as the kernel writes it. */
export function dropsIn(text: string, address: string, port: number): number | null {
  const wanted = `${hexAddress(address)}:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  for (const line of text.split("\n")) {
    const columns = line.trim().split(/\s+/);
    const drops = columns[12];
    if (columns[1] === wanted && drops !== undefined && /^\d{1,15}$/.test(drops)) return Number(drops);
  }
  return null;
}

/** Words of 32 bits in the machine's order: on every machine that we run on, the lowest byte first. */
function hexAddress(address: string): string {
  const bytes = address.includes(":") ? bytesOf6(address) : address.split(".").map(Number);
  let hex = "";
  for (let word = 0; word < bytes.length; word += 4)
    for (const byte of bytes.slice(word, word + 4).reverse()) hex += byte.toString(16).padStart(2, "0");
  return hex.toUpperCase();
}

function bytesOf6(address: string): number[] {
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = "", after] = plain.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const [head, tail] = [groups(before), groups(after ?? "")];
  const all = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
  return all.flatMap((group) => [group >> 8, group & 255]);
}
