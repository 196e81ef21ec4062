"use client";
import type { inferRouterOutputs } from "@trpc/server";
import { useCallback, useMemo, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import type { FormFields } from "../../_ui/form.tsx";
import { heldFirst, shownFields } from "./shown-fields.ts";
import type { SourceView } from "./sources-page.tsx";

export type TransportsView = inferRouterOutputs<AppRouter>["sources"]["transports"];
export type TransportView = TransportsView["transports"][number];
export type TransportField = TransportView["fields"][number];
type Settings = Readonly<Record<string, unknown>>;
type Credentials = Readonly<Record<string, string>>;

/** What a person has typed and chosen of a way so far. Secrets are not among it: they stand in their boxes alone. */
export interface TransportValues {
  value(name: string): string;
  set(name: string, value: string): void;
  /** Credentials that are to be taken away. */
  readonly taken: ReadonlySet<string>;
  take(name: string, away: boolean): void;
}

export function useTransportValues(transport: TransportView | undefined, source?: SourceView): TransportValues {
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const id = transport?.id ?? "";
  const set = useCallback(
    (name: string, value: string) => setTyped((before) => ({ ...before, [`${id} ${name}`]: value })),
    [id],
  );
  const take = useCallback((name: string, away: boolean) => {
    setTaken((before) => {
      const next = new Set(before);
      if (away) next.add(name);
      else next.delete(name);
      return next;
    });
  }, []);
  return useMemo(() => {
    const stored = source?.transport === id ? source.settings : {};
    const value = (name: string) =>
      typed[`${id} ${name}`] ??
      text(stored[name]) ??
      text(heldFirst(transport?.fields.find((field) => field.name === name))) ??
      "";
    return { value, set, taken, take };
  }, [transport, id, source, typed, set, taken, take]);
}

export function isSecret({ kind }: TransportField): boolean {
  return kind === "secret" || kind === "text-secret";
}

/** Settings that no field shows stay as they are; what is empty is left to the transport. */
export function settingsOf(transport: TransportView, { value }: TransportValues, source?: SourceView): Settings {
  const known = new Set<string>(transport.fields.map(({ name }) => name));
  const rest = Object.entries(source?.settings ?? {}).filter(([name]) => !known.has(name));
  const own = shownFields(transport.fields, value).flatMap((field): [string, unknown][] => {
    if (isSecret(field)) return [];
    const said = value(field.name);
    if (field.kind === "switch") return [[field.name, said === "true"]];
    if (said === "") return [];
    return [[field.name, field.kind === "number" ? Number(said) : said]];
  });
  return Object.fromEntries([...rest, ...own]);
}

/** Credentials that were typed, and those that are to be taken away; what is set otherwise stays. */
export function credentialsOf(
  transport: TransportView,
  { value, taken }: TransportValues,
  fields: FormFields,
): Credentials {
  const shown = shownFields(transport.fields, value).filter(isSecret);
  const typed = shown.flatMap(({ name }): [string, string][] => {
    const said = fields.raw(name);
    return said !== "" ? [[name, said]] : taken.has(name) ? [[name, ""]] : [];
  });
  return Object.fromEntries(typed);
}

/** The setting in which an accepted key stands. */
export function pinField({ fields }: TransportView): string | null {
  return fields.find(({ kind }) => kind === "pin")?.name ?? null;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}
