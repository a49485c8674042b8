import type { MailToPost } from '../mail/post-mail.js';

const told = {
  set: {
    subject: 'A password was set for your account in Turnstone',
    what: 'A password with a code was set for your account in Turnstone. All other sessions of yours were ended.',
  },
  changed: {
    subject: 'Your password for Turnstone was changed',
    what: 'Your password for Turnstone was changed with a link from an e-mail. All your sessions were ended.',
  },
  removed: {
    subject: 'Your password for Turnstone was removed',
    what: 'Password, code and recovery codes were removed from your account in Turnstone. All other sessions of yours were ended.',
  },
} as const;

/** Tells a person that their password is another: if somebody else did it, they learn of it. */
export function safetyMail(
  publicUrl: string,
  to: { personId: string; address: string },
  happened: keyof typeof told,
): MailToPost {
  const { subject, what } = told[happened];
  return {
    ...to,
    kind: 'security',
    subject,
    parts: [
      what,
      'If it was you, you need not do anything. If it was not, sign in with a link by e-mail, end all sessions on the page of your account, and tell whoever runs Turnstone.',
      { link: 'Your account', address: `${publicUrl}/account` },
    ],
  };
}
