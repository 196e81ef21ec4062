"use client";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { PurposeField } from "../../_ui/reason-field.tsx";
import { Form } from "../../_ui/form.tsx";
import { Question } from "../../_ui/question.tsx";
import { useWords } from "../../_ui/use-words.tsx";

interface Purpose {
  /** The purpose of this search; asked for the first time, and again with what it was refused with. null when called off. */
  ask(refused: unknown): Promise<string | null>;
}

const PurposeContext = createContext<Purpose | null>(null);

/**
 * Remembers, in memory and for one search, why somebody looks at whole values. `search` names the search: another one asks
 * anew.
 */
export function RevealScope({ search, children }: { search: string; children: ReactNode }) {
  const kept = useRef<{ readonly search: string; readonly purpose: string } | null>(null);
  const [asking, setAsking] = useState<{
    readonly answer: (purpose: string | null) => void;
    readonly refused: unknown;
  }>();
  const ask = useCallback(
    async (refused: unknown) => {
      if (!refused && kept.current?.search === search) return kept.current.purpose;
      kept.current = null;
      return await new Promise<string | null>((answer) => setAsking({ answer, refused }));
    },
    [search],
  );
  const purpose = useMemo(() => ({ ask }), [ask]);
  const settle = (text: string | null) => {
    if (text !== null) kept.current = { search, purpose: text };
    asking?.answer(text);
    setAsking(undefined);
  };
  return (
    <PurposeContext value={purpose}>
      {children}
      {asking ? <PurposeDialog refused={asking.refused} settle={settle} /> : null}
    </PurposeContext>
  );
}

export function usePurpose(): Purpose {
  const purpose = useContext(PurposeContext);
  if (purpose === null) throw new Error("no RevealScope around this component");
  return purpose;
}

function PurposeDialog({ refused, settle }: { refused: unknown; settle: (purpose: string | null) => void }) {
  const words = useWords();
  return (
    <Question
      title={words.t("reveal.title")}
      why={words.t("reveal.why")}
      focus="reveal-purpose"
      close={() => settle(null)}
    >
      <Form
        submit={words.t("reveal.submit")}
        busy={false}
        error={refused}
        close={() => settle(null)}
        send={(fields) => settle(fields.text("purpose"))}
      >
        <PurposeField id="reveal-purpose" />
      </Form>
    </Question>
  );
}
