"use client";
import { Button } from "../../../_ui/button.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { EmptyState } from "../../../_ui/states.tsx";
import { Tag } from "../../../_ui/tag.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import type { FilterView } from "./filters-page.tsx";
import { ruleSentence } from "./rule-sentence.ts";

interface FilterSheetProps {
  readonly view: FilterView;
  /** null: a new rule. */
  readonly change: (at: number | null) => void;
  readonly changeOthers: () => void;
}

/** The rules in the order in which they are asked; the last line tells what becomes of all others. */
export function FilterSheet({ view, change, changeOthers }: FilterSheetProps) {
  const words = useWords();
  const mayChange = useMay("shield.change");
  const isEmpty = view.rules.length === 0 && view.others === "take";
  return (
    <Sheet
      title={words.t("gate.filter")}
      actions={mayChange ? <Button onClick={() => change(null)}>{words.t("gate.rule.add")}</Button> : null}
    >
      {isEmpty ? <EmptyState title={words.t("gate.filter.none")} why={words.t("gate.filter.none.help")} /> : null}
      <ol>
        {view.rules.map((rule, at) => (
          <Line
            key={rule.id}
            action={rule.action}
            title={`${at + 1}. ${rule.name}`}
            what={ruleSentence(rule, view, words)}
          >
            {mayChange ? (
              <Button
                kind="plain"
                onClick={() => change(at)}
                aria-label={words.t("gate.rule.change.of", { name: rule.name })}
              >
                {words.t("gate.rule.change")}
              </Button>
            ) : null}
          </Line>
        ))}
        {isEmpty ? null : (
          <Line action={view.others} title={words.t("gate.others")} what={words.t(`gate.others.${view.others}`)}>
            {mayChange ? (
              <Button kind="plain" onClick={changeOthers} aria-label={words.t("gate.others.change")}>
                {words.t("gate.rule.change")}
              </Button>
            ) : null}
          </Line>
        )}
      </ol>
    </Sheet>
  );
}

function Line(props: { action: "take" | "leave-out"; title: string; what: string; children: React.ReactNode }) {
  const words = useWords();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3.5 py-2.5 first:border-t-0">
      <div className="mr-auto min-w-0">
        <p className="font-semibold break-words">{props.title}</p>
        <p className="text-[12.5px] break-words text-ink-2">{props.what}</p>
      </div>
      <Tag tone={props.action === "take" ? "plain" : "warn"}>{words.t(`gate.action.${props.action}`)}</Tag>
      {props.children}
    </li>
  );
}
