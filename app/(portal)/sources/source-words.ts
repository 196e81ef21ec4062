import type { SourceView } from "./sources-page.tsx";

/** Where a source reads from or listens, in one line. */
export function whereOf({ settings }: Pick<SourceView, "settings">): string {
  const said = (name: string) => {
    const value = settings[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const place = said("url") || said("host") || said("address") || said("device");
  const port = place !== "" && said("port") !== "" ? `:${said("port")}` : "";
  const path = said("path") || said("folder");
  const file = path !== "" && said("pattern") !== "" ? `${path.replace(/\/$/, "")}/${said("pattern")}` : path;
  return [`${place}${port}`, file, said("table")].filter(Boolean).join(" ");
}

const LISTENERS: ReadonlySet<string> = new Set(["syslog", "radius", "http-push", "sftp-server", "ftp-server"]);

/** Whether the telephone system comes to such a source, so that there is nothing to see before it does. */
export function isListener(transport: string, settings: Readonly<Record<string, unknown>>): boolean {
  return LISTENERS.has(transport) || (transport === "tcp" && settings["mode"] !== "connect");
}
