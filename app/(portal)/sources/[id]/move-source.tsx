"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../_trpc/client.ts";
import { Form } from "../../../_ui/form.tsx";
import { Loading } from "../../../_ui/states.tsx";
import { useWords } from "../../../_ui/use-words.tsx";
import { PlaceField } from "../place-field.tsx";
import { SecretField } from "../secret-field.tsx";
import type { SourceView } from "../sources-page.tsx";
import { shownFields } from "../shown-fields.ts";
import { credentialsOf, isSecret, useTransportValues } from "../transport-values.ts";

interface MoveSourceProps {
  readonly source: SourceView;
  readonly close: () => void;
  readonly moved: () => void;
}

/** Who collects a source from now on, and what it signs in with there: nobody can seal its old credentials anew. */
export function MoveSource({ source, close, moved }: MoveSourceProps) {
  const words = useWords();
  const [edgeId, choose] = useState<string | null>(source.edge?.isRevoked ? null : source.edgeId);
  const ways = useQuery({
    queryKey: ["transports"],
    queryFn: () => api.sources.transports.query(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const transport = ways.data?.transports.find(({ id }) => id === source.transport);
  const values = useTransportValues(transport, source);
  const move = useMutation({
    mutationFn: (credentials: Readonly<Record<string, string>>) =>
      api.edges.place.mutate({ sourceId: source.id, edgeId, credentials }),
    onSuccess: moved,
    gcTime: 0,
  });
  if (transport === undefined) return <Loading />;
  const secrets = shownFields(transport.fields, values.value).filter(isSecret);
  return (
    <div className="max-w-xl rounded-md border border-line bg-sheet p-3">
      <Form
        submit={words.t("sources.move.now")}
        busy={move.isPending}
        error={move.error}
        close={close}
        send={(fields) => move.mutate(credentialsOf(transport, values, fields))}
      >
        <p>{words.t("sources.move.what")}</p>
        <PlaceField edgeId={edgeId} choose={choose} />
        {secrets.length === 0 ? null : (
          <>
            <p className="rounded-md bg-amber-soft px-2 py-1">{words.t("sources.move.secrets")}</p>
            {secrets.map((field) => (
              <SecretField
                key={field.name}
                transport={source.transport}
                field={field}
                values={values}
                isSet={source.credentials.includes(field.name) ? null : false}
              />
            ))}
          </>
        )}
      </Form>
    </div>
  );
}
