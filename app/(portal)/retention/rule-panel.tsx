"use client";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api } from "../../_trpc/client.ts";
import { CheckField, TextField } from "../../_ui/field.tsx";
import { Form, type FormFields } from "../../_ui/form.tsx";
import { Panel } from "../../_ui/panel.tsx";
import { longDay } from "../../_ui/times.ts";
import { useAct } from "../../_ui/step-up.tsx";
import { ReasonField } from "../../_ui/reason-field.tsx";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay } from "../../_ui/viewer.tsx";
import { Effect } from "./effect.tsx";
import type { RetentionPreview, RetentionView, RuleChange, RuleView } from "./retention-page.tsx";
import { boundText } from "./rule-words.ts";

interface RulePanelProps {
  readonly rule: RuleView;
  readonly view: RetentionView;
  readonly previewed: (preview: RetentionPreview | null) => void;
  readonly close: () => void;
  readonly changed: () => void;
}

/** A rule is changed in two steps: first what it would do, by the same predicate and in the pictures, then the change. */
export function RulePanel({ rule, view, previewed, close, changed }: RulePanelProps) {
  const words = useWords();
  const maySet = useMay("retention.set");
  const [off, setOff] = useState(rule.keptDays === null);
  const preview = useMutation({
    mutationFn: (changes: RuleChange[]) => api.retention.preview.query({ changes }),
    onSuccess: previewed,
  });
  const set = useAct((wanted: { changes: RuleChange[]; reason: string }) => api.retention.set.mutate(wanted), {
    onSuccess: changed,
  });
  const seen = preview.data;
  // What was typed since the preview is not what was previewed.
  const forget = () => {
    if (seen === undefined) return;
    preview.reset();
    previewed(null);
  };
  const send = (fields: FormFields) => {
    const changes = changesOf(rule, view, fields, off);
    if (seen === undefined) preview.mutate(changes);
    else set.mutate({ changes, reason: fields.text("reason") });
  };
  const waits = (seen?.waits.length ?? 0) > 0;
  const tooLong = waits && !maySet;
  const submit = seen === undefined ? "preview" : waits && maySet ? "ask" : "set";
  return (
    <Panel
      title={words.t("retention.change.title", {
        product: words.t(`product.${rule.product}`),
        class: words.t(`class.${rule.class}`),
      })}
      close={close}
    >
      <Form
        submit={
          submit === "set" && seen !== undefined && seen.holdsOn !== null
            ? words.t("rules.change.submit", { day: longDay(seen.holdsOn, words) })
            : words.t(`retention.change.${submit}`)
        }
        kind={(seen?.valuesDestroyed ?? 0) > 0 ? "danger" : "main"}
        busy={preview.isPending || set.isPending}
        error={set.error ?? preview.error}
        close={close}
        disabled={tooLong}
        send={send}
      >
        <Fields rule={rule} view={view} off={off} setOff={maySet ? setOff : null} changed={forget} />
        {seen === undefined ? null : <Effect preview={seen} view={view} />}
        {tooLong ? (
          <p role="alert" className="text-brick">
            {words.t("retention.change.onlyShorten")}
          </p>
        ) : null}
      </Form>
    </Panel>
  );
}

interface FieldsProps {
  readonly rule: RuleView;
  readonly view: RetentionView;
  readonly off: boolean;
  /** null for who may only shorten. */
  readonly setOff: ((off: boolean) => void) | null;
  readonly changed: () => void;
}

function Fields({ rule, view, off, setOff, changed }: FieldsProps) {
  const words = useWords();
  const truncated = truncatedOf(rule, view);
  const isPair = rule.class === "ssn";
  const help: ReactNode = [setOff === null ? words.t("retention.tightenOnly") : null, boundText(rule, words)]
    .filter((text) => text !== null)
    .join(" ");
  const days = { inputMode: "numeric", pattern: "[0-9]{1,4}", wrong: words.t("retention.change.days.wrong") } as const;
  return (
    <div className="grid gap-3" onInput={changed}>
      <TextField
        id="rule-days"
        name="keptDays"
        label={words.t(isPair ? "retention.change.ssnDays" : "retention.change.days")}
        defaultValue={rule.keptDays ?? ""}
        disabled={off}
        required={!off}
        help={help}
        {...days}
      />
      {isPair ? (
        <TextField
          id="rule-truncated"
          name="truncatedDays"
          label={words.t("retention.change.truncatedDays")}
          help={words.t("retention.change.truncatedDays.help")}
          defaultValue={truncated ?? ""}
          required={truncated !== null}
          {...days}
        />
      ) : null}
      {isMaskable(rule) ? (
        <TextField
          id="rule-mask"
          name="maskedAfterDays"
          label={words.t("retention.change.mask")}
          help={words.t("retention.change.mask.help")}
          defaultValue={rule.maskedAfterDays ?? ""}
          {...days}
          wrong={words.t("retention.change.mask.wrong")}
        />
      ) : null}
      {setOff === null ? null : (
        <CheckField
          id="rule-off"
          label={words.t("retention.change.off")}
          help={words.t(rule.keptDays === null ? "rules.off.renew" : "rules.off.help")}
          checked={off}
          onChange={(event) => setOff(event.target.checked)}
        />
      )}
      <ReasonField id="rule-reason" onInput={(event) => event.stopPropagation()} />
    </div>
  );
}

/** The rule and, for a personal identity number, what its truncated form gets with it. */
function changesOf(rule: RuleView, view: RetentionView, fields: FormFields, off: boolean): RuleChange[] {
  const own: RuleChange = {
    product: rule.product,
    class: rule.class,
    // Days that nobody touched are left alone: asked for again they would call a shortening in its cool-down off.
    ...(!off && rule.cooling.length > 0 && fields.number("keptDays") === rule.keptDays
      ? {}
      : { keptDays: off ? null : fields.number("keptDays") }),
    // Left ticked on a rule that is off already: twelve months more.
    ...(off && rule.keptDays === null ? { renew: true } : {}),
    ...(isMaskable(rule) ? { maskedAfterDays: fields.number("maskedAfterDays") } : {}),
  };
  const truncated = fields.number("truncatedDays");
  if (rule.class !== "ssn" || truncated === truncatedOf(rule, view)) return [own];
  return [own, { product: rule.product, class: "ssn_truncated", keptDays: truncated }];
}

function truncatedOf(rule: RuleView, view: RetentionView): number | null {
  return (
    view.rules.find((other) => other.product === rule.product && other.class === "ssn_truncated")?.keptDays ?? null
  );
}

function isMaskable({ class: cls }: RuleView): boolean {
  return cls === "phone" || cls === "ssn" || cls === "name";
}
