// Who may ask: this computer by its own name, and no other site's page.
//
// Another site can lead its own name to 127.0.0.1 (DNS rebinding); a browser then takes us for that site, and tells the name in
// `Host`. And it can ask us across origins, which a browser tells in `Origin` and `Sec-Fetch-Site`.

/// The name that the page is open under. `localhost` leads here: under two names a browser would keep two journals.
export const NAME = "127.0.0.1";

/// What a header says, each time that it stands there.
export const told = (request, name) => request.headersDistinct[name] ?? [];

const sole = (request, name) => {
  const [first, ...more] = told(request, name);
  return more.length === 0 ? first : undefined;
};

/// The host and the address that are asked for, if the host is this computer; else null.
export const asked = (request) => {
  const host = sole(request, "host") ?? "";
  const [, name, port] = /^(127\.0\.0\.1|localhost)(?::(\d{1,5}))?$/i.exec(host) ?? [];
  if (!name || Number(port ?? 0) > 65535) return null;
  const [, authority, rest] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(request.url) ?? [];
  if (authority !== undefined && authority.toLowerCase() !== host.toLowerCase()) return null;
  const address = rest ?? request.url;
  const at = address.indexOf("?");
  const [path, query] = at < 0 ? [address, null] : [address.slice(0, at), address.slice(at + 1)];
  return { name: name.toLowerCase(), host, port, path, query };
};

/// Whether a browser says that another page asks. What is no browser says neither header, and could ask RunPod by itself.
export const isFromAnotherPage = (request) => {
  const own = `http://${sole(request, "host")}`;
  const crosses = told(request, "sec-fetch-site").some((site) => site !== "same-origin");
  return crosses || told(request, "origin").some((origin) => origin !== own);
};
