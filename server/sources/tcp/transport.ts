import { createServer } from "node:net";
import { CONVERSATIONS, conversationNamed } from "../conversation/catalogue.ts";
import { isAcknowledged } from "../conversation/conversation.ts";
import { Conversing } from "../conversation/converse.ts";
import { openWire } from "../conversation/wire.ts";
import { showCertificate } from "../http/secure.ts";
import { mayListen } from "../machine/may-listen.ts";
import { reach } from "../machine/reach.ts";
import { SourceTrouble } from "../problem.ts";
import { openStream } from "../stream/intake.ts";
import type { TestOptions, Transport, Tried } from "../transport.ts";
import { connectSource, open, valuesOf } from "./connect.ts";
import { bind, listenSource } from "./listen.ts";
import { type TcpSettings, tcpSettings } from "./settings.ts";

const LISTENS = { field: "mode", is: ["listen"] } as const;
const CONNECTS = { field: "mode", is: ["connect"] } as const;
const LOGS_IN = {
  field: "conversation",
  is: CONVERSATIONS.filter((one) => JSON.stringify(one.opening).includes('"password"')).map(({ name }) => name),
};

/** COL-04: a PBX that sends its records over a connection, by itself or in a conversation. */
export const tcp: Transport<TcpSettings> = {
  id: "tcp",
  begins: "listen",
  fields: [
    { name: "mode", kind: "choice", values: ["listen", "connect"], default: "listen" },
    { name: "conversation", kind: "choice", values: CONVERSATIONS.map(({ name }) => name), default: "none" },
    { name: "host", kind: "text", when: CONNECTS },
    { name: "address", kind: "text", default: "0.0.0.0", when: LISTENS },
    { name: "port", kind: "number", required: true },
    { name: "senders", kind: "text", when: LISTENS },
    { name: "tls", kind: "switch", default: false },
    { name: "clientPin", kind: "text", when: LISTENS },
    { name: "pin", kind: "pin", when: CONNECTS },
    { name: "user", kind: "text", when: { field: "conversation", is: ["asterisk-ami"] } },
    { name: "password", kind: "secret", when: LOGS_IN },
    { name: "station", kind: "text", default: "0", when: { field: "conversation", is: ["nec-60010"] } },
    { name: "maxConnections", kind: "number", default: 50, when: LISTENS },
    { name: "idleHours", kind: "number", default: 168 },
    { name: "closeEndsRecord", kind: "switch", default: false },
  ],
  settings: tcpSettings,
  label: ({ mode, tls, clientPin, conversation }) => ({
    encrypted: tls,
    authenticated: tls && (mode === "connect" || clientPin !== undefined),
    mayLose: !isAcknowledged(conversationNamed(conversation)),
  }),
  open: (options) => (options.settings.mode === "listen" ? listenSource(options) : connectSource(options)),
  test: (options) => (options.settings.mode === "listen" ? tryListening(options) : tryConnecting(options)),
};

const NOTHING_READ: Tried = { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [] };

async function tryListening({ settings, machine }: TestOptions<TcpSettings>): Promise<Tried> {
  await mayListen(machine, settings.address, settings.port);
  if (settings.tls && ((await machine.certificate?.()) ?? null) === null) throw new SourceTrouble("no-certificate");
  const server = createServer((socket) => socket.destroy());
  await bind(server, settings.address, settings.port);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return NOTHING_READ;
}

/** Connects and logs in, and leaves before a record is asked for: what a system sends to whoever connects cannot be sent back. */
async function tryConnecting(options: TestOptions<TcpSettings>): Promise<Tried> {
  const { settings, credentials, framing, machine, signal } = options;
  const host = settings.host ?? "";
  const pin = settings.tls
    ? await showCertificate(await reach(machine, { host, port: settings.port }, { signal }), host)
    : null;
  if (pin !== null && pin.fingerprint !== settings.pin) return { ...NOTHING_READ, pin };
  const wire = openWire(await open({ settings, machine, signal }));
  const sink = { deliver: async () => undefined, note: () => undefined };
  try {
    const nobody = {
      count: () => undefined,
      heard: () => undefined,
      refused: () => undefined,
      room: async () => undefined,
    };
    const conversation = conversationNamed(settings.conversation);
    const values = valuesOf(settings, credentials);
    const stream = openStream(sink, framing);
    await new Conversing({
      ...nobody,
      conversation,
      wire,
      stream,
      framing,
      values,
      quietMs: 1_000,
      idleMs: 30_000,
    }).open();
  } finally {
    wire.close();
  }
  return { ...NOTHING_READ, files: 1, ...(pin === null ? {} : { pin }) };
}
