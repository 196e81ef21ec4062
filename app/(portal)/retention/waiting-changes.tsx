"use client";
import { Button } from "../../_ui/button.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Tag, type Tone } from "../../_ui/tag.tsx";
import { longDay } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import type { Words } from "../../_ui/words.ts";
import type { ChangeView, RetentionView } from "./retention-page.tsx";
import { dayText, ruleName, stepText } from "./rule-words.ts";

interface WaitingProps {
  readonly view: RetentionView;
  readonly look: (change: ChangeView) => void;
}

const MOST_DECIDED = 10;

/** What takes hold later, what waits for the company's word, and the last decisions folded away below. Nothing is drawn where nothing was asked. */
export function WaitingChanges({ view, look }: WaitingProps) {
  const words = useWords();
  const waiting = view.changes.filter((change) => change.state === "waiting");
  const cooling = view.changes.filter((change) => change.state === "cooling");
  const isOpen = (change: ChangeView) => change.state === "waiting" || change.state === "cooling";
  const decided = view.changes.filter((change) => !isOpen(change)).slice(0, MOST_DECIDED);
  return (
    <>
      {cooling.length === 0 ? null : (
        <Sheet title={words.t("rules.cooling")}>
          <p className="px-3.5 pt-2.5 text-ink-2">{words.t("rules.cooling.lead")}</p>
          <ul>
            {cooling.map((change) => (
              <Waiting key={change.id} change={change} look={() => look(change)} />
            ))}
          </ul>
        </Sheet>
      )}
      {waiting.length + decided.length === 0 ? null : <Asked waiting={waiting} decided={decided} look={look} />}
    </>
  );
}

interface AskedProps extends Pick<WaitingProps, "look"> {
  readonly waiting: readonly ChangeView[];
  readonly decided: readonly ChangeView[];
}

function Asked({ waiting, decided, look }: AskedProps) {
  const words = useWords();
  return (
    <Sheet title={words.t(waiting.length > 0 ? "retention.waiting" : "retention.decided")}>
      {waiting.length > 0 ? <p className="px-3.5 pt-2.5 text-ink-2">{words.t("retention.waiting.lead")}</p> : null}
      <ul>
        {waiting.map((change) => (
          <Waiting key={change.id} change={change} look={() => look(change)} />
        ))}
      </ul>
      {decided.length === 0 ? null : (
        <details className={waiting.length > 0 ? "border-t border-line" : ""}>
          <summary className="px-3.5 py-2 font-semibold text-ink-2">{words.t("retention.decided")}</summary>
          <ul>
            {decided.map((change) => (
              <Decided key={change.id} change={change} />
            ))}
          </ul>
        </details>
      )}
    </Sheet>
  );
}

function Waiting({ change, look }: { change: ChangeView; look: () => void }) {
  const words = useWords();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3.5 py-2.5 first:border-t-0">
      <div className="mr-auto grid min-w-0 gap-0.5">
        <Rules change={change} />
        <p className="text-[12.5px] text-ink-2">
          {words.t("retention.waiting.asked", {
            name: change.askedByName,
            day: dayText(change.askedAt, words),
            reason: change.reason,
          })}
        </p>
        <p className="text-[12.5px] text-ink-2">
          {change.holdsOn === null
            ? words.t("retention.waiting.until", { day: dayText(change.expiresAt, words) })
            : goesText(change, change.holdsOn, words)}
        </p>
      </div>
      <Tag tone="warn">
        {change.holdsOn === null
          ? words.t("retention.waitsTag")
          : words.t("rules.cooling.tag", { day: longDay(change.holdsOn, words) })}
      </Tag>
      <Button onClick={look}>{words.t("retention.waiting.look")}</Button>
    </li>
  );
}

/** "On 30 November 1,234 values go, of what is there now. Until then it can be cancelled." */
export function goesText(change: ChangeView, holdsOn: string, words: Words): string {
  const day = longDay(holdsOn, words);
  const isAudit = change.rules.some((rule) => rule.product === null);
  return `${words.t(isAudit ? "auditRule.cooling" : "rules.cooling.goes", { count: change.valuesGo, day })} ${words.t("rules.cooling.until")}`;
}

const TONES: Readonly<Record<ChangeView["state"], Tone>> = {
  waiting: "warn",
  cooling: "warn",
  held: "ok",
  waived: "ok",
  cancelled: "plain",
  approved: "ok",
  declined: "bad",
  withdrawn: "plain",
  replaced: "plain",
  expired: "plain",
};

function Decided({ change }: { change: ChangeView }) {
  const words = useWords();
  const state = words.t(`retention.state.${change.state}`);
  const day = dayText(change.decidedAt ?? change.expiresAt, words);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3.5 py-2">
      <div className="mr-auto min-w-0">
        <Rules change={change} />
      </div>
      <Tag tone={TONES[change.state]}>
        {change.decidedByName === null
          ? words.t("retention.decided.alone", { state, day })
          : words.t("retention.decided.by", { state, name: change.decidedByName, day })}
      </Tag>
    </li>
  );
}

function Rules({ change }: { change: ChangeView }) {
  const words = useWords();
  return change.rules.map((rule) => (
    <p key={`${rule.product} ${rule.class}`}>
      <b className="font-semibold">{ruleName(rule, words)}</b>: {stepText(rule, words)}
    </p>
  ));
}
