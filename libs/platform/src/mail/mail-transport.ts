import type { MailConfig } from '../config/config.js';
import { NotifyTransport } from './notify-transport.js';
import { SmtpTransport } from './smtp-transport.js';

export interface MailMessage {
  /** One address, bare: `name@example.org`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets. The same on every attempt, so that a mailbox can tell a repeat. */
  readonly messageId: string;
}

/** `problem` is a plain sentence without anything of the mail or its address. `final`: trying again cannot help. */
export type MailOutcome =
  { readonly sent: true } | { readonly sent: false; readonly final: boolean; readonly problem: string };

/** One way for mails to leave. It answers what became of the mail and throws nothing. */
export interface MailTransport {
  send(message: MailMessage): Promise<MailOutcome>;
}

/** In the outbox way nothing leaves: the mail is kept where it is, to be read in the pages. */
const outbox: MailTransport = { send: async () => ({ sent: true }) };

export function mailTransportOf(config: MailConfig): MailTransport {
  const way =
    config.kind === 'smtp'
      ? new SmtpTransport(config)
      : config.kind === 'notify'
        ? new NotifyTransport(config)
        : outbox;
  return {
    async send(message) {
      if (!isOneAddress(message.to)) {
        return { sent: false, final: true, problem: 'The address is not one that mail can be sent to.' };
      }
      return way.send({ ...message, subject: onOneLine(message.subject) });
    },
  };
}

/** One mailbox and nothing beside it: no line end, no list, no name, no comment, no quotes (RFC 5321 in its everyday part). */
function isOneAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@]+@[^\s\p{Cc}\p{Cf}<>()[\]\\,;:"@]+$/u.test(text);
}

/** A line end in a header would begin another header (RFC 5322, 2.2). */
function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();
}
