import { BlockList, isIP } from 'node:net';

/** This machine, and what is reached without a router: among it what clouds tell their own machines (169.254.169.254). */
const near = new BlockList();
near.addSubnet('0.0.0.0', 8, 'ipv4');
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addSubnet('169.254.0.0', 16, 'ipv4');
near.addAddress('::', 'ipv6');
near.addAddress('::1', 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

/**
 * Why this address cannot be the issuer of a provider, in a sentence; undefined when it can (OpenID Connect Discovery
 * 1.0, section 2: https, no query, no fragment). Plain http stays on this machine: to try a provider out on a laptop. Where
 * `httpsOnly`, nothing is asked of this machine itself; providers inside of an organisation's network are.
 */
export function problemOfIssuer(issuer: string, httpsOnly: boolean): string | undefined {
  if (!URL.canParse(issuer)) return 'Write the address of the issuer, such as https://login.example.org.';
  const url = new URL(issuer);
  if (url.protocol === 'http:' && !isLoopback(url)) return 'The issuer has to begin with https://.';
  if (url.protocol === 'http:' && httpsOnly) return 'The issuer has to begin with https://.';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The issuer has to begin with https://.';
  if (httpsOnly && isNear(url))
    return 'The issuer is on another machine than Turnstone: write the address it has there.';
  if (url.username !== '' || url.password !== '') return 'The issuer holds no name and no password.';
  if (issuer.includes('?') || issuer.includes('#')) return 'The issuer ends before any ? or #.';
  if (url.pathname.includes('/.well-known/'))
    return 'Leave out /.well-known/ and what follows: the issuer stands before it.';
  return undefined;
}

/** A URL writes every form of an IPv4 address in four parts; the list takes one inside of an IPv6 address (::ffff:) for it. */
function isNear(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '');
  const version = isIP(host);
  if (version === 0) return host === 'localhost' || host.endsWith('.localhost');
  return near.check(host, version === 6 ? 'ipv6' : 'ipv4');
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
