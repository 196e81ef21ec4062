import { z } from "zod";
import { createLog } from "../../log.ts";
import { metrics } from "../metrics/metrics.ts";

const CLASSES = [
  "Error",
  "TypeError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "URIError",
  "DOMException",
  "ChunkLoadError",
  "TRPCClientError",
  "other",
] as const;

const PAGES = [
  "/",
  "/overview",
  "/data",
  "/exports",
  "/retention",
  "/sources",
  "/certificates",
  "/certificates/[id]",
  "/audit",
  "/people",
  "/profiles",
  "/companies",
  "/maintenance",
  "/maintenance/jobs",
  "/maintenance/log",
  "/maintenance/support",
  "/me",
  "/sign-in",
] as const;

/** What a browser may tell of an error: words from closed sets. No message, no value, no address, no stack. */
export const BrowserErrorInput = z.strictObject({
  kind: z.enum(["error", "rejection", "page", "frame"]),
  page: z.enum(PAGES).catch("/"),
  class: z.enum(CLASSES).catch("other"),
  /** The release that the page was built with, to know an old page in an old tab. */
  release: z
    .string()
    .regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/)
    .catch("0.0.0"),
});

const log = createLog("browser");

/** Writes an error that a page met into the browsers' log. `agent` is the header; two words of it are kept. */
export function noteBrowserError(input: unknown, agent: string, release: string): boolean {
  const read = BrowserErrorInput.safeParse(input);
  if (!read.success) return false;
  const { kind, page, class: errorClass, release: built } = read.data;
  metrics().browserErrors.inc({ kind });
  const sameRelease = built === release;
  log.warn("page.failed", {
    kind,
    page,
    class: errorClass,
    sameRelease,
    browser: browserOf(agent),
    device: deviceOf(agent),
  });
  return true;
}

function browserOf(agent: string): string {
  if (/Edg\//.test(agent)) return "edge";
  if (/Firefox\//.test(agent)) return "firefox";
  if (/Chrome\/|Chromium\//.test(agent)) return "chromium";
  return /Safari\//.test(agent) ? "safari" : "other";
}

function deviceOf(agent: string): string {
  return /Mobi|Android|iPhone|iPad/.test(agent) ? "phone" : "desk";
}

/** So many errors a minute from one session, and from all together; a page in a loop must not fill the log. */
export class ErrorAllowance {
  readonly #counts = new Map<string, number>();
  readonly #clock: () => number;
  #minute = 0;
  #all = 0;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  take(session: string): boolean {
    const minute = Math.floor(this.#clock() / 60_000);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#all = 0;
      this.#counts.clear();
    }
    const own = (this.#counts.get(session) ?? 0) + 1;
    if (own > EACH || this.#all >= ALL) return false;
    this.#counts.set(session, own);
    this.#all++;
    return true;
  }
}

const EACH = 10;
const ALL = 300;
