"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../_trpc/client.ts";
import { layoutOf, useAskedLayout } from "./layout-field.tsx";
import type { SourceInput } from "./source-input.ts";
import type { SourceView } from "./sources-page.tsx";
import type { Tested } from "./test-result.tsx";
import { pinField, useTransportValues } from "./transport-values.ts";

/** What both forms of a source know: the systems, the ways, the layouts, and what is chosen of them. */
export function useSourceForm(source?: SourceView) {
  const forever = { staleTime: Number.POSITIVE_INFINITY };
  const drivers = useQuery({ queryKey: ["drivers"], queryFn: () => api.sources.drivers.query(), ...forever });
  const ways = useQuery({ queryKey: ["transports"], queryFn: () => api.sources.transports.query(), ...forever });
  const layouts = useQuery({ queryKey: ["layouts", "all"], queryFn: () => api.layouts.list.query({ limit: 200 }) });
  const asked = useAskedLayout(source === undefined ? layouts.data?.rows : undefined);
  const [pickedDriver, chooseDriver] = useState<string | null>(null);
  const [pickedWay, chooseWay] = useState<string | null>(null);
  const chosen = pickedDriver ?? source?.driver ?? asked?.kind ?? "";
  const driver = drivers.data?.find(({ id }) => id === chosen) ?? drivers.data?.[0];
  const way = source?.transport ?? pickedWay ?? ways.data?.usual[driver?.id ?? ""]?.[0];
  const transport = ways.data?.transports.find(({ id }) => id === way) ?? ways.data?.transports[0];
  const values = useTransportValues(transport, source);
  return {
    failed: drivers.error ?? ways.error,
    drivers: drivers.data,
    ways: ways.data,
    layouts: layouts.data?.rows ?? [],
    layout: layoutOf(source, asked, driver),
    driver,
    transport,
    values,
    chooseDriver: (id: string) => {
      chooseDriver(id);
      // Another system usually comes by another way.
      chooseWay(null);
    },
    chooseWay,
  };
}

/** What was tested, and what that found. It holds entered credentials, in the memory of the page alone. */
export interface Attempt {
  readonly input: SourceInput;
  /** Which edge has looked; null = a collector here. */
  readonly edgeId: string | null;
  readonly found: Tested;
  /** How often something had been typed when it began. */
  readonly typed: number;
}

/** Tests what the form holds, where it is or would be collected; `edgeId` left out: where the source runs. Accepting a key puts it among the settings, and tests again with it. */
export function useAttempt(form: ReturnType<typeof useSourceForm>, sourceId?: number, edgeId?: string | null) {
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  // How often something was typed: what is typed while a test runs was not tested either.
  const [typed, setTyped] = useState(0);
  const test = useMutation({
    mutationFn: (input: SourceInput) =>
      api.sources.test.mutate({
        source: input,
        ...(sourceId === undefined ? {} : { sourceId }),
        ...(edgeId === undefined ? {} : { edgeId }),
      }),
    onMutate: () => {
      setAttempt(null);
      return typed;
    },
    onSuccess: (found, input, typedBefore) => setAttempt({ input, edgeId: edgeId ?? null, found, typed: typedBefore }),
  });
  const isStale = attempt !== null && attempt.typed !== typed;
  const name = form.transport === undefined ? null : pinField(form.transport);
  const accept = (fingerprint: string) => {
    if (attempt === null || name === null) return;
    form.values.set(name, fingerprint);
    test.mutate({ ...attempt.input, settings: { ...attempt.input.settings, [name]: fingerprint } });
  };
  return {
    attempt,
    test,
    accept,
    isStale,
    /** Something has been typed since. */
    touch: () => setTyped((count) => count + 1),
    accepted: name === null ? "" : form.values.value(name),
  };
}
