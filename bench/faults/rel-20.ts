import dnsCallback from "node:dns";
import dns from "node:dns/promises";
import { syncBuiltinESMExports } from "node:module";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createSecretKey } from "node:crypto";
import { answerJson, playServer } from "#server/sources/http/played-server.ts";
import { createHttpPollSource } from "#server/sources/http-poll/http-poll-source.ts";
import { planOf } from "#server/sources/http-poll/plan-of.ts";
import { httpPollSettings } from "#server/sources/http-poll/settings.ts";
import type { Machine } from "#server/sources/machine/machine.ts";
import { reach } from "#server/sources/machine/reach.ts";
import type { Fault, Figure } from "../figure.ts";
import { forbiddenHosts, forbiddenLinks } from "../requests/forbidden.ts";
import { tellElsewhere } from "../requests/tell-elsewhere.ts";

/**
 * Addresses that lead to this machine, its neighbours or a cloud's metadata, however they are written; names whose answer changes
 * between the look and the connection; redirects and links to the next page that lead elsewhere. All with a company that may reach
 * the whole internet. A trap listens on loopback, and the naive way to ask meets it.
 */
export const fault: Fault = {
  id: "REL-20",
  claim:
    "no source, webhook or mail connects to an address it may not, however the address, the name, a redirect or a link is dressed",
  async run({ full }): Promise<Figure[]> {
    const trap = await openTrap();
    const resolver = playResolver();
    try {
      const hosts = forbiddenHosts(full ? 1_000 : 150);
      // Not every machine has this name, and where there is no resolver the answer takes longer than anybody waits.
      resolver.play("ip6-localhost", [["::1"]]);
      const met = { requests: 0, refused: 0 };
      for (const host of hosts) {
        met.requests++;
        if (await isRefused(`http://${host}:${trap.port}/metadata`)) met.refused++;
      }
      const rebinding = await rebind(resolver, trap, full ? 100 : 25);
      const links = await followLinks(trap);
      const alarms = await tellElsewhere(resolver.play, trap, hosts);
      const before = trap.met();
      const naive = await controls(resolver, trap);
      const forbidden = before + links.elsewhere;
      const asked = met.requests + rebinding.asked + links.asked;
      const ok =
        forbidden === 0 &&
        asked >= 200 &&
        met.refused === met.requests &&
        rebinding.refused === rebinding.asked &&
        links.refused === links.asked &&
        links.control === 1 &&
        naive.every((seen) => seen > 0);
      return [
        {
          id: "REL-20 http-poll",
          value: forbidden,
          unit: `forbidden connections of ${asked} tries`,
          must: "0, and the trap met by each control",
          ok,
          detail: {
            hosts: met,
            rebinding,
            links,
            controls: { byAddress: naive[0], byNumber: naive[1], byChangingName: naive[2] },
          },
        },
        {
          id: "REL-20 alarms",
          value: alarms.met,
          unit: `forbidden connections of ${alarms.asked} tries by webhook and mail`,
          must: "0, every try refused, no redirect followed, and an allowed webhook called",
          ok: alarms.met === 0 && alarms.refused === alarms.asked && alarms.asked >= 200 && alarms.control === 1,
          detail: alarms,
        },
      ];
    } finally {
      resolver.restore();
      await trap.close();
    }
  },
};

/** A company whose operator allowed the whole internet: the widest there is. */
const WIDE: Machine = { roots: async () => [], networks: async () => ["0.0.0.0/0", "::/0"], ports: async () => [] };
const HERE: Machine = { ...WIDE, networks: async () => ["127.0.0.1"] };

/** Whether a source of this address tells that it may not, and nothing else. What is no address at all is refused as it is set. */
async function isRefused(url: string, machine: Machine = WIDE): Promise<boolean> {
  const problem = await problemOf(url, machine);
  return ["refused-as-set", "network-refused", "name-unknown", "wrong-settings", "redirected"].includes(problem ?? "");
}

async function problemOf(url: string, machine: Machine, more: Record<string, unknown> = {}): Promise<string | null> {
  const read = httpPollSettings.safeParse({ url, plain: true, ...more });
  if (!read.success) return "refused-as-set";
  const source = createHttpPollSource(planOf(read.data), {
    machine,
    credentials: {},
    framing: { kind: "json", pages: ["value"] },
    key: createSecretKey(Buffer.alloc(32)),
    known: [],
    sink: { deliver: async () => undefined, note: () => undefined },
    bounds: { bytes: 100_000, totalMs: 3_000 },
  });
  try {
    return (await source.poll()).problem;
  } finally {
    await source.close();
  }
}

interface Trap {
  readonly port: number;
  met(): number;
  close(): Promise<void>;
}

