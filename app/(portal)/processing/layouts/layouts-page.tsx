"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { LayoutList } from "./layout-list.tsx";
import { NewLayout, SavedLayout } from "./open-layout.tsx";

/** The list, or one layout: which one stands in the address by its number alone, so that it can be linked to. */
export function LayoutsPage() {
  const words = useWords();
  const router = useRouter();
  const mayChange = useMay("source.change");
  const asked = useSearchParams().get("layout");
  const opened = asked === "new" ? asked : asked !== null && /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null;
  const go = useCallback(
    (to: number | "new" | null) =>
      router.push(to === null ? "/processing/layouts" : `/processing/layouts?layout=${to}`),
    [router],
  );
  // They outlive a save, which opens the new version: whoever tries on goes on with the same lines.
  const [sample, setSample] = useState("");
  const [saved, setSaved] = useState<number | null>(null);
  const kept = { sample, setSample };
  const open = useCallback(
    (to: number | "new" | null) => {
      setSaved(null);
      go(to);
    },
    [go],
  );
  const actions =
    opened !== null ? (
      <Button onClick={() => open(null)}>{words.t("layouts.back")}</Button>
    ) : mayChange ? (
      <Button kind="main" onClick={() => open("new")}>
        {words.t("layouts.new")}
      </Button>
    ) : null;
  return (
    <GuardedPage
      title={words.t("processing.layouts.title")}
      lead={words.t("layouts.lead")}
      permission="source.see"
      actions={actions}
    >
      {opened === null ? (
        <LayoutList open={open} />
      ) : opened === "new" && mayChange ? (
        <NewLayout
          {...kept}
          saved={({ layoutId, version }) => {
            setSaved(version);
            go(layoutId);
          }}
        />
      ) : opened === "new" ? (
        <LayoutList open={open} />
      ) : (
        <SavedLayout
          key={opened}
          {...kept}
          layoutId={opened}
          saved={saved}
          setSaved={setSaved}
          close={() => open(null)}
        />
      )}
    </GuardedPage>
  );
}
