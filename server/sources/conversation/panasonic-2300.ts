import type { Conversation } from "./conversation.ts";

/** Panasonic KX-TDE, NCP, NS and NSX: `SMDR` and a password, of which the factory's is PCCSMDR. */
export const panasonic2300: Conversation = {
  name: "panasonic-2300",
  title: "Panasonic KX-TDE, NCP, NS, NSX",
  begins: "connect",
  port: 2300,
  confirmed: {
    by: "client",
    note: "Port, user and password as in Panasonic's manuals; prompts as in published programs in use. That a wrong password is asked for again is unconfirmed; a connection that is closed at once counts as refused too.",
  },
  telnet: true,
  opening: [
    { expect: "-", seconds: 3, optional: true },
    { send: ["SMDR\r\n"] },
    { expect: "assword:", seconds: 15 },
    { send: [{ value: "password" }, "\r\n"] },
  ],
  // The stars of the password as it was typed, the prompt, and what was typed at it.
  records: { kind: "lines", without: [/^[\s*]*\*[\s*]*$/, /^-?\s*(?:smdr)?\s*$/i], refused: [/assword:\s*$/i] },
};
