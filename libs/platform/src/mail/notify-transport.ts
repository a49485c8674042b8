import { createHmac } from 'node:crypto';
import type { MailConfig } from '../config/config.js';
import type { MailMessage, MailOutcome, MailTransport } from './mail-transport.js';

const LIMIT_MS = 20_000;
/** A key is a name of any shape, the id of the service and the secret: the last two are UUIDs. */
const KEY = /-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * GOV.UK Notify, as its REST API documentation says: POST /v2/notifications/email with a JWT (HS256) of the service's id
 * and the time, good for 30 seconds. The template holds ((subject)) and ((body)).
 * The reference is the mail's Message-ID: with it a mail can be found at Notify.
 */
export class NotifyTransport implements MailTransport {
  readonly #service: string;
  readonly #secret: string;

  constructor(private readonly config: MailConfig & { kind: 'notify' }) {
    const [, service, secret] = KEY.exec(config.key) ?? [];
    if (service === undefined || secret === undefined) throw new Error('The key of Notify was not checked.');
    this.#service = service;
    this.#secret = secret;
  }

  async send(message: MailMessage): Promise<MailOutcome> {
    let answer: Response;
    try {
      answer = await fetch(`${this.config.url}/v2/notifications/email`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#token()}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          email_address: message.to,
          template_id: this.config.templateId,
          personalisation: { subject: message.subject, body: message.text },
          reference: message.messageId.replace(/^<|>$/g, ''),
        }),
        redirect: 'error',
        signal: AbortSignal.timeout(LIMIT_MS),
      });
      await answer.body?.cancel();
    } catch (error) {
      const slow = error instanceof Error && error.name === 'TimeoutError';
      return {
        sent: false,
        final: false,
        problem: slow ? 'GOV.UK Notify did not answer in time.' : 'GOV.UK Notify could not be reached.',
      };
    }
    if (answer.ok) return { sent: true };
    const { status } = answer;
    if (status === 429) {
      return { sent: false, final: false, problem: 'GOV.UK Notify takes no more mails at the moment (429).' };
    }
    if (status >= 500) return { sent: false, final: false, problem: `GOV.UK Notify has a fault (${status}).` };
    return { sent: false, final: true, problem: `GOV.UK Notify refuses the mail (${status})${hintOf(status)}.` };
  }

  /** https://datatracker.ietf.org/doc/html/rfc7515 with the header and claims that Notify asks for. */
  #token(): string {
    const part = (of: object): string => Buffer.from(JSON.stringify(of)).toString('base64url');
    const signed = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: this.#service, iat: Math.floor(Date.now() / 1_000) })}`;
    return `${signed}.${createHmac('sha256', this.#secret).update(signed).digest('base64url')}`;
  }
}

function hintOf(status: number): string {
  if (status === 400) return ': the template has to hold ((subject)) and ((body)), and the key may be for a trial';
  if (status === 403) return ': check the key and the clock of this machine';
  return '';
}
