import type { Conversation } from "./conversation.ts";

/** Mitel MiVoice Business (3300 ICP): whoever connects is sent the records, and those kept meanwhile first. */
export const mitel1752: Conversation = {
  name: "mitel-1752",
  title: "Mitel MiVoice Business 3300, IP/Direct SMDR",
  begins: "connect",
  port: 1752,
  confirmed: {
    by: "documentation",
    note: "Port and form as in Mitel's help on IP/Direct SMDR; no log-in is described there.",
  },
  telnet: true,
  opening: [],
  records: { kind: "stream" },
};