/** Listens on every address of loopback, of both families where the machine has them. */
async function openTrap(): Promise<Trap> {
  let met = 0;
  const sockets = new Set<Socket>();
  const count = (socket: Socket) => {
    met++;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}");
  };
  const servers: Server[] = [];
  const open = (host: string, port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer(count);
      server.once("error", reject);
      server.listen({ host, port, ipv6Only: true }, () => {
        servers.push(server);
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  const port = await open("0.0.0.0", 0);
  await open("::", port).catch(() => 0);
  return {
    port,
    met: () => met,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Resolver {
  /** The answers to each look of a name, in turn; the last one stays. */
  play(name: string, answers: readonly (readonly string[])[]): void;
  restore(): void;
}

/** Answers in the place of the machine's resolver, for whoever asks by node:dns, by a socket or by the product. */
function playResolver(): Resolver {
  const played = new Map<string, (readonly string[])[]>();
  const [ownPromise, ownCallback] = [dns.lookup, dnsCallback.lookup];
  const answer = (name: string) => {
    const answers = played.get(name.toLowerCase().replace(/\.$/, ""));
    if (answers === undefined) return null;
    const [next = []] = answers.length > 1 ? answers.splice(0, 1) : answers;
    return next.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  const byPromise = async (name: string, options: object) => answer(name) ?? (await ownPromise(name, options));
  const byCallback = (name: string, options: { all?: boolean }, done: (...told: unknown[]) => void) => {
    const found = answer(name);
    if (found === null) return Reflect.apply(ownCallback, dnsCallback, [name, options, done]);
    if (options.all === true) return process.nextTick(done, null, found);
    process.nextTick(done, null, found[0]?.address, found[0]?.family);
  };
  Reflect.set(dns, "lookup", byPromise);
  Reflect.set(dnsCallback, "lookup", byCallback);
  syncBuiltinESMExports();
  return {
    play: (name, answers) => void played.set(name, [...answers]),
    restore() {
      Reflect.set(dns, "lookup", ownPromise);
      Reflect.set(dnsCallback, "lookup", ownCallback);
      syncBuiltinESMExports();
    },
  };
}

/** TEST-NET-3 is nobody's: what is allowed by the look leads nowhere, and only the change would lead home. */
const NOBODY = "203.0.113.7";

async function rebind(resolver: Resolver, trap: Trap, tries: number): Promise<{ asked: number; refused: number }> {
  let refused = 0;
  const homes = ["127.0.0.1", "::1", "169.254.169.254", "10.0.0.1", "::ffff:127.0.0.1"];
  for (let i = 0; i < tries; i++) {
    const [name, home] = [`changing-${i}.example`, homes[i % homes.length] ?? ""];
    // Half change at once; half show both, of which one is allowed.
    resolver.play(name, i % 2 === 0 ? [[NOBODY], [home]] : [[home]]);
    if (i % 2 === 0) {
      const ending = AbortSignal.timeout(40);
      const connected = await reach(WIDE, { host: name, port: trap.port }, { signal: ending, timeoutMs: 40 }).then(
        (socket) => {
          const elsewhere = socket.remoteAddress !== NOBODY;
          socket.destroy();
          return elsewhere;
        },
        () => false,
      );
      if (!connected) refused++;
    } else if (await isRefused(`http://${name}:${trap.port}/`)) refused++;
  }
  return { asked: tries, refused };
}

/** A server that may be asked, and sends on to the trap: by redirects, and by links to the next page. */
async function followLinks(
  trap: Trap,
): Promise<{ asked: number; refused: number; elsewhere: number; control: number }> {
  let way: { readonly status: number; readonly link: string } = { status: 200, link: "" };
  const server = await playServer(({ url }, response) => {
    if (url.startsWith("/next")) return answerJson(response, '{"value":[]}');
    if (way.status === 200) return answerJson(response, JSON.stringify({ value: [], "@odata.nextLink": way.link }));
    response.writeHead(way.status, { location: way.link });
    response.end();
  });
  const paging = { paging: "link", pagingPath: "@odata.nextLink" };
  const met = trap.met();
  let [asked, refused] = [0, 0];
  try {
    for (const link of forbiddenLinks(trap.port, server.port)) {
      for (const status of [200, 302, 307]) {
        way = { status, link };
        asked++;
        if ((await problemOf(`${server.origin}/calls`, HERE, paging)) === "redirected") refused++;
      }
    }
    way = { status: 200, link: "/next" };
    const control =
      (await problemOf(`${server.origin}/calls`, HERE, paging)) === null && server.asked.at(-1)?.url === "/next"
        ? 1
        : 0;
    return { asked, refused, elsewhere: trap.met() - met, control };
  } finally {
    await server.close();
  }
}

/** What would happen without the wall: by an address, by a number that is one, and by a name that is looked up a second time. */
async function controls(resolver: Resolver, trap: Trap): Promise<number[]> {
  const naive = async (work: () => Promise<unknown>) => {
    const before = trap.met();
    await work().catch(() => undefined);
    return trap.met() - before;
  };
  const byName = async () => {
    resolver.play("control.example", [[NOBODY], ["127.0.0.1"]]);
    const looked = await dns.lookup("control.example", { all: true });
    if (looked.some(({ address }) => address !== NOBODY)) return;
    const socket = connect({ host: "control.example", port: trap.port, autoSelectFamily: false });
    await new Promise((resolve) =>
      socket
        .once("close", resolve)
        .on("error", () => undefined)
        .resume(),
    );
  };
  return [
    await naive(() => fetch(`http://127.0.0.1:${trap.port}/`)),
    await naive(() => fetch(`http://2130706433:${trap.port}/`)),
    await naive(byName),
  ];
}
