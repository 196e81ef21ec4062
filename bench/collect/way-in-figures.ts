import { fork } from "node:child_process";
import { createTraffic } from "./traffic.ts";
import { sharedHome } from "#bench/clusters.ts";
import type { Figure } from "#bench/figure.ts";
import { MEMORY_FLAGS } from "#bin/bootstrap/flags.mjs";

let measured: Promise<Figure[]> | null = null;

/** The way in, measured once a run in a process of its own, under the flags that the worker runs with. */
export function wayInFigures(quick: boolean): Promise<Figure[]> {
  measured ??= measureApart(quick);
  return measured;
}

/** Microseconds of processor that a record takes on its way in, where nearly all numbers are known, and how long it is. */
export interface WayInCpu {
  readonly node: number;
  readonly databases: number;
  readonly bytes: number;
}

/** As this run measured it. */
export async function wayInCpu(quick: boolean): Promise<WayInCpu> {
  for (const { detail } of await wayInFigures(quick)) {
    const cpu = detail["microsecondsOfCpu"];
    if (detail["newNumbers"] !== KNOWN_NUMBERS || typeof cpu !== "object" || cpu === null) continue;
    const [node, databases] = [Reflect.get(cpu, "node"), Reflect.get(cpu, "databases")];
    const bytes = bytesOfRecord();
    if (typeof node === "number" && typeof databases === "number") return { node, databases, bytes };
  }
  throw new Error("the way in told no processor time");
}

const KNOWN_NUMBERS = 0.05;

function bytesOfRecord(): number {
  const records = 1_000;
  return createTraffic().file(records, KNOWN_NUMBERS).length / records;
}

async function measureApart(quick: boolean): Promise<Figure[]> {
  const file = new URL("./way-in-child.ts", import.meta.url);
  const home = await sharedHome();
  const child = fork(file, [...(quick ? ["quick"] : ["full"]), ...(home === null ? [] : [home])], {
    execArgv: [...process.execArgv, ...(MEMORY_FLAGS["worker"] ?? [])],
  });
  return await new Promise<Figure[]>((resolve, reject) => {
    let figures: Figure[] | null = null;
    child.on("message", (message) => {
      figures = message as Figure[];
    });
    child.on("error", reject);
    child.on("exit", (code) =>
      figures === null ? reject(new Error(`the measuring process ended with ${code}`)) : resolve(figures),
    );
  });
}
