"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../../_trpc/client.ts";
import { Form } from "../../../../_ui/form.tsx";
import { useAct } from "../../../../_ui/step-up.tsx";
import { useWords } from "../../../../_ui/use-words.tsx";
import { PeriodFields } from "./period-fields.tsx";
import type { Period } from "./views.ts";

export interface RawFormProps {
  readonly sourceId: number;
  readonly period: Period;
  readonly close: () => void;
}

/** Asks whether every raw record of some days is whole. */
export function VerifyForm({ sourceId, period: shown, close }: RawFormProps) {
  const words = useWords();
  const queries = useQueryClient();
  const [period, setPeriod] = useState(shown);
  const start = useAct(() => api.raw.verify.mutate({ sourceId, ...period }), {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["raw", "works"] });
      close();
    },
  });
  return (
    <Form
      submit={words.t("raw.verify.submit")}
      busy={start.isPending}
      error={start.error}
      close={close}
      send={() => start.mutate()}
    >
      <p className="text-ink-2">{words.t("raw.verify.help")}</p>
      <PeriodFields period={period} set={setPeriod} />
    </Form>
  );
}
