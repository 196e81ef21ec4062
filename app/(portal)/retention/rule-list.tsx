"use client";
import type { ReactNode } from "react";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { dayOf, daysFrom, longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";
import { LifeBar } from "./life-bar.tsx";
import { PRODUCT_ORDER } from "./product-order.ts";
import type { RetentionPreview, RuleView } from "./retention-page.tsx";
import { boundText, ruleName } from "./rule-words.ts";

interface RuleListProps {
  readonly rules: readonly RuleView[];
  /** A change that was previewed and not yet made: the bars show it. */
  readonly trial: RetentionPreview | null;
  readonly change: (rule: RuleView) => void;
  readonly actions: ReactNode;
}

/** The rules, product by product, each with the life of its datum as a bar; products without data fold away. */
export function RuleList({ rules, trial, change, actions }: RuleListProps) {
  const words = useWords();
  const isUsed = (product: RuleView["product"]) =>
    rules.some((rule) => rule.product === product && (rule.oldestDay !== null || !rule.isDefault));
  const used = PRODUCT_ORDER.filter(isUsed);
  const shown = used.length === 0 ? PRODUCT_ORDER : used;
  const folded = PRODUCT_ORDER.filter((product) => !shown.includes(product));
  const table = { rules, trial, change };
  return (
    <Sheet title={words.t("retention.rules")} actions={actions}>
      <RuleTable {...table} products={shown} caption={words.t("retention.rules")} />
      {folded.length === 0 ? null : (
        <details className="border-t border-line">
          <summary className="px-3 py-2 font-semibold text-ink-2">{words.t("retention.rules.unused")}</summary>
          <RuleTable {...table} products={folded} caption={words.t("retention.rules.unused")} />
        </details>
      )}
    </Sheet>
  );
}

interface RuleTableProps extends Omit<RuleListProps, "actions"> {
  readonly products: readonly RuleView["product"][];
  readonly caption: string;
}

// biome-ignore-start lint/a11y/noRedundantRoles: drawn as cards the roles would be lost
function RuleTable({ rules, trial, products, change, caption }: RuleTableProps) {
  const words = useWords();
  const maySet = useMay("retention.set");
  const mayTighten = useMay("retention.tighten");
  const mayChange = maySet || mayTighten;
  // The truncated form is the second half of the full number's own rule.
  const rows = products.flatMap((product) =>
    rules.filter((rule) => rule.product === product && rule.class !== "ssn_truncated"),
  );
  return (
    // Beside an open panel there is little room: words wrap, and what still does not fit can be reached.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it, too
    <div className="overflow-x-auto" tabIndex={0}>
      <table role="table" className="cards w-full">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {(["product", "class", "life", "days", "there"] as const).map((column) => (
              <th key={column} role="columnheader" scope="col">
                {words.t(`retention.column.${column}`)}
              </th>
            ))}
            {mayChange ? (
              <th role="columnheader" scope="col">
                <span className="sr-only">{words.t("retention.change")}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((rule) => (
            <RuleRow
              key={`${rule.product} ${rule.class}`}
              rule={rule}
              rules={rules}
              trial={trial}
              change={mayChange && !rule.undecided && (maySet || rule.stored) ? change : null}
              lastCell={mayChange}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RuleRowProps extends Omit<RuleListProps, "actions" | "change"> {
  readonly rule: RuleView;
  readonly change: ((rule: RuleView) => void) | null;
  /** Whether the table has a column for it, also where this rule cannot be changed. */
  readonly lastCell: boolean;
}

function RuleRow({ rule, rules, trial, change, lastCell }: RuleRowProps) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const truncated =
    rule.class === "ssn"
      ? (rules.find((other) => other.product === rule.product && other.class === "ssn_truncated") ?? null)
      : null;
  const step = trial?.steps.find((one) => one.product === rule.product && one.class === rule.class);
  const ageDays = rule.oldestDay === null ? null : daysFrom(rule.oldestDay, dayOf(new Date(), zone));
  return (
    <tr role="row">
      <td role="cell" data-label={words.t("retention.column.product")}>
        <b className="font-semibold">{words.t(`product.${rule.product}`)}</b>
      </td>
      <td role="cell" className="whitespace-normal" data-label={words.t("retention.column.class")}>
        {words.t(`class.${rule.class}`)}
      </td>
      <td role="cell" className="whitespace-normal" data-label={words.t("retention.column.life")}>
        <LifeBar rule={rule} truncated={truncated} trial={step} ageDays={ageDays} />
      </td>
      <td role="cell" className="whitespace-normal" data-label={words.t("retention.column.days")}>
        <Days rule={rule} truncated={truncated} />
        {step === undefined || step.direction === "same" ? null : <TrialTag trial={trial} step={step} />}
      </td>
      <td role="cell" className="tabular-nums" data-label={words.t("retention.column.there")}>
        {rule.class === "call" || rule.held === 0 ? (
          <span className="text-ink-3">
            {words.t(rule.class === "call" ? "retention.there.uncounted" : "retention.there.none")}
          </span>
        ) : (
          <span title={ageDays === null ? undefined : words.t("retention.oldestTick", { count: ageDays })}>
            {words.number(rule.held)}
          </span>
        )}
      </td>
      {lastCell ? (
        <td role="cell" data-label="">
          {change === null ? null : (
            <Button
              kind="plain"
              onClick={() => change(rule)}
              aria-label={`${words.t("retention.change")}: ${ruleName(rule, words)}`}
            >
              {words.t("retention.change")}
            </Button>
          )}
        </td>
      ) : null}
    </tr>
  );
}
// biome-ignore-end lint/a11y/noRedundantRoles: see above

function Days({ rule, truncated }: { rule: RuleView; truncated: RuleView | null }) {
  const words = useWords();
  if (rule.undecided) return <Tag tone="warn">{words.t("rules.undecided")}</Tag>;
  if (!rule.stored) return <Tag>{words.t("retention.notStored")}</Tag>;
  if (rule.keptDays === null)
    return (
      <span>
        <Tag tone="bad">
          {rule.disabledUntil === null
            ? words.t("retention.off")
            : words.t("rules.off.until", { day: longDay(rule.disabledUntil, words) })}
        </Tag>{" "}
        <Coming rule={rule} />
      </span>
    );
  const pair = rule.action === "truncate" ? (truncated?.keptDays ?? null) : null;
  const bound = boundText(rule, words);
  return (
    <span>
      {pair === null
        ? words.t("retention.days", { count: rule.keptDays })
        : words.t("retention.pair", { full: rule.keptDays, count: pair })}{" "}
      {rule.isDefault ? <Tag>{words.t("retention.default")}</Tag> : null}{" "}
      {rule.isOutside ? <Tag tone="warn">{words.t("retention.outside")}</Tag> : null}
      {rule.effectiveDays === null ? null : (
        <span className="block text-[12px] text-ink-2" title={words.t("rules.days.really.help")}>
          {words.t("rules.days.really", { count: rule.effectiveDays })}
        </span>
      )}
      <Coming rule={rule} />
      {rule.isOutside && bound !== null ? <span className="block text-[12px] text-ink-2">{bound}</span> : null}
    </span>
  );
}

/** Shortenings in their cool-down, each with its day. */
function Coming({ rule }: { rule: RuleView }) {
  const words = useWords();
  return rule.cooling.map(({ keptDays, holdsOn }) => (
    <span key={holdsOn} className="mt-0.5 block">
      <Tag tone="warn">{words.t("rules.days.from", { count: keptDays, day: longDay(holdsOn, words) })}</Tag>
    </span>
  ));
}

function TrialTag({ trial, step }: { trial: RetentionPreview | null; step: RetentionPreview["steps"][number] }) {
  const words = useWords();
  const waits = trial?.waits.some((one) => one.product === step.product && one.class === step.class) === true;
  const { keptDays } = step.after;
  return (
    <span className="mt-0.5 block">
      <Tag tone={step.direction === "longer" ? "warn" : "bad"}>
        {keptDays === null ? words.t("retention.trial.off") : words.t("retention.trial", { count: keptDays })}
      </Tag>{" "}
      {waits ? <Tag tone="warn">{words.t("retention.waitsTag")}</Tag> : null}
    </span>
  );
}
