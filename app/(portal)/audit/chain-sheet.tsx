"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../_trpc/client.ts";
import { Button } from "../../_ui/button.tsx";
import { Refusal } from "../../_ui/failure.tsx";
import { Progress } from "../../_ui/progress.tsx";
import { Sheet } from "../../_ui/sheet.tsx";
import { Answer } from "../../_ui/states.tsx";
import { useAct } from "../../_ui/step-up.tsx";
import { Tag } from "../../_ui/tag.tsx";
import { shortTime } from "../../_ui/times.ts";
import { useWords } from "../../_ui/use-words.tsx";
import { downloadAudit } from "./download-audit.ts";
import type { Chain, Whose } from "./whose.ts";

type Verdict = NonNullable<Chain["verdict"]>;

const LIVE_MS = 1_000;

/** Whether the audit is unbroken, by the last verification that really ran, and what a reader can do about it. */
export function ChainSheet({ whose, zone }: { whose: Whose; zone: string }) {
  const words = useWords();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ["audit-chain", whose.name],
    queryFn: () => whose.chain(),
    refetchInterval: (now) => (underWay(now.state.data) ? LIVE_MS : false),
  });
  const changed = () => void client.invalidateQueries({ queryKey: ["audit-chain"] });
  const verify = useMutation({ mutationFn: () => whose.verify(), onSettled: changed });
  const take = useAct(() => api.audit.mayExport.mutate(), { onSuccess: downloadAudit });
  const busy = verify.isPending || underWay(query.data);
  const actions = (
    <>
      {whose.name === "installation" ? null : (
        <Button disabled={take.isPending} title={words.t("audit.chain.export.help")} onClick={() => take.mutate()}>
          {words.t("audit.chain.export")}
        </Button>
      )}
      <Button kind="main" disabled={busy} onClick={() => verify.mutate()}>
        {words.t("audit.chain.verify")}
      </Button>
    </>
  );
  const error = verify.error ?? take.error;
  return (
    <Sheet title={words.t("audit.chain")} actions={actions}>
      <div className="grid gap-2 p-3">
        <Answer query={query}>
          {(chain) => <ChainState whose={whose} zone={zone} chain={chain} changed={changed} />}
        </Answer>
        <Refusal error={error} />
      </div>
    </Sheet>
  );
}

function underWay(chain: Chain | undefined): boolean {
  return chain?.check?.state === "waiting" || chain?.check?.state === "running";
}

interface ChainStateProps {
  readonly whose: Whose;
  readonly zone: string;
  readonly chain: Chain;
  readonly changed: () => void;
}

function ChainState({ whose, zone, chain, changed }: ChainStateProps) {
  const words = useWords();
  const { verdict, signed, since, rows } = chain;
  const counted = verdict?.ok
    ? words.t("audit.chain.verified", { count: rows, verified: verdict.rows, at: shortTime(verdict.at, zone) })
    : words.t("audit.chain.count", { count: rows });
  return (
    <>
      <p>
        <State verdict={verdict} /> {counted}{" "}
        {since === null ? null : words.t("audit.chain.since", { at: shortTime(since, zone) })}
      </p>
      {verdict === null || verdict.ok ? null : <Broken verdict={verdict} />}
      <p className="text-[12.5px] text-ink-2">
        {signed === null
          ? words.t("audit.chain.unsigned")
          : words.t("audit.chain.signed", { seq: signed.seq, at: shortTime(signed.at, zone) })}
      </p>
      <UnderWay whose={whose} chain={chain} changed={changed} />
    </>
  );
}

function State({ verdict }: { verdict: Verdict | null }) {
  const words = useWords();
  if (verdict === null) return <Tag tone="warn">{words.t("audit.chain.never")}</Tag>;
  return verdict.ok ? (
    <Tag tone="ok">{words.t("audit.chain.unbroken")}</Tag>
  ) : (
    <Tag tone="bad">{words.t("audit.chain.broken")}</Tag>
  );
}

function Broken({ verdict: { problem, headsProblem } }: { verdict: Verdict }) {
  const words = useWords();
  return (
    <div role="alert" className="grid gap-1">
      {problem === null ? null : (
        <p className="text-brick">
          {words.t(`audit.fault.${problem.kind}`, { seq: problem.seq, after: problem.after + 1 })}{" "}
          {words.t("audit.fault.untouched", { seq: problem.after })}
        </p>
      )}
      {headsProblem === null ? null : (
        <p className="text-brick">{words.t("audit.fault.heads", { seq: headsProblem.n })}</p>
      )}
      <p>{words.t("audit.fault.help")}</p>
    </div>
  );
}

function UnderWay({ whose, chain: { check }, changed }: Omit<ChainStateProps, "zone">) {
  const words = useWords();
  const cancel = useMutation({ mutationFn: () => whose.cancelVerify(), onSettled: changed });
  if (check?.state === "cancelled")
    return <p className="text-[12.5px] text-ink-2">{words.t("audit.chain.cancelled")}</p>;
  if (check === null || check.state === "done") return null;
  const waiting = check.state === "waiting";
  return (
    <div role="status">
      <Progress
        done={check.rowsDone}
        of={waiting ? null : check.rowsTotal}
        label={
          waiting
            ? words.t("audit.chain.waiting")
            : words.t("audit.chain.progress", { done: check.rowsDone, total: check.rowsTotal })
        }
        since={waiting ? null : check.askedAt}
        cancel={() => cancel.mutate()}
        cancelling={cancel.isPending}
      />
    </div>
  );
}
