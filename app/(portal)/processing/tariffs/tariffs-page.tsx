"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Button } from "../../../_ui/button.tsx";
import { GuardedPage } from "../../../_ui/company-page.tsx";
import { Sheet } from "../../../_ui/sheet.tsx";
import { Answer, EmptyState } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { useMay } from "../../../_ui/viewer.tsx";
import { Choice } from "./choice.tsx";
import { downloadExample } from "./example.ts";
import { ImportPanel } from "./import-panel.tsx";
import { Lines } from "./lines.tsx";
import { TariffTable } from "./tariff-table.tsx";
import { TryPanel } from "./try-panel.tsx";

/** What calls cost: the tariffs of a company, their lines, and whose word on it goes first. */
export function TariffsPage() {
  const words = useWords();
  const mayChange = useMay("processing.change");
  const [panel, setPanel] = useState<"import" | "try" | null>(null);
  const press = (one: "import" | "try") => () => setPanel(panel === one ? null : one);
  const actions = (
    <div className="flex flex-wrap gap-2">
      <Button aria-expanded={panel === "try"} onClick={press("try")}>
        {words.t("tariffs.try")}
      </Button>
      {mayChange ? (
        <Button kind="main" aria-expanded={panel === "import"} onClick={press("import")}>
          {words.t("tariffs.import")}
        </Button>
      ) : null}
    </div>
  );
  return (
    <GuardedPage
      title={words.t("processing.tariffs.title")}
      lead={words.t("tariffs.lead")}
      permission="processing.see"
      actions={actions}
    >
      <Tariffs panel={panel} close={() => setPanel(null)} />
    </GuardedPage>
  );
}

function Tariffs({ panel, close }: { panel: "import" | "try" | null; close: () => void }) {
  const words = useWords();
  const query = useQuery({ queryKey: ["tariffs"], queryFn: () => api.tariffs.show.query() });
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = useCallback((tariffId: string) => setChosen((now) => (now === tariffId ? null : tariffId)), []);
  const changed = (tariffId: string | null) => {
    setChosen(tariffId);
    void query.refetch();
  };
  return (
    <Answer query={query}>
      {(view) => {
        const open = view.tariffs.find((one) => one.tariffId === chosen);
        return (
          <div className={`grid items-start gap-4 ${panel === null ? "" : "lg:grid-cols-[minmax(0,1fr)_340px]"}`}>
            <div className="grid min-w-0 gap-4">
              <Sheet title={words.t("tariffs.list")}>
                {view.tariffs.length === 0 ? (
                  <EmptyState
                    title={words.t("tariffs.empty")}
                    why={words.t("tariffs.empty.help")}
                    action={<Button onClick={downloadExample}>{words.t("tariffs.example")}</Button>}
                  />
                ) : (
                  <TariffTable tariffs={view.tariffs} chosen={chosen} choose={choose} removed={() => changed(null)} />
                )}
              </Sheet>
              {open ? (
                <Lines key={open.validFrom} tariff={open} currency={view.currency} changed={(id) => changed(id)} />
              ) : null}
              <Choice view={view} changed={() => void query.refetch()} />
            </div>
            {panel === "import" ? <ImportPanel close={close} taken={changed} /> : null}
            {panel === "try" ? <TryPanel view={view} close={close} /> : null}
          </div>
        );
      }}
    </Answer>
  );
}
