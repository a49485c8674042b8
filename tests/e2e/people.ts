import { request } from '@playwright/test';
import type { APIRequestContext } from '@playwright/test';
import { randomBytes } from 'node:crypto';
import type { startOidc } from '../support/oidc.mjs';
import { expect } from './journey.js';

type Oidc = Awaited<ReturnType<typeof startOidc>>;

/** A demo person without a browser: what others do beforehand, so that a journey can be about one person. */
export class Behind {
  static async as(role: string): Promise<Behind> {
    const api = await request.newContext({ baseURL: process.env['BASE_URL'] });
    const { people } = (await (await api.get('/api/demo/people')).json()) as {
      people: { id: string; role: string; placeName: string }[];
    };
    const person = people.find((one) => one.role === role && ['Harrowmere', ''].includes(one.placeName));
    const behind = new Behind(api);
    await behind.do('POST', '/api/demo/sign-in', { personId: person?.id });
    return behind;
  }

  private constructor(private readonly api: APIRequestContext) {}

  async do<Answer>(method: string, path: string, data?: unknown, ifMatch?: number): Promise<Answer> {
    const headers: Record<string, string> = ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` };
    const response = await this.api.fetch(path, { method, data, headers });
    expect(response.ok(), `${method} ${path}: ${await response.text()}`).toBe(true);
    return (response.status() === 204 ? undefined : await response.json()) as Answer;
  }

  /** Invites somebody who is not here yet; answers their address and the link of their mail. */
  async invite(name: string, roles = ['analyst']): Promise<{ email: string; link: string }> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}.${randomBytes(4).toString('hex')}@example.org`;
    await this.do('POST', '/api/places/harrowmere/invitations', {
      name,
      email,
      roles,
      organisationId: null,
      workstreamIds: [],
    });
    return { email, link: await this.linkTo(email, 'invitation') };
  }

  /** The link of the latest mail of a kind to an address, as soon as there is one. */
  async linkTo(email: string, kind: string): Promise<string> {
    let link: string | undefined;
    await expect
      .poll(async () => {
        const { mails } = await this.do<{ mails: { to: string; kind: string; text: string | null }[] }>(
          'GET',
          '/api/platform/mail',
        );
        link = mails.find((mail) => mail.to === email && mail.kind === kind)?.text?.match(/https?:\/\/\S+#\S+/)?.[0];
        return link;
      })
      .toBeDefined();
    return link!;
  }

  /** Somebody with an address of their own who has accepted, and is signed in in the browser whose requests these are. */
  async newcomer(browser: APIRequestContext, name: string, roles?: string[]): Promise<{ email: string; name: string }> {
    const { email, link } = await this.invite(name, roles);
    const accepted = await browser.post('/api/invitations/accept', {
      data: { token: new URL(link).hash.slice(1), name },
    });
    expect(accepted.ok(), await accepted.text()).toBe(true);
    return { email, name };
  }

  /** Offers a provider on the sign-in page; the answer takes it off again. */
  async offer(oidc: Oidc): Promise<{ name: string; hide: () => Promise<void> }> {
    const mark = oidc.clientId.slice(-6);
    const name = `Council ${mark}`;
    const { id } = await this.do<{ id: string }>('POST', '/api/platform/providers', {
      name,
      slug: `council-${mark}`,
      issuer: oidc.issuer,
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      clientAuthentication: 'client_secret_basic',
      scopes: 'openid email profile',
      enabled: true,
    });
    const hide = async () => {
      const { providers } = await this.do<{
        providers: ({ id: string; version: number } & Record<string, unknown>)[];
      }>('GET', '/api/platform/providers');
      const kept = providers.find((provider) => provider.id === id)!;
      await this.do('PUT', `/api/platform/providers/${id}`, { ...kept, enabled: false }, kept.version);
    };
    return { name, hide };
  }
}
