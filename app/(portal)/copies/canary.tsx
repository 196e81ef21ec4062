"use client";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Said } from "../../_ui/states.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useReady } from "../../_ui/use-ready.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Night } from "./answers.ts";
import { nightSentence, nightTone } from "./night-sentence.ts";

/** The last night in a sentence, its signed file, and how the nights before went. */
export function Canary({ nights, zone }: { nights: readonly Night[]; zone: string }) {
  const words = useWords();
  const ready = useReady();
  const [last, ...before] = nights;
  if (last === undefined) {
    return (
      <Sheet title={words.t("copies.canary")}>
        <Said title={words.t("copies.canary.never")}>{words.t("copies.canary.never.help")}</Said>
      </Sheet>
    );
  }
  return (
    <Sheet title={words.t("copies.canary")} padded>
      <p className="max-w-3xl text-ink-2">{words.t("copies.canary.lead")}</p>
      <p className={`mt-2 max-w-3xl font-semibold ${nightTone(last) === "ok" ? "" : "text-brick"}`}>
        {nightSentence(last, words, zone)}
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button disabled={!ready} onClick={() => save(last)}>
          {words.t("copies.canary.take")}
        </Button>
        <span className="text-ink-2">{words.t("copies.canary.verify")}</span>
      </div>
      {before.length === 0 ? null : (
        <>
          <h3 className="mt-4 font-semibold">{words.t("copies.canary.before")}</h3>
          <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            {before.map((night) => (
              <li key={night.id} className="flex items-center gap-2">
                <span className="font-mono text-[13px]">{shortTime(night.finishedAt, zone)}</span>
                <Tag tone={nightTone(night)}>
                  {words.t(`copies.canary.outcome.${night.statement?.outcome ?? "failed"}`)}
                </Tag>
              </li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

function save({ id, jws }: Night): void {
  const address = URL.createObjectURL(new Blob([`${jws}\n`], { type: "application/jose" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `gallra-canary-${id.slice(0, 8)}.jws`;
  link.click();
  URL.revokeObjectURL(address);
}
