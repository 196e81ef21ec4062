"use client";
import { useState } from "react";
import { Button } from "../button.tsx";
import { CheckField } from "../field.tsx";
import { useWords } from "../use-words.tsx";
import { useViewer } from "../viewer.tsx";
import { chooseSingleKeys, singleKeys } from "./choices.ts";
import { Dialog } from "./dialog.tsx";
import { GO_KEYS } from "./keys.ts";
import { offeredSections } from "./sections.tsx";

/** Among the calls of Data management. */
const ROW_KEYS = [
  ["J K ↓ ↑", "keys.rows.move"],
  ["X", "keys.rows.choose"],
  ["Shift", "keys.rows.range"],
  ["Enter", "keys.rows.open"],
] as const;

/** The keys, and the way to do without those of a single letter. */
export function ShortcutSheet({ close }: { close: () => void }) {
  const words = useWords();
  const viewer = useViewer();
  const [on, setOn] = useState(singleKeys);
  const labels = new Map(offeredSections(viewer).map(({ path, label }) => [path, words.t(label)]));
  const rows: [string, string][] = [
    ["Ctrl K", words.t("keys.palette")],
    ["?", words.t("keys.sheet")],
    ["/", words.t("keys.search")],
    ["Esc", words.t("keys.close")],
    ...(viewer.permissions.includes("data.search") ? ROW_KEYS : []).map(([keys, what]): [string, string] => [
      keys,
      words.t(what),
    ]),
    ...Object.entries(GO_KEYS).flatMap(([key, path]): [string, string][] => {
      const label = labels.get(path);
      return label === undefined ? [] : [[`g ${key}`, label]];
    }),
  ];
  return (
    <Dialog label={words.t("keys.title")} close={close}>
      <div className="grid gap-3 p-4">
        <h2>{words.t("keys.title")}</h2>
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5">
          {rows.map(([keys, what]) => (
            <div key={keys} className="contents">
              <dt>
                <kbd className="rounded-sm border border-b-2 border-line-strong px-1.5 font-mono text-[12px]">
                  {keys}
                </kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <CheckField
          id="single-keys"
          label={words.t("keys.single")}
          help={words.t("keys.single.help")}
          checked={on}
          onChange={(event) => {
            setOn(event.target.checked);
            chooseSingleKeys(event.target.checked);
          }}
        />
        <Button onClick={close}>{words.t("action.close")}</Button>
      </div>
    </Dialog>
  );
}
