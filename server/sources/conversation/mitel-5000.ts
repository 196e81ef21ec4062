import type { Conversation } from "./conversation.ts";

/** Mitel 5000 (Inter-Tel 5000): a log-in that is counted like the records behind it, and no answer to it. */
export const mitel5000: Conversation = {
  name: "mitel-5000",
  title: "Mitel 5000, SMDR socket",
  begins: "connect",
  port: 4000,
  confirmed: {
    by: "client",
    note: "Log-in as quoted from Mitel's guide in published programs that are in use: count, 0x84, password of at most 15 characters, NUL. What a wrong password is answered with is unconfirmed; a connection that is closed at once is taken for that.",
  },
  opening: [{ send: [{ counted: ["\x84", { value: "password", optional: true }, "\0"] }] }],
  // The driver `mitel-5000-smdr` reads the counts before the records.
  records: { kind: "stream" },
};
