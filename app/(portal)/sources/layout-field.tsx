"use client";
import type { inferRouterOutputs } from "@trpc/server";
import { useSearchParams } from "next/navigation";
import type { AppRouter } from "#server/api/router.ts";
import type { DriverView } from "../../_ui/driver-option.tsx";
import { SelectField } from "../../_ui/field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { SourceView } from "./sources-page.tsx";

type LayoutRow = inferRouterOutputs<AppRouter>["layouts"]["list"]["rows"][number];

const KINDS = ["delimited", "fixed-position", "json", "xml"];

/** Which saved layout a source is read with, and which version of it. */
export function LayoutField({ layouts, kind, begun }: { layouts: readonly LayoutRow[]; kind: string; begun: string }) {
  const words = useWords();
  // A template takes a layout of any kind, a driver of a kind its own.
  const offered = layouts.filter((layout) => layout.kind === kind || !KINDS.includes(kind));
  const values = offered.map(({ id, version }) => `${id} ${version}`);
  const [id = "", version = ""] = begun.split(" ");
  const name = layouts.find((layout) => String(layout.id) === id)?.name ?? id;
  return (
    <SelectField
      id="source-layout"
      name="layout"
      label={words.t("sources.layout")}
      help={words.t("sources.layout.help")}
      defaultValue={begun}
    >
      <option value="">{words.t("sources.layout.none")}</option>
      {begun === "" || values.includes(begun) ? null : (
        <option value={begun}>{words.t("sources.layout.choice", { name, version })}</option>
      )}
      {offered.map((layout) => (
        <option key={layout.id} value={`${layout.id} ${layout.version}`}>
          {words.t("sources.layout.choice", { name: layout.name, version: layout.version })}
        </option>
      ))}
    </SelectField>
  );
}

export function takesLayout(driver: DriverView): boolean {
  return driver.options.some(({ name }) => name === "layout");
}

/** The layout that the address asks a new source to be read with. */
export function useAskedLayout(layouts: readonly LayoutRow[] | undefined): LayoutRow | undefined {
  const asked = useSearchParams().get("layout");
  return layouts?.find(({ id }) => String(id) === asked);
}

/** What the field begins with: the source's own, or the one that was asked for. */
export function layoutOf(
  source: SourceView | undefined,
  asked: LayoutRow | undefined,
  driver: DriverView | undefined,
): string {
  if (driver === undefined) return "";
  if (source?.layoutId != null && source.layoutVersion !== null && source.driver === driver.id)
    return `${source.layoutId} ${source.layoutVersion}`;
  return source === undefined && asked?.kind === driver.id ? `${asked.id} ${asked.version}` : "";
}

export function readLayout(text: string): { id: number; version: number } | null {
  const [id, version] = text.split(" ").map(Number);
  return id === undefined || version === undefined || !(id > 0 && version > 0) ? null : { id, version };
}
