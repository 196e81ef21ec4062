"use client";
import { failureOf } from "../../_trpc/client.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useViewer } from "../../_ui/viewer.tsx";
import { commandOf, whatToAllow } from "./what-to-allow.ts";

interface AskOperatorProps {
  readonly error: unknown;
  /** What was tested. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether an edge has tried it: what may be touched is said on its machine. */
  readonly atEdge?: boolean;
}

/** Of a place that is not allowed: whom to ask, and for what. Nobody mends that in the portal. */
export function AskOperator({ error, settings, atEdge = false }: AskOperatorProps) {
  const words = useWords();
  const { company } = useViewer();
  const wishes = whatToAllow(failureOf(error), settings);
  if (wishes.length === 0) return null;
  return (
    <div className="mb-3 grid gap-2 rounded-md bg-amber-soft px-3 py-2">
      <p className="font-semibold">{words.t("sources.ask.title")}</p>
      <p>{words.t(atEdge ? "sources.ask.help.edge" : "sources.ask.help")}</p>
      {wishes.map((wish) => (
        <div key={wish.value} className="grid gap-1.5 rounded border border-line bg-sheet px-2 py-1.5">
          <p className="break-words">
            {words.t(`sources.ask.${wish.kind}`, { company: company?.name ?? "", place: wish.place })}
          </p>
          <code className="min-w-0 rounded bg-sunken px-2 py-1.5 text-[12.5px] break-words select-all">
            {commandOf(wish, company?.slug ?? "…")}
          </code>
        </div>
      ))}
    </div>
  );
}
