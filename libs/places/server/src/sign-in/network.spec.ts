import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkOf } from './network.js';

// Addresses for documentation: RFC 5737 and RFC 3849.
const cases = [
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1::5', '2001:db8:0:1'],
  ['2001:0db8:0000:0001:ffff:ffff:ffff:ffff', '2001:db8:0:1'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:DB8:0:2::5', '2001:db8:0:2'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
] as const;

for (const [ip, network] of cases) {
  test(`${ip} is counted as ${network}`, () => assert.equal(networkOf(ip), network));
}
