import type { Conversation } from "./conversation.ts";

/** 3CX as *passive socket*: it listens, on the port chosen there. */
export const threeCxPassive: Conversation = {
  name: "3cx-passive",
  title: "3CX, passive socket",
  begins: "connect",
  port: null,
  confirmed: {
    by: "documentation",
    note: "3CX's documentation of call data records: a line a call to whoever is connected.",
  },
  opening: [],
  records: { kind: "stream" },
};

/** 3CX as *active socket*: it connects to us. */
export const threeCxActive: Conversation = {
  ...threeCxPassive,
  name: "3cx-active",
  title: "3CX, active socket",
  begins: "listen",
};
