import { createServer } from "node:net";
import { mayListen } from "../machine/may-listen.ts";
import { SourceTrouble } from "../problem.ts";
import type { Transport } from "../transport.ts";
import { createHttpPushSource, soundCredentials } from "./http-push-source.ts";
import { type HttpPushSettings, httpPushSettings } from "./settings.ts";

const HMAC = { field: "signature", is: ["hmac-sha256"] };

/** COL-08: systems post their records to us. */
export const httpPush: Transport<HttpPushSettings> = {
  id: "http-push",
  begins: "listen",
  fields: [
    { name: "address", kind: "text", default: "0.0.0.0" },
    { name: "port", kind: "number", required: true },
    { name: "encryption", kind: "choice", values: ["tls", "none"], default: "tls" },
    { name: "token", kind: "secret", required: true },
    { name: "senders", kind: "text" },
    { name: "signature", kind: "choice", values: ["none", "hmac-sha256", "twilio"], default: "none" },
    { name: "secret", kind: "secret", when: { field: "signature", is: ["hmac-sha256", "twilio"] } },
    { name: "signatureHeader", kind: "text", default: "X-Signature", when: HMAC },
    { name: "signaturePrefix", kind: "text", when: HMAC },
    { name: "signatureForm", kind: "choice", values: ["hex", "base64"], default: "hex", when: HMAC },
    { name: "publicUrl", kind: "text", when: { field: "signature", is: ["twilio"] } },
    { name: "maximumKilobytes", kind: "number", default: 1_024 },
  ],
  settings: httpPushSettings,
  // A token that travels in clear text is anybody's who listens; with a signature the content still is the sender's.
  label: ({ encryption, signature }) => ({
    encrypted: encryption === "tls",
    authenticated: encryption === "tls" || signature !== "none",
    mayLose: false,
  }),
  open: createHttpPushSource,
  async test({ settings, credentials, machine }) {
    await mayListen(machine, settings.address, settings.port);
    soundCredentials({ settings, credentials });
    if (settings.encryption === "tls" && ((await machine.certificate?.()) ?? null) === null)
      throw new SourceTrouble("no-certificate");
    await isOurs(settings);
    return { files: 0, bytes: 0, newestAt: null, unreadable: 0, frames: [] };
  },
};

/** Whether the machine has the address. A port that is taken may be our own listener's, which sources share. */
async function isOurs({ address }: HttpPushSettings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", (cause) => reject(new SourceTrouble("port-taken", cause)));
    server.listen({ host: address, port: 0 }, () => server.close(() => resolve()));
  });
}
