// Who takes part in a room by its code has a phone and a poor network: their pages are an app of their own, a third lighter.
const start = /^\/(?:join|room)(?:\/|$)/.test(location.pathname)
  ? import('@turnstone/assessments-web/room/start-room').then(({ startRoom }) => startRoom())
  : import('./start-turnstone.js').then(({ startTurnstone }) => startTurnstone());

start.catch((thrown: unknown) => console.error(thrown));
