// A real SMTP server on 127.0.0.1 that keeps what it gets, and can be as slow, unwilling or unreliable as servers are.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/**
 * `behave` may be changed between mails. Each entry holds for every mail until it is taken away:
 *   atRecipient, atData   [code, words]: what the server refuses with at RCPT TO, or after the mail was handed over
 *   slowMs                how long it takes to answer at the end of the mail
 *   dropAfterData         takes the mail, keeps it, and cuts the connection without an answer
 * `settings` are those of smtp-server, such as `secure` or `authOptional`.
 */
export async function startSmtp(settings = {}) {
  const behave = {};
  /** What was taken: the envelope, the bytes as text, and the mail as postal-mime reads it. */
  const taken = [];
  const recipientsTried = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const sockets = new Set();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: settings.key ? [] : ['STARTTLS'],
    logger: false,
    closeTimeout: 100,
    ...settings,
    onConnect(session, callback) {
      callback();
    },
    onRcptTo(address, _session, callback) {
      recipientsTried.push(address.address);
      callback(behave.atRecipient && refusal(behave.atRecipient));
    },
    onData(stream, session, callback) {
      void receive(stream, session).then(
        () => callback(),
        (error) => callback(error),
      );
    },
  });
  // A connection that is cut is what some tests are about.
  server.on('error', () => undefined);
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function receive(stream, session) {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    try {
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      const raw = Buffer.concat(chunks);
      if (behave.atData) throw refusal(behave.atData);
      if (behave.slowMs) await pause(behave.slowMs);
      const mail = await PostalMime.parse(raw);
      taken.push({
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map((one) => one.address),
        secure: session.secure,
        raw: raw.toString('utf8'),
        mail,
      });
      if (behave.dropAfterData) for (const socket of sockets) socket.destroy();
    } finally {
      atOnce -= 1;
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address();
  return {
    url: `${settings.secure ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    port,
    behave,
    taken,
    recipientsTried,
    get mostAtOnce() {
      return mostAtOnce;
    },
    reset() {
      for (const key of Object.keys(behave)) delete behave[key];
      taken.length = 0;
      recipientsTried.length = 0;
      mostAtOnce = 0;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal([code, words]) {
  return Object.assign(new Error(words), { responseCode: code });
}
