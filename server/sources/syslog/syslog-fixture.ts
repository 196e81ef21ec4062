import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Framing } from "../../drivers/driver.ts";
import type { Source } from "../source.ts";
import { type HeldSink, heldSink, listenOptions } from "../udp/listener-fixture.ts";
import { type SyslogSettings, syslogSettings } from "./settings.ts";
import { syslog } from "./transport.ts";

export const LINES: Framing = { kind: "line" };

export interface Opened {
  readonly source: Source;
  readonly sink: HeldSink;
  port(): number;
}

type Options = ReturnType<typeof listenOptions>;

export async function openSyslog(
  given: Partial<SyslogSettings>,
  options: Options = listenOptions(),
  framing: Framing = LINES,
): Promise<Opened> {
  const sink = heldSink();
  const settings = {
    ...syslogSettings.parse({ senders: "127.0.0.0/8, ::1" }),
    address: "127.0.0.1",
    port: 0,
    ...given,
  };
  const source = syslog.open({ ...options, settings, framing, sink, credentials: {} });
  await source.poll();
  return { source, sink, port: () => Number(source.live?.()["port"]) };
}

export async function sendUdp(port: number, messages: readonly string[], address = "127.0.0.1"): Promise<void> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  for (const message of messages)
    await new Promise<void>((resolve) => socket.send(message, port, address, () => resolve()));
  socket.close();
}

export async function connectTo(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

export const taken = ({ source }: Opened) => Number(source.live?.()["messages"]);
