/**
 * Why this address cannot be the issuer of a provider, in a sentence; undefined when it can (OpenID Connect Discovery
 * 1.0, section 2: https, no query, no fragment). Plain http stays on this machine: to try a provider out on a laptop.
 */
export function problemOfIssuer(issuer: string, httpsOnly: boolean): string | undefined {
  if (!URL.canParse(issuer)) return 'Write the address of the issuer, such as https://login.example.org.';
  const url = new URL(issuer);
  if (url.protocol === 'http:' && !isLoopback(url)) return 'The issuer has to begin with https://.';
  if (url.protocol === 'http:' && httpsOnly) return 'The issuer has to begin with https://.';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The issuer has to begin with https://.';
  if (url.username !== '' || url.password !== '') return 'The issuer holds no name and no password.';
  if (issuer.includes('?') || issuer.includes('#')) return 'The issuer ends before any ? or #.';
  if (url.pathname.includes('/.well-known/'))
    return 'Leave out /.well-known/ and what follows: the issuer stands before it.';
  return undefined;
}

/** An address that does not leave this machine. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}

/** The same issuer, written the same way: only what no URL tells apart may differ (a slash at the end of a bare host). */
export function isSameIssuer(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).href === new URL(other).href;
}

/** Two issuers that nobody should have side by side: the same but for a slash at the end. */
export function wouldClash(one: string, other: string): boolean {
  const bare = (issuer: string): string => new URL(issuer).href.replace(/\/+$/, '');
  return bare(one) === bare(other);
}
