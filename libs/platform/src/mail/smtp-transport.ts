import { createTransport } from 'nodemailer';
import type { MailConfig } from '../config/config.js';
import type { MailMessage, MailOutcome, MailTransport } from './mail-transport.js';

const CONNECT_MS = 10_000;
const SEND_MS = 20_000;
/** Codes of Node and OpenSSL for a certificate or an encryption that is not good enough. */
const TRUST = /CERT|UNABLE_TO_|HOSTNAME_MISMATCH|^ERR_(TLS|SSL)|^EPROTO$/;

/**
 * SMTP (RFC 5321), over TLS for smtps:// and wherever the server offers STARTTLS; its certificate is verified.
 * A connection a mail: no state is left over from the one before.
 */
export class SmtpTransport implements MailTransport {
  readonly #transport;
  readonly #from: string;

  constructor(config: MailConfig & { kind: 'smtp' }) {
    this.#from = config.from;
    this.#transport = createTransport({
      url: config.url,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SEND_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send(message: MailMessage): Promise<MailOutcome> {
    try {
      await this.#transport.sendMail({
        from: this.#from,
        to: { name: '', address: message.to },
        subject: message.subject,
        text: message.text,
        html: message.html,
        messageId: message.messageId,
        // RFC 3834: so that nobody's absence notice answers.
        headers: { 'Auto-Submitted': 'auto-generated' },
        xMailer: false,
        disableFileAccess: true,
        disableUrlAccess: true,
        // A server that keeps answering slowly is never silent for long: this ends it all the same.
        signal: AbortSignal.timeout(CONNECT_MS + SEND_MS),
      });
      return { sent: true };
    } catch (error) {
      return outcomeOf(error);
    }
  }
}

/** What the server wrote is left out, because servers like to repeat the address. */
function outcomeOf(error: unknown): MailOutcome {
  const { code, originalCode, command, responseCode, response, name } = error as {
    code?: string;
    originalCode?: string;
    command?: string;
    responseCode?: number;
    response?: string;
    name?: string;
  };
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  const said = responseCode === undefined ? '' : ` (${responseCode}${enhanced ? ` ${enhanced}` : ''})`;
  const refused = responseCode !== undefined && responseCode >= 500;
  const again = (problem: string): MailOutcome => ({ sent: false, final: false, problem });
  if (code === 'EENVELOPE' && command === 'RCPT TO') {
    return refused
      ? { sent: false, final: true, problem: `The mail server refuses the address${said}.` }
      : again(`The mail server does not take mail for the address at the moment${said}.`);
  }
  if (code === 'EENVELOPE' && responseCode === undefined) {
    return { sent: false, final: true, problem: 'The address is not one that this mail server can send to.' };
  }
  // A sender that is refused is a setting to be put right, and the mail is still wanted then.
  if (code === 'EENVELOPE' && command === 'MAIL FROM') {
    return again(`The mail server does not take mail from the address in MAIL_FROM${said}.`);
  }
  if (code === 'EMESSAGE' || code === 'EENVELOPE') {
    return refused
      ? { sent: false, final: true, problem: `The mail server refuses the mail${said}.` }
      : again(`The mail server does not take the mail at the moment${said}.`);
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return again(`The mail server does not accept the name and password in SMTP_URL${said}.`);
  }
  if (code === 'ETLS' || TRUST.test(originalCode ?? '')) {
    return again('The mail server’s encryption or certificate cannot be trusted.');
  }
  if (code === 'ETIMEDOUT' || name === 'AbortError' || name === 'TimeoutError' || code === 'EABORT') {
    return again('The mail server did not answer in time.');
  }
  return again(`The mail server could not be reached, or ended the connection early${said}.`);
}
