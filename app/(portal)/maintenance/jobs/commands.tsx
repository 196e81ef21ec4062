"use client";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { localClock } from "../local-time.ts";
import type { Jobs } from "./jobs-page.tsx";
import { titleOf } from "./words.ts";

type Command = Jobs["commands"][number];

/** What people asked of jobs last, and what the worker made of it. */
export function Commands({ commands }: { commands: Jobs["commands"] }) {
  const words = useWords();
  if (commands.length === 0) return null;
  return (
    <Sheet title={words.t("jobs.commands")}>
      <ul className="divide-y divide-line">
        {commands.map((command) => (
          <li key={command.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <span className="font-mono text-[12.5px]">{localClock(command.askedAt)}</span>
            <span>
              {words.t(`jobs.command.${command.kind}`)}
              {command.name === null ? "" : `: ${titleOf(command.name, words)}`}
            </span>
            <span className="text-ink-2">{command.askedBy}</span>
            <span className="ml-auto">
              <Outcome command={command} />
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function Outcome({ command }: { command: Command }) {
  const words = useWords();
  switch (command.outcome) {
    case null:
      return <Tag tone="warn">{words.t("jobs.command.waits")}</Tag>;
    case "done":
      return <Tag tone="ok">{words.t("jobs.command.done", { count: command.affected ?? 1 })}</Tag>;
    case "nothing":
      return <Tag>{words.t("jobs.command.nothing")}</Tag>;
    case "failed":
      return <Tag tone="bad">{words.t("jobs.command.failed")}</Tag>;
  }
}
