import type { Metadata } from "next";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { RecordsPage } from "./records-page.tsx";

export const generateMetadata = (): Promise<Metadata> => pageTitle("raw.title");

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RecordsPage sourceId={/^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0} />;
}
