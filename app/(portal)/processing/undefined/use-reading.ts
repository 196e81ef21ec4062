"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import type { Layout } from "./layout-field.tsx";

type Options = Readonly<Record<string, string>>;

/** A source, as far as it says how it is read. */
interface Read {
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, unknown>>;
  readonly layoutId: number | null;
  readonly layoutVersion: number | null;
}

export type Reading = ReturnType<typeof useReading>;

/** How something is to be read again: begun with what the source has, and gone back to when its own driver is chosen. */
export function useReading(source: Read | undefined) {
  const drivers = useQuery({
    queryKey: ["drivers"],
    queryFn: () => api.sources.drivers.query(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [chosen, setChosen] = useState(source?.driver ?? "");
  const [options, setOptions] = useState(() => optionsOf(source));
  const [layout, setLayout] = useState(() => layoutOf(source));
  const driver = drivers.data?.find(({ id }) => id === chosen);
  return {
    drivers: drivers.data ?? [],
    driver,
    options,
    /** What the driver can be told besides; a saved layout tells it the columns. */
    told: driver?.options.filter(({ name }) => layout === null || name !== "layout") ?? [],
    layout,
    asked: { driver: chosen, driverOptions: options, ...(layout === null ? {} : { layout }) },
    choose(id: string) {
      const own = id === source?.driver ? source : undefined;
      setChosen(id);
      setOptions(optionsOf(own));
      setLayout(layoutOf(own));
    },
    setLayout,
    setOption: (name: string, value: string) => setOptions((now) => withOption(now, name, value)),
  };
}

function layoutOf(source: Read | undefined): Layout | null {
  const { layoutId = null, layoutVersion = null } = source ?? {};
  return layoutId === null || layoutVersion === null ? null : { id: layoutId, version: layoutVersion };
}

function optionsOf(source: Read | undefined): Options {
  return Object.fromEntries(Object.entries(source?.driverOptions ?? {}).map(([name, value]) => [name, String(value)]));
}

function withOption(options: Options, name: string, value: string): Options {
  const { [name]: _, ...others } = options;
  return value === "" ? others : { ...others, [name]: value };
}
