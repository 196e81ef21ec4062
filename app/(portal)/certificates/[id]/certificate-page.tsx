"use client";
import { useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import Link from "next/link";
import type { ReactNode } from "react";
import type { AppRouter } from "#server/api/router.ts";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Fact, Facts } from "../../../_ui/panel.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer } from "../../../_ui/states.tsx";
import { clockTime, longDay } from "../../../_ui/times.ts";
import { useSentences } from "../../../_ui/use-sentence.ts";
import { useWords } from "../../../_ui/use-words.tsx";
import { useViewer } from "../../../_ui/viewer.tsx";
import type { MessageKey, Words } from "../../../_ui/words.ts";
import { VerifySheet } from "./verify-sheet.tsx";

export type CertificateView = inferRouterOutputs<AppRouter>["certificates"]["read"];

export function CertificatePage({ certificateId }: { certificateId: string }) {
  const words = useWords();
  const query = useQuery({
    queryKey: ["certificates", certificateId],
    queryFn: () => api.certificates.read.query({ certificateId }),
  });
  const actions = (
    <>
      <Link
        className="inline-flex min-h-8 items-center px-2 font-semibold text-pine underline underline-offset-3"
        href="/certificates"
      >
        {words.t("certificate.back")}
      </Link>
      {query.data ? (
        <Button kind="main" onClick={() => save(query.data)}>
          {words.t("certificate.download")}
        </Button>
      ) : null}
    </>
  );
  return (
    <GuardedPage
      title={words.t("certificate.title")}
      lead={certificateId}
      permission="certificate.see"
      actions={actions}
    >
      <Answer query={query}>{(view) => <Certificate view={view} />}</Answer>
    </GuardedPage>
  );
}

function Certificate({ view }: { view: CertificateView }) {
  const words = useWords();
  const said = useSentences();
  const zone = useViewer().company?.timeZone ?? "UTC";
  const { statement } = view;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Sheet label={words.t("certificate.title")} padded>
        <p className={`mb-3 rounded-md px-3 py-2 font-semibold ${LOOKS[view.outcome]}`}>
          {words.t(`certificate.${view.outcome}`)}
        </p>
        <Facts>
          <Fact name={words.t("certificate.scope")}>{words.t(`certificate.scope.${statement.scope}`)}</Fact>
          <Fact name={words.t("certificate.reason")}>{statement.reason}</Fact>
          <Fact name={words.t("certificate.by")}>{statement.requestedBy}</Fact>
          <Fact name={words.t("certificate.requested")}>{clockTime(new Date(statement.requestedAt), zone)}</Fact>
          {statement.approvedBy === null ? null : (
            <Fact name={words.t("certificate.approvedBy")}>{statement.approvedBy}</Fact>
          )}
          {statement.unreadableAt === null ? null : (
            <Fact name={words.t("certificate.unreadable")}>{clockTime(new Date(statement.unreadableAt), zone)}</Fact>
          )}
          <Fact name={words.t("certificate.finished")}>{clockTime(new Date(statement.finishedAt), zone)}</Fact>
          {statement.continues === null ? null : (
            <Fact name={words.t("certificate.continues")}>
              <Link
                className="font-mono text-[13px] text-pine underline underline-offset-3"
                href={`/certificates/${statement.continues}`}
              >
                {statement.continues.slice(0, 8)}
              </Link>
            </Fact>
          )}
          {statement.ledger.sequence === null ? null : (
            <Fact name={words.t("certificate.ledger")}>{words.number(statement.ledger.sequence)}</Fact>
          )}
        </Facts>
        <hr className="my-3 border-line" />
        {statement.refusedFor.length === 0 ? null : (
          <>
            <h2 className="mb-1">{words.t("certificate.refused.why")}</h2>
            <ul className="mb-3 list-disc pl-5 text-ink-2">
              {statement.refusedFor.map((why) => (
                <li key={why.en}>{why[words.language]}</li>
              ))}
            </ul>
          </>
        )}
        <h2 className="mb-1">{words.t("certificate.remains")}</h2>
        {statement.remains.length === 0 ? (
          <p className="text-ink-2">{words.t("certificate.remains.none")}</p>
        ) : (
          <ul className="list-disc pl-5 text-ink-2">
            {statement.remains.map((one) => (
              <li key={`${one.code} ${one.what.en} ${one.where.en}`}>{remainsText(one, words, said)}</li>
            ))}
          </ul>
        )}
      </Sheet>
      <Sheet label={words.t("certificate.searched")} padded>
        <Counts title={words.t("certificate.deleted")} counts={statement.deleted} />
        <hr className="my-3 border-line" />
        <Counts title={words.t("certificate.searched")} counts={statement.searched} />
        <hr className="my-3 border-line" />
        <Counts title={words.t("certificate.found")} counts={statement.found} />
      </Sheet>
      <div className="min-w-0 lg:col-span-2">
        <VerifySheet view={view} />
      </div>
    </div>
  );
}

const LOOKS = {
  complete: "bg-moss-soft text-moss",
  partial: "bg-amber-soft text-amber",
  refused: "bg-brick-soft text-brick",
} as const;

/** The statement says it in both languages; what the first release signed says it in English alone. */
function remainsText(
  remains: CertificateView["statement"]["remains"][number],
  words: Words,
  said: (text: string) => string,
): string {
  const { until, names, count } = remains;
  const where = [said(remains.where[words.language]), names.join(", ")].filter((part) => part !== "").join(": ");
  const what = said(remains.what[words.language]);
  const told = count === null ? what : `${what} (${words.number(count)})`;
  if (until === null) return words.t("certificate.remains.open", { what: told, where });
  return words.t("certificate.remains.until", { what: told, where, until: longDay(until, words) });
}

const COUNT_WORDS = {
  calls: "certificate.calls",
  parties: "certificate.parties",
  rawRecords: "certificate.rawRecords",
  undefinedLines: "certificate.undefinedLines",
  exports: "certificate.exports",
  selections: "certificate.selections",
  slices: "certificate.slices",
  rawSegments: "certificate.rawSegments",
  inboxSegments: "certificate.inboxSegments",
  selectionHits: "certificate.selectionHits",
  textLines: "certificate.textLines",
  watermarks: "certificate.watermarks",
  unguarded: "certificate.unguarded",
  unreadable: "certificate.unreadableCount",
  subjects: "certificate.subjects",
} as const satisfies Record<string, MessageKey>;

function Counts({
  title,
  counts,
}: {
  title: string;
  counts: Readonly<Partial<Record<keyof typeof COUNT_WORDS, number>>>;
}): ReactNode {
  const words = useWords();
  const keys = Object.keys(COUNT_WORDS).filter((key): key is keyof typeof COUNT_WORDS => key in counts);
  return (
    <>
      <h2 className="mb-1">{title}</h2>
      <Facts>
        {keys.map((key) => (
          <Fact key={key} name={words.t(COUNT_WORDS[key])}>
            {words.number(counts[key] ?? 0)}
          </Fact>
        ))}
      </Facts>
    </>
  );
}

/** The file a verifier is given: the signed statement and nothing else. */
function save(view: CertificateView): void {
  const address = URL.createObjectURL(new Blob([`${view.jws}\n`], { type: "application/jose" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `gallra-certificate-${view.certificateId}.jws`;
  link.click();
  URL.revokeObjectURL(address);
}
