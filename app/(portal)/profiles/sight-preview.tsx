"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Sight } from "#server/domain/sight.ts";
import { api } from "../../_trpc/client.ts";
import { Answer } from "../../_ui/states.tsx";
import { useWords } from "../../_ui/use-words.tsx";

/** Invented calls, seen as the people of this profile will see real ones: the server masks both with the same code. */
export function SightPreview({ sight, exportSight }: { sight: Sight; exportSight: Sight | null }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["profiles", "preview", sight, exportSight],
    queryFn: () => api.profiles.preview.query({ sight, exportSight: exportSight ?? sight }),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-label={words.t("profiles.preview")} className="rounded-md border border-line bg-paper p-3">
      <h3 className="font-semibold">{words.t("profiles.preview")}</h3>
      <p className="mb-2 text-[12.5px] text-ink-2">{words.t("profiles.preview.help")}</p>
      <Answer query={query}>
        {({ hits, inFiles }) => (
          <dl aria-live="polite" className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-x-3 gap-y-1">
            {hits.map((hit, place) => (
              <div key={hit.hitId} className="col-span-2 grid grid-cols-subgrid">
                <dt className="text-ink-2">{words.t(`field.${hit.class}`)}</dt>
                <dd className="text-right">
                  <Seen text={hit.number} />
                  {exportSight === null ? null : (
                    <span className="block text-[12.5px] text-ink-2">
                      {words.t("profiles.preview.file")}: <Seen text={inFiles[place] ?? ""} />
                    </span>
                  )}
                </dd>
              </div>
            ))}
            <dt className="text-ink-2">{words.t("field.extension")}</dt>
            <dd className="text-right">
              <Seen text={hits[0]?.extension ?? ""} />
            </dd>
          </dl>
        )}
      </Answer>
    </section>
  );
}

function Seen({ text }: { text: string }) {
  const words = useWords();
  return text === "" ? (
    <span className="text-ink-3">{words.t("seen.hidden")}</span>
  ) : (
    <span className="font-mono tabular-nums">{text}</span>
  );
}
