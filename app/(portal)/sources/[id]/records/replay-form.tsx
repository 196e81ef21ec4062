"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../../_trpc/client.ts";
import { PurposeField } from "../../../../_ui/reason-field.tsx";
import { Form } from "../../../../_ui/form.tsx";
import { useAct } from "../../../../_ui/step-up.tsx";
import { useWords } from "../../../../_ui/use-words.tsx";
import { Preview } from "../../../processing/undefined/preview.tsx";
import { OptionFields, ReadingFields } from "../../../processing/undefined/reading-fields.tsx";
import { useReading } from "../../../processing/undefined/use-reading.ts";
import type { SourcePageView } from "../source-page.tsx";
import { PeriodFields } from "./period-fields.tsx";
import { ReplayResult } from "./replay-result.tsx";
import type { RawFormProps } from "./verify-form.tsx";

/** Another driver, other options or another version of a layout, with what calls would become while one chooses. */
export function ReplayForm(props: RawFormProps) {
  const source = useQuery({
    queryKey: ["source", props.sourceId],
    queryFn: () => api.sources.show.query({ sourceId: props.sourceId }),
  });
  return source.data === undefined ? null : <Replay {...props} source={source.data.source} />;
}

interface ReplayProps extends RawFormProps {
  readonly source: SourcePageView["source"];
}

function Replay({ sourceId, period: shown, close, source }: ReplayProps) {
  const words = useWords();
  const queries = useQueryClient();
  const reading = useReading(source);
  const [period, setPeriod] = useState(shown);
  const asked = { sourceId, ...period, ...reading.asked };
  const start = useAct((purpose: string) => api.raw.replay.mutate({ ...asked, purpose }), {
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["raw", "works"] });
      close();
    },
  });
  return (
    <Form
      submit={words.t("raw.replay.submit")}
      busy={start.isPending}
      error={start.error}
      close={close}
      send={(fields) => start.mutate(fields.text("purpose"))}
    >
      <p className="text-ink-2">{words.t("raw.replay.help")}</p>
      <PeriodFields period={period} set={setPeriod} />
      <ReadingFields reading={reading} />
      <OptionFields reading={reading} />
      <Preview of="raw" asked={asked} ask={(input) => api.raw.preview.mutate(input)}>
        {(preview) => <ReplayResult preview={preview} />}
      </Preview>
      <PurposeField id="raw-purpose" />
    </Form>
  );
}
