"use client";
import { api } from "../../../_trpc/client.ts";
import { TextField } from "../../../_ui/field.tsx";
import { Form } from "../../../_ui/form.tsx";
import { Panel } from "../../../_ui/panel.tsx";
import { useAct } from "../../../_ui/step-up.tsx";
import { ReasonField } from "../../../_ui/reason-field.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import type { BoundView } from "./bounds-page.tsx";

interface BoundPanelProps {
  readonly bound: BoundView;
  readonly close: () => void;
  readonly changed: () => void;
}

/** Both sides of one bound; empty is none. It destroys and lengthens nothing by itself. */
export function BoundPanel({ bound, close, changed }: BoundPanelProps) {
  const words = useWords();
  const set = useAct(api.retention.setBound.mutate, { onSuccess: changed });
  const days = { inputMode: "numeric", pattern: "[0-9]{1,4}", wrong: words.t("retention.change.mask.wrong") } as const;
  return (
    <Panel title={words.t(`class.${bound.class}`)} close={close}>
      <p className="text-ink-2">{words.t("retention.bounds.help")}</p>
      <Form
        submit={words.t("retention.bounds.change")}
        busy={set.isPending}
        error={set.error}
        close={close}
        send={(fields) =>
          set.mutate({
            class: bound.class,
            shortestDays: fields.number("shortestDays"),
            longestDays: fields.number("longestDays"),
            reason: fields.text("reason"),
          })
        }
      >
        <TextField
          id="bound-shortest"
          name="shortestDays"
          label={words.t("retention.bounds.shortest")}
          defaultValue={bound.shortestDays ?? ""}
          {...days}
        />
        <TextField
          id="bound-longest"
          name="longestDays"
          label={words.t("retention.bounds.longest")}
          defaultValue={bound.longestDays ?? ""}
          {...days}
        />
        <ReasonField id="bound-reason" />
      </Form>
    </Panel>
  );
}
