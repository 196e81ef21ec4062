import { z } from "zod";
import type { TransportField } from "../transport.ts";
import { whichFiles } from "./which-files.ts";

const plain = (max: number, what: string) =>
  z
    .string()
    .min(1)
    .max(max)
    // A line feed in a path would be another command to an FTP server.
    .refine((text) => !/[\p{Cc}\ufffd]/u.test(text), what);

/** What files of another machine are read by, whatever the protocol. */
export const remoteShape = {
  host: z
    .string()
    .max(253)
    .regex(/^[\w.:-]+$/u, "must be a host name or an address"),
  user: plain(255, "must be a name without control characters"),
  folder: plain(1024, "must be a path without control characters").default("."),
  ...whichFiles,
  /** Seconds in which a file is seen not to change before it is at rest. */
  restSeconds: z.number().min(0.1).max(3600).default(10),
  /** Seconds between looks. */
  everySeconds: z.number().min(0.1).max(86_400).default(60),
  after: z.enum(["leave", "delete", "move"]).default("leave"),
  /** Where files are moved to: a path, relative to the folder unless it begins with a stroke. */
  moveTo: plain(1024, "must be a path without control characters").optional(),
} as const;

const remoteRules = z.object(remoteShape);

export type RemoteRules = z.infer<typeof remoteRules>;

/** What does not go together is told at the setting that mends it. */
export function checkRemote(rules: RemoteRules, ctx: z.RefinementCtx): void {
  const issue = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
  if (rules.after !== "leave" && rules.mode !== "drop")
    issue("after", "needs the mode drop: a file that is read while it grows is never done");
  if (rules.after === "move" && rules.moveTo === undefined) issue("moveTo", "must name the folder that files move to");
  if (rules.after === "move" && isSame(folderOf(rules), rules.folder))
    issue("moveTo", "must be another folder than the one that is read");
}

/** The folder that files move to, as the other side is told. */
export function folderOf({ folder, moveTo = "." }: Pick<RemoteRules, "folder" | "moveTo">): string {
  return moveTo.startsWith("/") ? moveTo : `${folder}/${moveTo}`;
}

function isSame(one: string, other: string): boolean {
  const parts = (path: string) => path.split("/").filter((part) => part !== "" && part !== ".");
  return one.startsWith("/") === other.startsWith("/") && parts(one).join("/") === parts(other).join("/");
}

/** The fields that follow on those of the connection. */
export const remoteFields: readonly TransportField[] = [
  { name: "folder", kind: "text", default: "." },
  { name: "pattern", kind: "text", default: "*" },
  { name: "mode", kind: "choice", values: ["tail", "drop"], default: "tail" },
  { name: "restSeconds", kind: "number", default: 10 },
  { name: "everySeconds", kind: "number", default: 60 },
  {
    name: "after",
    kind: "choice",
    values: ["leave", "delete", "move"],
    default: "leave",
    when: { field: "mode", is: ["drop"] },
  },
  { name: "moveTo", kind: "text", when: { field: "after", is: ["move"] } },
];
