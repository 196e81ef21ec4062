"use client";
import Link from "next/link";
import { Button } from "../../_ui/button.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import type { Asked, SearchAnswer } from "./use-search.ts";

/** The box says how it read you, under which forms it looked, and what else the digits may be. */
export function ReadLine({ answer, askAs }: { answer: SearchAnswer; askAs: (type: Asked["type"]) => void }) {
  const words = useWords();
  const { read } = answer;
  const others = read.notations.filter((notation) => notation !== read.display);
  return (
    <div role="status" className="mx-0.5 mt-2 mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-2">
      <Tag tone={read.searchable ? (read.valid ? "ok" : "warn") : "bad"}>
        {words.t(read.searchable ? `data.type.${read.type}` : "data.read.none")}
      </Tag>
      <span>
        {read.searchable ? words.t("data.read.as") : words.t("data.read.notAs")}{" "}
        <code className="font-mono text-[13px] font-medium break-all text-ink">{read.display}</code>:{" "}
        {words.known(`reason.${read.searchable ? read.reading : read.reason}`) ?? read.sentence}.
      </span>
      {others.length > 0 ? (
        <span>
          {words.t("data.read.also")}{" "}
          {others.map((notation, i) => (
            <span key={notation}>
              {i > 0 ? ", " : ""}
              <code className="font-mono text-[13px] text-ink">{notation}</code>
            </span>
          ))}
          .
        </span>
      ) : null}
      {read.searchable ? (
        <span>{words.t("data.read.took", { ms: Math.max(1, Math.round(answer.tookMs)) })}</span>
      ) : null}
      {answer.privateLists === 0 ? null : (
        <span>
          {words.t("sorted.onLists", { count: answer.privateLists })}{" "}
          <Link href="/processing/private" prefetch={false} className="text-pine underline underline-offset-3">
            {words.t("sorted.onLists.see")}
          </Link>
        </span>
      )}
      {read.also.map((other) => {
        const type = other.kind.startsWith("ssn") || other.kind === "personnummer" ? "ssn" : "phone";
        // Asking the same text as the same type again would answer the same.
        if (type === read.type) {
          return others.includes(other.value) ? null : (
            <span key={`${other.kind} ${other.value}`}>{words.t("data.read.maybe", { value: other.value })}</span>
          );
        }
        return (
          <Button key={`${other.kind} ${other.value}`} kind="plain" onClick={() => askAs(type)}>
            {words.t("data.read.other", { type: words.t(`data.type.${type}`).toLowerCase(), value: other.value })}
          </Button>
        );
      })}
    </div>
  );
}
