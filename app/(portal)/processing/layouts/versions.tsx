"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { Refusal } from "../../../_ui/failure.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { shortTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../../_ui/viewer.tsx";
import { Compare } from "./compare.tsx";
import { UseForSource } from "./use-for-source.tsx";

export type LayoutView = inferRouterOutputs<AppRouter>["layouts"]["show"];

interface VersionsProps {
  readonly layout: LayoutView;
  readonly opened: number;
  readonly open: (version: number) => void;
  readonly changed: () => void;
  readonly close: () => void;
}

/** What became of a layout: its versions, what each has read, which source reads with which. */
export function Versions({ layout, opened, open, changed, close }: VersionsProps) {
  const words = useWords();
  const mayChange = useMay("source.change");
  const sources = useQuery({ queryKey: ["sources"], queryFn: () => api.sources.list.query(), enabled: mayChange });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Sheet title={words.t("layouts.versions")} padded>
        <div className="grid gap-3">
          <p className="text-ink-2">{words.t("layouts.versions.help")}</p>
          <ul className="grid max-h-96 overflow-y-auto">
            {layout.versions.map((version) => (
              <VersionRow key={version.version} version={version} opened={version.version === opened} open={open} />
            ))}
          </ul>
          {layout.versions.length > 1 ? (
            <Compare layoutId={layout.id} opened={opened} versions={layout.versions.map(({ version }) => version)} />
          ) : null}
        </div>
      </Sheet>
      <Sheet title={words.t("layouts.sources")} padded>
        <div className="grid gap-3">
          {layout.sources.length === 0 ? <p className="text-ink-2">{words.t("layouts.sources.none")}</p> : null}
          <ul className="grid gap-1">
            {layout.sources.map((source) => (
              <li key={source.id}>
                {words.t("layouts.sources.reads", { source: source.name, version: source.version })}
              </li>
            ))}
          </ul>
          {mayChange ? (
            <UseForSource layout={layout} version={opened} sources={sources.data ?? []} changed={changed} />
          ) : null}
          {mayChange ? <Remove layout={layout} close={close} /> : null}
        </div>
      </Sheet>
    </div>
  );
}

function VersionRow({
  version,
  opened,
  open,
}: {
  version: LayoutView["versions"][number];
  opened: boolean;
  open: (version: number) => void;
}) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const { version: number, madeAt, madeByName, records, segments } = version;
  return (
    <li className="grid gap-0.5 border-t border-line py-2">
      <span className="flex flex-wrap items-baseline gap-2">
        <button
          type="button"
          className="min-h-6 font-semibold text-pine underline-offset-3 hover:underline"
          aria-pressed={opened}
          aria-label={words.t("layouts.version.open", { version: number })}
          onClick={() => open(number)}
        >
          {words.t("layouts.version", { version: number })}
        </button>
        <span className="text-ink-2">
          {words.t("layouts.version.by", { when: shortTime(madeAt, zone), who: madeByName })}
        </span>
      </span>
      <span className="flex flex-wrap items-baseline gap-x-2 text-[12.5px] text-ink-2">
        {records > 0 ? (
          <Tag tone="info">{words.t("layouts.version.read", { count: records })}</Tag>
        ) : (
          words.t("layouts.version.read", { count: 0 })
        )}
        {segments > 0 ? words.t("layouts.version.segments", { count: segments }) : null}
      </span>
    </li>
  );
}

function Remove({ layout, close }: { layout: LayoutView; close: () => void }) {
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const remove = useAct(() => api.layouts.remove.mutate({ layoutId: layout.id }), {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["layouts"] });
      close();
    },
  });
  return (
    <div className="grid gap-2 border-t border-line pt-3">
      <div>
        <Button kind="danger-line" aria-expanded={asking} onClick={() => setAsking(!asking)}>
          {words.t("layouts.remove")}
        </Button>
      </div>
      {asking ? (
        <div className="grid gap-1.5 rounded-md bg-brick-soft p-2">
          <p>{words.t("layouts.remove.confirm", { name: layout.name })}</p>
          <div className="flex gap-1.5">
            <Button onClick={() => setAsking(false)}>{words.t("action.cancel")}</Button>
            <Button kind="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {words.t("layouts.remove.now")}
            </Button>
          </div>
        </div>
      ) : null}
      <Refusal error={remove.error} />
    </div>
  );
}
