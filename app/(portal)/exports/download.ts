/** Fetches a file with a POST of the page's own form, so that the token stands in no address and no history. */
export function download(link: { readonly exportId: string; readonly token: string }): void {
  const form = document.createElement("form");
  form.method = "POST";
  form.action = `/api/exports/${link.exportId}`;
  form.hidden = true;
  const token = document.createElement("input");
  token.name = "token";
  token.value = link.token;
  form.append(token);
  document.body.append(form);
  form.submit();
  form.remove();
}
