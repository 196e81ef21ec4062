"use client";
import { useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { SelectField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { LayoutView } from "./versions.tsx";

type SourceView = inferRouterOutputs<AppRouter>["sources"]["list"][number];

interface UseForSourceProps {
  readonly layout: LayoutView;
  readonly version: number;
  readonly sources: readonly SourceView[];
  readonly changed: () => void;
}

/** Has a source read with the opened version, or leads to a new source that is. */
export function UseForSource({ layout, version, sources, changed }: UseForSourceProps) {
  const words = useWords();
  const queries = useQueryClient();
  const name = (sourceId: number) => sources.find(({ id }) => id === sourceId)?.name ?? "";
  const put = useAct((sourceId: number) => api.layouts.use.mutate({ layoutId: layout.id, version, sourceId }), {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["sources"] });
      changed();
    },
  });
  return (
    <div className="grid gap-2">
      {sources.length === 0 ? null : (
        <>
          <p className="text-ink-2">{words.t("layouts.sources.help")}</p>
          <Form
            submit={words.t("layouts.sources.use", { version })}
            busy={put.isPending}
            error={put.error}
            send={(fields) => put.mutate(Number(fields.text("source")))}
          >
            <SelectField id="layout-source" name="source" label={words.t("layouts.sources.choose")} required>
              {sources.map(({ id, name: called, driver }) => (
                <option key={id} value={id}>
                  {called} ({driver})
                </option>
              ))}
            </SelectField>
          </Form>
          <p role="status">
            {put.isSuccess ? words.t("layouts.sources.done", { source: name(put.variables), version }) : ""}
          </p>
        </>
      )}
      <p>
        <Link
          className="font-semibold text-pine underline underline-offset-3"
          prefetch={false}
          href={`/sources/new?layout=${layout.id}`}
        >
          {words.t("layouts.sources.new")}
        </Link>
      </p>
    </div>
  );
}
