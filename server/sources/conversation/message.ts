import { SourceTrouble } from "../problem.ts";
import type { Message } from "./conversation.ts";

/** What a conversation may say of its source. */
export interface Values {
  readonly user?: string;
  readonly password?: string;
  readonly station?: string;
}

/** The bytes of a message. Throws SourceTrouble "no-credentials" for a value that is missing or would be more than a value. */
export function bytesOf(message: Message, values: Values, packet: Buffer = Buffer.alloc(0)): Buffer {
  const parts: Buffer[] = [];
  for (const part of message) {
    if (typeof part === "string") parts.push(Buffer.from(part, "latin1"));
    else if ("value" in part) parts.push(textOf(values[part.value], part.optional === true));
    else if ("packet" in part) parts.push(packet.subarray(...part.packet));
    else if ("counted" in part) {
      const counted = bytesOf(part.counted, values, packet);
      const count = Buffer.alloc(4);
      count.writeUInt32LE(counted.length);
      parts.push(count, counted);
    } else
      parts.push(
        Buffer.of(
          Buffer.concat(parts)
            .subarray(part.parityFrom)
            .reduce((sum, byte) => sum ^ byte, 0),
        ),
      );
  }
  return Buffer.concat(parts);
}

/** A line end inside a password would say something else to the system. */
function textOf(value: string | undefined, optional: boolean): Buffer {
  if (value === undefined || value === "") {
    if (optional) return Buffer.alloc(0);
    throw new SourceTrouble("no-credentials");
  }
  if (/[\x00-\x1f\x7f]/.test(value)) throw new SourceTrouble("no-credentials");
  return Buffer.from(value, "utf8");
}
