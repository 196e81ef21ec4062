import { asteriskAmi } from "./asterisk-ami.ts";
import type { Conversation } from "./conversation.ts";
import { mitel1752 } from "./mitel-1752.ts";
import { mitel5000 } from "./mitel-5000.ts";
import { nec60010 } from "./nec-60010.ts";
import { oxe2533 } from "./oxe-2533.ts";
import { panasonic2300 } from "./panasonic-2300.ts";
import { plain } from "./plain.ts";
import { threeCxActive, threeCxPassive } from "./three-cx.ts";

/** Avaya RSP is missing: its specification is not public. */
export const CONVERSATIONS: readonly [Conversation, ...Conversation[]] = [
  plain,
  asteriskAmi,
  mitel1752,
  mitel5000,
  nec60010,
  oxe2533,
  panasonic2300,
  threeCxActive,
  threeCxPassive,
];

export function conversationNamed(name: string): Conversation {
  return CONVERSATIONS.find((one) => one.name === name) ?? plain;
}
