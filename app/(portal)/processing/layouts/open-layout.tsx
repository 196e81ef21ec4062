"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Answer } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { Editor } from "./editor.tsx";
import { BLANK, writeDraft } from "./layout-draft.ts";
import { Versions } from "./versions.tsx";

interface Kept {
  readonly sample: string;
  readonly setSample: (sample: string) => void;
}

export function NewLayout({
  saved,
  ...kept
}: Kept & { saved: (saved: { layoutId: number; version: number }) => void }) {
  return <Editor {...kept} name="" text={BEGUN} based={null} saved={saved} />;
}

const BEGUN = writeDraft(BLANK);

interface SavedLayoutProps extends Kept {
  readonly layoutId: number;
  /** The version that was saved just now. */
  readonly saved: number | null;
  readonly setSaved: (version: number) => void;
  readonly close: () => void;
}

/** A saved layout: its newest version in the editor, or another one that was opened, and what became of each. */
export function SavedLayout({ layoutId, saved, setSaved, close, ...kept }: SavedLayoutProps) {
  const words = useWords();
  const mayChange = useMay("source.change");
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = useQuery({ queryKey: ["layout", layoutId], queryFn: () => api.layouts.show.query({ layoutId }) });
  const newest = shown.data?.versions[0]?.version ?? null;
  const version = chosen ?? newest;
  const read = useQuery({
    queryKey: ["layout", layoutId, version],
    queryFn: () => api.layouts.version.query({ layoutId, version: version ?? 1 }),
    enabled: version !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="grid gap-4">
      <div role="status" className={saved === null ? "sr-only" : "rounded-md bg-moss-soft px-3 py-2"}>
        {saved === null ? "" : words.t("layouts.saved", { version: saved })}
      </div>
      <Answer query={shown}>
        {(layout) => (
          <>
            <Answer query={read}>
              {({ layout: text }) => (
                <Editor
                  {...kept}
                  key={`${version} ${newest}`}
                  name={layout.name}
                  text={pretty(text)}
                  based={{ layoutId, version: version ?? 1, newest: newest ?? 1 }}
                  readOnly={!mayChange}
                  saved={(done) => {
                    setSaved(done.version);
                    setChosen(null);
                    void shown.refetch();
                  }}
                />
              )}
            </Answer>
            <Versions
              layout={layout}
              opened={version ?? 1}
              open={setChosen}
              changed={() => void shown.refetch()}
              close={close}
            />
          </>
        )}
      </Answer>
    </div>
  );
}

function pretty(text: string): string {
  return JSON.stringify(JSON.parse(text), null, 2);
}
