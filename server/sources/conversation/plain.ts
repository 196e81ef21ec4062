import type { Conversation } from "./conversation.ts";

/** Whatever sends its records as soon as somebody is connected. */
export const plain: Conversation = {
  name: "none",
  title: "Records only",
  begins: "either",
  port: null,
  confirmed: { by: "documentation", note: "Nothing is said but the records." },
  opening: [],
  records: { kind: "stream" },
};
