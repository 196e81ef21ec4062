import type { Machine } from "../machine/machine.ts";
import { mayListen } from "../machine/may-listen.ts";
import { SourceTrouble } from "../problem.ts";
import type { Source } from "../source.ts";
import type { JoinedPort } from "../stream/ports.ts";
import type { OpenOptions } from "../transport.ts";
import { type Listener, listen } from "./listen.ts";
import { createMember, type Member } from "./member.ts";
import type { HttpPushSettings } from "./settings.ts";
import { hashOf } from "./token.ts";

export type HttpPushOptions = Pick<
  OpenOptions<HttpPushSettings>,
  "settings" | "credentials" | "framing" | "sink" | "machine" | "ports"
>;

/** COL-08, COL-22: an address that systems post their records to. Answered with success only once they are on disk. */
export function createHttpPushSource(options: HttpPushOptions): Source {
  const { settings, ports, machine } = options;
  let member: Member | null = null;
  let port: JoinedPort | null = null;
  return {
    async poll() {
      if (port === null) {
        member = memberOf(options);
        await mayListen(machine, settings.address, settings.port);
        port = await ports.join<Member>(keyOf(settings), member, (members) => openPort(settings, machine, members));
      } else {
        await mayListen(machine, settings.address, settings.port).catch(async (error: unknown) => {
          await leave();
          throw error;
        });
      }
      member?.tell();
      return { more: false, settled: true, problem: null };
    },
    live: () => ({ ...(member?.counts() ?? {}) }),
    close: leave,
  };

  async function leave(): Promise<void> {
    const joined = port;
    port = null;
    await joined?.leave();
    member?.tell();
  }
}

function memberOf({ settings, credentials, framing, sink }: HttpPushOptions): Member {
  const { token, secret } = soundCredentials({ settings, credentials });
  return createMember({ settings, framing, sink, secret, tokenHash: hashOf(token) });
}

/** Throws SourceTrouble "no-credentials". */
export function soundCredentials({ settings, credentials }: Pick<HttpPushOptions, "settings" | "credentials">) {
  const { token = "", secret = "" } = credentials;
  const isWeak = token.trim().length < SHORTEST_TOKEN || new Set(token.trim()).size < FEWEST_SIGNS;
  if (isWeak || (settings.signature !== "none" && secret === "")) throw new SourceTrouble("no-credentials");
  return { token, secret };
}

/** Who guesses is slowed and never stopped for good: what is guessed must be worth nothing to try. */
const SHORTEST_TOKEN = 16;
const FEWEST_SIGNS = 8;

function keyOf({ address, port, encryption }: HttpPushSettings): string {
  return `http-push ${encryption} ${address} ${port}`;
}

async function openPort(settings: HttpPushSettings, machine: Machine, members: ReadonlySet<Member>): Promise<Listener> {
  if (settings.encryption === "none") return await listen(settings, members, null, machine.proxies);
  const current = async () => (await machine.certificate?.()) ?? null;
  const certificate = await current();
  if (certificate === null) throw new SourceTrouble("no-certificate");
  return await listen(settings, members, { certificate, current }, machine.proxies);
}
