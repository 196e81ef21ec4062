import type { Metadata } from "next";
import { pageTitle } from "../../../_ui/page-title.ts";
import { SourcePage } from "./source-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("sources.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SourcePage sourceId={/^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0} />;
}
