import { readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

export interface PortalRoute {
  /** As the router names it, e.g. /certificates/[id]. */
  readonly name: string;
  readonly path: string;
  readonly kind: "page" | "handler" | "missing" | "static";
}

const APP = join(import.meta.dirname, "..", "..", "app");
const SAMPLE = "00000000-0000-4000-8000-000000000000";

/** Every page and route handler of the app folder, and paths that are none. */
export function portalRoutes(): PortalRoute[] {
  const files = readdirSync(APP, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(page\.tsx|route\.ts)$/.test(entry.name))
    .map((entry) => ({ folder: relative(APP, entry.parentPath), page: entry.name === "page.tsx" }))
    .filter(({ folder }) => !folder.startsWith("_"));
  const made = files.map(({ folder, page }) => {
    const parts = folder.split(sep).filter((part) => part !== "" && !part.startsWith("("));
    const name = `/${parts.join("/")}`;
    const path = name
      .replace("[trpc]", "people.list")
      .replace("[...nextauth]", "csrf")
      .replace("[...nothing]", "nothing-at-all")
      .replace(/\[\w+\]/g, SAMPLE);
    return { name, path, kind: page ? ("page" as const) : ("handler" as const) };
  });
  const others = [
    ["/nothing-here", "missing"],
    ["/api/nothing-here", "missing"],
    ["/api/trpc/nothing.here", "missing"],
    ["/api/auth/session", "missing"],
    ["/_next/static/nothing.js", "missing"],
    ["/_next/image?url=%2Ffavicon.svg&w=64&q=75", "missing"],
    ["/favicon.svg", "static"],
  ] as const;
  return [...made, ...others.map(([path, kind]) => ({ name: path, path, kind }))];
}
