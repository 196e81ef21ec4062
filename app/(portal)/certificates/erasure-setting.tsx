"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { type FormEvent, useState } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { CheckField } from "../../_ui/field.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { useMay, useViewer } from "../../_ui/viewer.tsx";

type Setting = inferRouterOutputs<AppRouter>["erasures"]["setting"];

/** When one person is not enough; whoever may approve erasures may make it stricter at once, looser in a week. */
export function ErasureSetting() {
  const words = useWords();
  const query = useQuery({ queryKey: ["erasures", "setting"], queryFn: () => api.erasures.setting.query() });
  return (
    <Sheet title={words.t("erasure.setting.title")} padded>
      <p className="mb-3 max-w-xl text-ink-2">{words.t("erasure.setting.lead")}</p>
      <Answer query={query}>{(setting) => <Form setting={setting} changed={() => void query.refetch()} />}</Answer>
    </Sheet>
  );
}

function Form({ setting, changed }: { setting: Setting; changed: () => void }) {
  const words = useWords();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const mayChange = useMay("erasure.approve");
  const { next } = setting;
  const [every, setEvery] = useState(next?.secondApprover ?? setting.secondApprover);
  const [own, setOwn] = useState((next?.ownNumbers ?? setting.ownNumbers).join("\n"));
  const save = useAct(
    (input: Parameters<typeof api.erasures.setSetting.mutate>[0]) => api.erasures.setSetting.mutate(input),
    { onSuccess: changed },
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const ownNumbers = own.split("\n").filter((line) => line.trim() !== "");
    save.mutate({ secondApprover: every, ownNumbers });
  };
  return (
    <form onSubmit={submit} className="grid max-w-xl gap-3">
      <CheckField
        id="erasure-second"
        label={words.t("erasure.setting.every")}
        checked={every}
        disabled={!mayChange}
        onChange={(event) => setEvery(event.target.checked)}
      />
      <div className="grid gap-1">
        <label htmlFor="erasure-own" className="text-[12px] font-semibold text-ink-2">
          {words.t("erasure.setting.own")}
        </label>
        <textarea
          id="erasure-own"
          rows={3}
          className="block w-full min-w-0 rounded-md border border-edge bg-sheet px-[9px] py-1.5 font-mono text-[13px] text-ink"
          aria-describedby="erasure-own-help"
          value={own}
          disabled={!mayChange}
          onChange={(event) => setOwn(event.target.value)}
        />
        <p id="erasure-own-help" className="text-[12.5px] text-ink-2">
          {words.t("erasure.setting.own.help")}
        </p>
      </div>
      {next === null ? null : (
        <p role="status" className="text-amber">
          {words.t("erasure.setting.next", { day: shortTime(next.from, zone) })}
        </p>
      )}
      <Refusal error={save.error} />
      <div className="flex flex-wrap items-center gap-3">
        {mayChange ? (
          <Button type="submit" disabled={save.isPending}>
            {words.t("erasure.setting.save")}
          </Button>
        ) : null}
        {save.isSuccess ? <span role="status">{words.t("erasure.setting.saved")}</span> : null}
        {setting.setAt !== null && setting.setByName !== null ? (
          <span className="text-[12.5px] text-ink-2">
            {words.t("erasure.setting.by", { name: setting.setByName, time: shortTime(setting.setAt, zone) })}
          </span>
        ) : null}
      </div>
    </form>
  );
}
