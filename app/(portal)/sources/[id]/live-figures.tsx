"use client";
import { Fact, Facts } from "../../../_ui/panel.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { clockTime } from "../../../_ui/times.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { Words } from "../../../_ui/words.ts";
import type { SourcePageView } from "./source-page.tsx";

/** What a transport says of itself while it runs: counts and states by name. */
export function LiveFigures({ live: { at, figures } }: { live: NonNullable<SourcePageView["live"]> }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const all = Object.entries(figures);
  const half = Math.ceil(all.length / 2);
  return (
    <Sheet
      title={words.t("sources.page.live")}
      actions={<span className="text-ink-2">{words.t("sources.page.live.at", { time: clockTime(at, zone) })}</span>}
      padded
    >
      <div className="grid items-start gap-x-8 md:grid-cols-2">
        {[all.slice(0, half), all.slice(half)].map((part, column) => (
          <Facts key={column === 0 ? "left" : "right"}>
            {part.map(([name, value]) => (
              <Fact key={name} name={words.known(`sources.live.${name}`) ?? name}>
                {typeof value === "string"
                  ? (words.known(`sources.live.${name}.${value}`) ?? momentIn(value, zone))
                  : figureOf(name, value, words)}
              </Fact>
            ))}
          </Facts>
        ))}
      </div>
    </Sheet>
  );
}

/** Where records are asked for by their time, that is how far they have been read. */
function momentIn(text: string, zone: string): string {
  return /^\d{4}-\d\d-\d\dT[\d:.]{8,}Z$/.test(text) ? clockTime(new Date(text), zone) : text;
}

/** A port is a name that happens to be a number. */
function figureOf(name: string, value: number | null, words: Words): string {
  return value === null ? "–" : name === "port" ? String(value) : words.number(value);
}
