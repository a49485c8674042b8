export { consoleRoutes } from './console.routes.js';
export { openRoomWith } from './room/open-room.js';
export { roomRoutes } from './room/room.routes.js';
