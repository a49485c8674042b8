import type { MailKind, MailPart } from './post-mail.js';

const WIDTH = 78;

const LINK_WORKS_15_MINUTES = 'The link works once, and for 15 minutes only. After that, ask for another one.';
/** How long its link works, where it has one that does not last. */
const linkWorks: Readonly<Partial<Record<MailKind, string>>> = {
  'sign-in link': LINK_WORKS_15_MINUTES,
  'password reset': LINK_WORKS_15_MINUTES,
  'e-mail change': LINK_WORKS_15_MINUTES,
  invitation: 'The link works once, and for 7 days only. After that, ask whoever invited you for another one.',
};
/** Why it came: every mail ends with it. */
const reasons: Readonly<Record<MailKind, string>> = {
  'sign-in link':
    'You get this mail because somebody, most likely you, asked for a link to sign in to Turnstone with this address.',
  'password reset':
    'You get this mail because somebody, most likely you, asked for a link to choose another Turnstone password.',
  'e-mail change':
    'You get this mail because somebody, most likely you, wants to use this address for their Turnstone account. If it was not you, you need not do anything: without the link nothing changes.',
  invitation:
    'You get this mail because somebody invited you to Turnstone at this address. If you do not want to join, you need not do anything.',
  security:
    'You get this mail because it is about the safety of your Turnstone account. Such mails always come, so that nobody can change your account without you knowing.',
  roles:
    'You get this mail because you have a Turnstone account, and what you may do there changed. You can choose not to get such mails.',
  invitations:
    'You get this mail because you have a Turnstone account, and an invitation there concerns you. You can choose not to get such mails.',
  assessments:
    'You get this mail because you have a Turnstone account, and a place that you belong to asks for your view. You can choose not to get such mails.',
};
const canBeStopped: readonly MailKind[] = ['roles', 'invitations', 'assessments'];

export interface MailWords {
  readonly kind: MailKind;
  readonly subject: string;
  readonly parts: readonly MailPart[];
}

/** The same words twice: as plain text in lines of 78 characters at most (a link is never broken), and as HTML. */
export function mailContentOf(mail: MailWords, publicUrl: string): { text: string; html: string } {
  const limit = linkWorks[mail.kind];
  const given = mail.parts.map(onOneLine);
  // Said once: not where there is no link, and not where the mail says it itself.
  const says = given.some((part) => typeof part === 'string' && /\blink works\b/.test(part));
  const hasLink = given.some((part) => typeof part !== 'string');
  const body = limit !== undefined && hasLink && !says ? [...given, limit] : given;
  const ending: MailPart[] = [
    reasons[mail.kind],
    ...(canBeStopped.includes(mail.kind)
      ? [{ link: 'Choose which mails you get', address: `${publicUrl}/account#notices` }]
      : []),
  ];
  return {
    text: `${[...body.map(asText), '--', ...ending.map(asText), `Turnstone\n${publicUrl}`].join('\n\n')}\n`,
    html: page(
      mail.subject,
      [
        ...body.map((part) => asHtml(part, BODY)),
        '<hr style="border:0;border-top:1px solid #b1b4b6;margin:30px 0 20px">',
        ...ending.map((part) => asHtml(part, ENDING)),
        `<p style="${ENDING}">Turnstone<br><a href="${escaped(publicUrl)}" style="${LINK}">${escaped(publicUrl)}</a></p>`,
      ].join('\n'),
    ),
  };
}

/** What people typed keeps its words but not its line ends: a name cannot look like another paragraph. */
function onOneLine(part: MailPart): MailPart {
  const flat = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();
  return typeof part === 'string' ? flat(part) : { link: flat(part.link), address: part.address };
}

function asText(part: MailPart): string {
  return typeof part === 'string' ? wrapped(part) : `${wrapped(`${part.link}:`)}\n${part.address}`;
}

/** Lines of 78 characters at most. A word that is longer is divided. */
function wrapped(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(dividedWord)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

function dividedWord(word: string): string[] {
  if (word.length <= WIDTH) return [word];
  const pieces: string[] = [''];
  for (const character of word) {
    if (pieces.at(-1)!.length + character.length > WIDTH) pieces.push('');
    pieces[pieces.length - 1] += character;
  }
  return pieces;
}

const BODY = 'margin:0 0 20px;font-size:18px;line-height:1.5';
const ENDING = 'margin:0 0 15px;font-size:16px;line-height:1.5;color:#484949';
const LINK = 'color:#1a65a6;overflow-wrap:anywhere';

function asHtml(part: MailPart, style: string): string {
  if (typeof part === 'string') return `<p style="${style}">${escaped(part)}</p>`;
  const address = escaped(part.address);
  return `<p style="${style}"><a href="${address}" style="${LINK};font-weight:bold">${escaped(part.link)}</a>:<br><span style="overflow-wrap:anywhere">${address}</span></p>`;
}

/** One column that fits 320 pixels; nothing is fetched: no picture, no font, no script. */
function page(subject: string, body: string): string {
  return `<!doctype html>
<html lang="en-GB" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(subject)}</title>
</head>
<body style="margin:0;padding:20px;background:#ffffff;color:#0b0c0c;font-family:Arial,sans-serif">
<main style="display:block;max-width:600px;margin:0 auto;overflow-wrap:anywhere">
${body}
</main>
</body>
</html>
`;
}

/** Marks that turn the direction of writing are written as numbers too: they show in the source, and a paragraph ends them. */
function escaped(text: string): string {
  return text.replace(/[&<>"'`\p{Cf}]/gu, (character) => `&#${character.codePointAt(0)};`);
}
