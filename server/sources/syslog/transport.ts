import type { Transport } from "../transport.ts";
import { type SyslogSettings, syslogSettings } from "./settings.ts";
import { createSyslogSource } from "./syslog.ts";
import { trySyslog } from "./try-syslog.ts";

/** COL-09: messages that devices send by themselves (RFC 5424, RFC 3164), over UDP, TCP or TLS. */
export const syslog: Transport<SyslogSettings> = {
  id: "syslog",
  begins: "listen",
  fields: [
    { name: "protocol", kind: "choice", values: ["udp", "tcp", "tls"], default: "udp" },
    { name: "address", kind: "text", default: "0.0.0.0" },
    { name: "port", kind: "number", default: 514 },
    { name: "senders", kind: "text", required: true },
    { name: "hosts", kind: "text", default: "" },
    { name: "pass", kind: "choice", values: ["line", "message"], default: "line" },
    { name: "clientCertificate", kind: "text", default: "", when: { field: "protocol", is: ["tls"] } },
    { name: "idleMinutes", kind: "number", default: 1_440, when: { field: "protocol", is: ["tcp", "tls"] } },
  ],
  settings: syslogSettings,
  // The protocol has no acknowledgement: what is on its way when either side dies is lost, over TCP and TLS too.
  label: ({ protocol, clientCertificate }) => ({
    encrypted: protocol === "tls",
    authenticated: protocol === "tls" && clientCertificate !== "",
    mayLose: true,
  }),
  open: (options) => createSyslogSource(options),
  test: (options) => trySyslog(options),
};
