import { spawnSync } from "node:child_process";
import { PASSWORD, USER } from "#server/sources/sftp/sftp-server-fixture.ts";
import { SECRET } from "#server/sources/radius/radius-fixture.ts";
import { TOKEN } from "./players/posts.ts";
import { COLUMNS } from "./players/table.ts";
import { UPLOAD_PASSWORD, UPLOADER } from "./players/uploads.ts";
import type { Wanted } from "./stage.ts";

/** A transport as it is driven through faults. One more: a line here, and who plays it in `players/catalogue.ts`. */
export interface Way {
  readonly name: string;
  /**
   * `all`: whatever was acknowledged, or is there to be fetched, is stored. `in-flight`: nothing is acknowledged, and what was under way
   * when a collector died is lost, no more. `while-listening`: what is sent while nobody listens is lost too.
   */
  readonly promise: "all" | "in-flight" | "while-listening";
  readonly transport: string;
  readonly driver?: string;
  /** `told`: what the played system says of itself; `port`: one that is free for the collector. */
  settings(told: Readonly<Record<string, string | number>>, port: number): Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, string>>;
  /** Whether the collector listens on the port, or holds the device that is told. */
  readonly needs?: "port" | "device";
  /** Calls that are put together from several records, hours after the last of them. */
  readonly joined?: true;
}

const LISTEN = { address: "127.0.0.1", senders: "127.0.0.1" };
const FETCH = { host: "127.0.0.1", user: USER, restSeconds: 0.2, everySeconds: 0.2, pattern: "*.csv" };
const SIGN_IN = { password: PASSWORD };

/** All there are; `playable` are those that this machine can play. */
export const WAYS: readonly Way[] = [
  {
    name: "tcp",
    transport: "tcp",
    promise: "in-flight",
    needs: "port",
    settings: (_, port) => ({ ...LISTEN, port }),
  },
  {
    name: "tcp, acknowledged",
    transport: "tcp",
    promise: "all",
    settings: ({ port }) => ({ mode: "connect", host: "127.0.0.1", port, conversation: "nec-60010" }),
  },
  {
    name: "syslog tcp",
    transport: "syslog",
    promise: "in-flight",
    needs: "port",
    settings: (_, port) => ({ ...LISTEN, port, protocol: "tcp", pass: "message" }),
  },
  {
    name: "syslog udp",
    transport: "syslog",
    promise: "while-listening",
    needs: "port",
    settings: (_, port) => ({ ...LISTEN, port, pass: "message" }),
  },
  {
    name: "http-push",
    transport: "http-push",
    promise: "all",
    needs: "port",
    credentials: { token: TOKEN },
    settings: (_, port) => ({ ...LISTEN, port, encryption: "none" }),
  },
  {
    name: "http-poll",
    transport: "http-poll",
    promise: "all",
    settings: ({ port }) => ({
      url: `http://127.0.0.1:${port}/calls?from={from}&to={to}&page={page}`,
      paging: "page",
      times: "unix-ms",
      plain: true,
      overlapSeconds: 5,
      everySeconds: 10,
    }),
  },
  ...(["growing", "deleted"] as const).flatMap((how): Way[] => {
    const mode = how === "growing" ? { mode: "tail" } : { mode: "drop", after: "delete" };
    return [
      {
        name: `sftp, ${how}`,
        transport: "sftp",
        promise: "all",
        credentials: SIGN_IN,
        settings: ({ port, pin }) => ({ ...FETCH, ...mode, port, pin }),
      },
      {
        name: `ftp, ${how}`,
        transport: "ftp",
        promise: "all",
        credentials: SIGN_IN,
        settings: ({ port }) => ({ ...FETCH, ...mode, port, security: "none" }),
      },
    ];
  }),
  {
    name: "database",
    transport: "database",
    driver: "asterisk-cdr-sql",
    promise: "all",
    credentials: { password: "played" },
    settings: ({ port, user, database }) => ({
      engine: "postgresql",
      host: "127.0.0.1",
      port,
      user,
      database,
      encryption: "none",
      table: "pbx.cdr",
      columns: COLUMNS,
      cursorColumn: "id",
      everySeconds: 5,
    }),
  },
  {
    name: "serial",
    transport: "serial",
    promise: "while-listening",
    needs: "device",
    settings: ({ device }) => ({ device, flow: "none" }),
  },
  {
    name: "radius",
    transport: "radius",
    driver: "cisco-radius-voip",
    promise: "all",
    needs: "port",
    joined: true,
    credentials: { secret: SECRET },
    settings: (_, port) => ({ ...LISTEN, port }),
  },
  {
    name: "sftp-server",
    transport: "sftp-server",
    promise: "all",
    needs: "port",
    credentials: { password: UPLOAD_PASSWORD },
    settings: (_, port) => ({ ...LISTEN, port, user: UPLOADER }),
  },
  {
    name: "ftp-server",
    transport: "ftp-server",
    promise: "all",
    needs: "port",
    credentials: { password: UPLOAD_PASSWORD },
    settings: ({ passive }, port) => ({
      ...{ ...LISTEN, port, user: UPLOADER, security: "none" },
      ...{ passiveFrom: passive, passiveTo: passive },
    }),
  },
];

/** Folders of the collector's own machine: REL-01 and REL-02 try them with a PBX that rotates its file. */
export const FOLDERS: readonly Way[] = (["growing", "at rest"] as const).map((how) => ({
  name: `shared-file, ${how}`,
  transport: "shared-file",
  promise: "all",
  settings: ({ path }) => ({ path, mode: how === "growing" ? "tail" : "drop", restSeconds: 0.2 }),
}));

/** A serial line is played by socat: the kernel has none without two ends. */
export function playable(): readonly Way[] {
  const hasSocat = spawnSync("socat", ["-V"], { stdio: "ignore" }).status === 0;
  return WAYS.filter(({ needs }) => needs !== "device" || hasSocat);
}

/** A running source of it, as a person would set it. */
export function wantedOf(way: Way, told: Readonly<Record<string, string | number>>, port: number): Wanted {
  const { name, transport, driver = "asterisk-cdr-csv", credentials = {}, needs } = way;
  const device = String(told["device"] ?? "");
  const { passive } = told;
  const ports = [port, ...(typeof passive === "number" && passive > 0 ? [passive] : [])];
  const allowed =
    needs === "port"
      ? ports.map((one) => ({ kind: "address", address: "127.0.0.1", from: one, to: one }) as const)
      : needs === "device"
        ? [{ kind: "device", path: device } as const]
        : [];
  return { name, transport, driver, settings: way.settings(told, port), credentials, ports: allowed };
}
